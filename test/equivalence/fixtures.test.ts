import { describe, expect, it } from 'vitest';
import { expectSame } from '../support/equivalence.js';
import { readHeaders } from '../support/formHeaders.js';
import { entryOf, filesOf, readFixtures, textOf } from '../support/fixture.js';

const LIMIT = 240_000;
const offered = [...readFixtures(), ...readHeaders()].filter((fixture) => textOf(fixture, 'after') !== null);

/** Run under tsx as well, as people run TypeScript; the others are compiled once. */
const underTsx = new Set(['for-of/commit', 'for-of/commonjs-typescript', 'for-of/helper-moves', 'map/throws']);

describe('fixtures and the examples of the form files print and throw the same before and after', () => {
  it.each(offered.map((f) => [f.name, f] as const))(
    '%s',
    async (name, fixture) => {
      const files = filesOf(fixture);
      const fill = (project: { write(name: string, text: string): void }): void => {
        for (const [file, text] of Object.entries(files)) project.write(file, text);
      };
      const start = Object.keys(files).find((file) => /^run\./.test(file)) ?? entryOf(fixture);
      expect(await expectSame({ entry: entryOf(fixture), start, fill, tsx: underTsx.has(name) })).toBe(true);
    },
    LIMIT,
  );
});
