import { runMocha } from './runMocha.js';

/** The tests of what the repository itself offers in an editor. */
export const run = (): Promise<void> => runMocha(() => import('./launching.spec.js'));
