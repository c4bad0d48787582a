import { describe, expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { inProject } from '../../support/project.js';

/** Verdicts of the loops of a file, the first line first. */
const verdicts = (files: Record<string, string>, name: string): Promise<string[]> =>
  inProject(files, (project) => scanFile(createSourceReader(), project.at(name)).map(({ verdict }) => verdict.kind));

const HASH = `import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
const digests = {};
for (const name of readdirSync('.').sort()) {
  digests[name] = createHash('sha256').update(readFileSync(name, 'utf8')).digest('hex');
}
`;

describe('a project without declarations of Node', () => {
  it('is read with those that come along', async () => {
    expect(await verdicts({ 'hash.mjs': HASH }, 'hash.mjs')).toEqual(['independent']);
  });

  it('whatever its tsconfig.json says of types', async () => {
    const files = { 'hash.ts': HASH.replace('{};', '{} as Record<string, string>;'), 'tsconfig.json': '{}' };
    expect(await verdicts(files, 'hash.ts')).toEqual(['independent']);
  });
});
