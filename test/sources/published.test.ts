/**
 * The whole pipeline over sources that others have published: no crash, and every rewrite parses and has no more errors of
 * types than before. Only the packages that `LOOPPOOL_PUBLISHED` names; one that cannot be had fails.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createSourceReader } from '../../server/project.js';
import { sourcesIn } from '../../server/sourceFiles.js';
import { checkFile } from '../support/checkFile.js';
import { packageSources } from '../support/packageSources.js';
import { PUBLISHED } from '../support/published.js';

const wanted = process.env['LOOPPOOL_PUBLISHED']?.split(',') ?? [];
/** Longer files take minutes, or are bundles. */
const MAX_BYTES = 100_000;

for (const { name, version, folder } of PUBLISHED) {
  it.skipIf(!wanted.includes(name))(`goes through the sources of ${name}`, { timeout: 3_600_000 }, () => {
    const home = packageSources(name, version);
    if (home === null) throw new Error(`${name} ${version} could not be had`);
    const reader = createSourceReader();
    const files = sourcesIn(path.join(home, folder)).filter((file) => statSync(file).size <= MAX_BYTES);
    reader.prepare(files);
    const problems: string[] = [];
    const times: { readonly file: string; readonly seconds: number }[] = [];
    let [loops, offered, rewritten] = [0, 0, 0];
    for (const file of files) {
      const before = process.cpuUsage();
      try {
        const checked = checkFile(reader, file);
        problems.push(...checked.problems);
        loops += checked.loops;
        offered += checked.offered;
        rewritten += checked.rewritten;
      } catch (error) {
        problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
      const { user, system } = process.cpuUsage(before);
      times.push({ file: path.relative(home, file), seconds: (user + system) / 1e6 });
    }
    const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
    const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, 5);
    console.log(
      `${name} ${version}: ${files.length} files, ${loops} loops, ${offered} offered, ${rewritten} rewritten, ` +
        `${problems.length} problems, ${total.toFixed(0)} s; longest: ` +
        slowest.map(({ file, seconds }) => `${file} ${seconds.toFixed(1)} s`).join(', '),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
}
