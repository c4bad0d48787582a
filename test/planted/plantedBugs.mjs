/** `npm run test:planted`: plants every bug of `bugs/`, one at a time, and says which test would have caught it; fails where none does. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/planted', '--reporter=verbose'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
