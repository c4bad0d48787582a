import { runMocha } from './runMocha.js';

/** The tests of the extension, in the example workspace. */
export const run = (): Promise<void> =>
  runMocha(async () => {
    await import('./finding.spec.js');
    await import('./settings.spec.js');
    await import('./curve.spec.js');
    await import('./timing.spec.js');
    await import('./rewriting.spec.js');
  });
