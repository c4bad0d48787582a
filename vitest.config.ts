import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** A folder for machine-readable results, which `test/support/countResults.mjs` adds up. */
const reports = process.env['LOOPPOOL_REPORTS'];
const reportName = process.env['LOOPPOOL_REPORT_NAME'] ?? 'test';

const { plainTypeScriptModule } = (await import('./extension/plainTypeScript.mjs')) as {
  plainTypeScriptModule: (...folders: string[]) => string;
};

const PLAIN = '\0plain-typescript';
/** The analysis, which takes most of the tests' time, asks TypeScript as it does in the bundles. */
const plainTypeScript = {
  name: 'plain-typescript',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === 'ts-morph' ? PLAIN : null),
  load: (id: string) => (id === PLAIN ? plainTypeScriptModule('server', 'test') : null),
};

export default defineConfig({
  plugins: [plainTypeScript],
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Long enough for a machine that does other work; what hangs is caught by limits of its own.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A shared machine may starve a process; a second failure counts.
    retry: process.env['CI'] ? 1 : 0,
    reporters: reports ? ['default', 'json'] : ['default'],
    ...(reports ? { outputFile: { json: path.join(reports, `${reportName}.json`) } } : {}),
  },
});
