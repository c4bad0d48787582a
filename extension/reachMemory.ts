import type { Memento } from 'vscode';
import type { LoopTarget, Place, Reach, ScannedLoop } from '../server/messages.js';

/** A loop, as far as it matters for how it is reached. */
export interface ReachedLoop {
  readonly uri: string;
  /** The function around it; null at the top level of its file. */
  readonly function: string | null;
}

const REMEMBERED = 'looppool.reach';
/** The functions that were asked for longest ago are forgotten. */
const MAX_ENTRIES = 200;
const MAX_COMMANDS = 5;

/** How each function's loops were last reached when they were timed, for this workspace: it is the user's, and no part of it. */
export class ReachMemory {
  constructor(private readonly memory: Memento) {}

  get(loop: ReachedLoop): Reach {
    return this.#all[keyOf(loop)] ?? {};
  }

  async set(loop: ReachedLoop, reach: Reach): Promise<void> {
    const { [keyOf(loop)]: _, ...others } = this.#all;
    const isDefault = Object.values(reach).every((one) => one === undefined);
    const all = [...Object.entries(others), ...(isDefault ? [] : [[keyOf(loop), reach] as const])];
    await this.memory.update(REMEMBERED, Object.fromEntries(all.slice(-MAX_ENTRIES)));
  }

  /** Commands that reach other functions, the last one first. */
  get commands(): string[] {
    const entries = Object.values(this.#all).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    return [...new Set(entries.reverse())].slice(0, MAX_COMMANDS);
  }

  get #all(): Readonly<Record<string, Reach>> {
    return this.memory.get<Record<string, Reach>>(REMEMBERED, {});
  }
}

/** The loop that a command means: the one reported at its place or, failing that, the innermost around it. */
export function loopOf({ position }: LoopTarget, loops: readonly ScannedLoop[]): ScannedLoop | undefined {
  const reported = loops.find(({ range }) => order(range.start, position) === 0);
  const around = loops.filter(({ range }) => order(range.start, position) <= 0 && order(position, range.end) <= 0);
  return reported ?? around.at(-1) ?? loops.find(({ range }) => range.start.line === position.line);
}

function order(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}

function keyOf({ uri, function: name }: ReachedLoop): string {
  return name === null ? uri : `${uri}#${name}`;
}
