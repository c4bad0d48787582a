import { createInterface } from 'node:readline/promises';
import type { JudgedLoop } from '../model.js';
import { lastingEffects, mustAsk } from '../timing/lasting.js';
import { shown } from './paths.js';

/**
 * Tells what the loop does that lasts, and asks whether to go on where somebody is there to answer. A script has asked for
 * it already by calling the command.
 *
 * @returns whether to go on
 */
export async function mayRun(
  loop: JudgedLoop,
  yes: boolean,
  terminal: { input: NodeJS.ReadStream; output: NodeJS.WriteStream } = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  const said = lastingEffects(loop, shown);
  if (said === null || yes) return true;
  const { input, output } = terminal;
  const asks = mustAsk(loop);
  if (!asks || !input.isTTY || !output.isTTY) {
    output.write(`looppool: ${said}${asks ? ' (--yes leaves this line out)' : ''}\n`);
    return true;
  }
  const asking = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await asking.question(`${said} Go on? [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
