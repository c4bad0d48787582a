import type { JudgedLoop } from '../model.js';

type Lasting = JudgedLoop['facts']['lasting'][number];

const WORDS: Record<Lasting['code'], string> = {
  'writes-files': 'writes files',
  process: 'changes the process it runs in',
  'unknown-call': 'calls code that cannot be followed',
};

/**
 * What a loop does that lasts, in one sentence with the lines; null when it does nothing of the kind.
 *
 * @param shown how the path of a file is written for the user
 */
export function lastingEffects(loop: JudgedLoop, shown: (file: string) => string): string | null {
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
 * Whether somebody has to agree before such a loop is run: what it does is known to last, or the loop is refused and calls what
 * nobody can follow, which may send requests and start programs.
 */
export function mustAsk({ facts, verdict }: JudgedLoop): boolean {
  return facts.lasting.some(({ code }) => code !== 'unknown-call' || verdict.kind === 'refused');
}
