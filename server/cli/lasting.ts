import { createInterface } from 'node:readline/promises';
import type { JudgedLoop } from '../model.js';
import { shown } from './paths.js';

type Lasting = JudgedLoop['facts']['lasting'][number];

const WORDS: Record<Lasting['code'], string> = {
  'writes-files': 'writes files',
  process: 'changes the process it runs in',
  'unknown-call': 'calls code that cannot be followed',
};

/** What a loop does that lasts, in one sentence with the lines; null when it does nothing of the kind. */
export function lastingEffects(loop: JudgedLoop): string | null {
  const places = new Map<string, Set<string>>();
  for (const { code, span } of loop.facts.lasting) {
    const lines = places.get(WORDS[code]) ?? new Set();
    places.set(WORDS[code], lines.add(`${shown(span.file)}:${span.line}`));
  }
  if (places.size === 0) return null;
  const said = [...places].map(([words, lines]) => `${words} (${[...lines].join(', ')})`);
  return `This loop ${said.join(' and ')}; timing runs it again and again.`;
}

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
  const said = lastingEffects(loop);
  if (said === null || yes) return true;
  const { input, output } = terminal;
  const mustAsk = loop.facts.lasting.some(({ code }) => code !== 'unknown-call');
  if (!mustAsk || !input.isTTY || !output.isTTY) {
    output.write(`looppool: ${said}${mustAsk ? ' (--yes leaves this line out)' : ''}\n`);
    return true;
  }
  const asking = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await asking.question(`${said} Go on? [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
