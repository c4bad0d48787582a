import { readFileSync, writeFileSync } from 'node:fs';
import { copyArchive, planRuntime, RuntimeError } from '../runtimePackage.js';
import { shown, UsageError } from './paths.js';

/**
 * `looppool init`: adds the runtime that ships with this program to the nearest package.json, without the network.
 *
 * @param distribution the folder with `looppool-<version>.tgz`
 */
export async function init(folder: string, distribution: string): Promise<number> {
  try {
    const plan = await planRuntime(folder, distribution, (file) => readFileSync(file, 'utf8'));
    copyArchive(plan);
    if (plan.after !== plan.before) writeFileSync(plan.manifest, plan.after);
    process.stdout.write(`added looppool to ${shown(plan.manifest)} (${plan.wanted})\nnow run: ${plan.install}\n`);
    return 0;
  } catch (error) {
    throw error instanceof RuntimeError ? new UsageError(error.message) : error;
  }
}
