/**
 * How much of a program's time each loop takes. V8's profiler tells the line only for the function that is running; how
 * the callers got there is told by the functions that their loops call. Where two loops of one function call the same,
 * the time is shared in proportion to what each takes by itself.
 */
import type { ProfileNode, ThreadProfile } from '../protocol.js';
import type { CallingLoop } from './loopCalls.js';

/** What is known about the files of the program. */
export interface ProgramLoops {
  /** The loops of a file; none for a file that is not the program's. */
  loopsOf(file: string): readonly CallingLoop[];
  /** `functionKey` of the function that begins at a place; lines and columns from 1. */
  keyAt(file: string, line: number, column: number): string | null;
  /** The offset of a place in the text of a file of the program. */
  offsetAt(file: string, line: number, column: number): number | null;
}

export interface LoopTimes {
  /** Milliseconds by loop, with all that it calls. */
  readonly loops: ReadonlyMap<CallingLoop, number>;
  /** Milliseconds in which a function of the program ran, or something it had called. */
  readonly totalMs: number;
}

/** Adds up the profiles of all threads and processes of one run. */
export function loopShares(profiles: readonly ThreadProfile[], program: ProgramLoops): LoopTimes {
  const loops = new Map<CallingLoop, number>();
  let totalMs = 0;
  for (const { nodes } of profiles) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const found = new Map<number, Entered>();
    for (const node of nodes) {
      if (node.ms === 0) continue;
      const entered = enteredBy(node, byId, found, program);
      if (!entered.inProgram) continue;
      totalMs += node.ms;
      const shares = new Map(entered.loops);
      for (const [loop, share] of ownShares(node, nodes, program))
        shares.set(loop, Math.min(1, (shares.get(loop) ?? 0) + share));
      for (const [loop, share] of shares) loops.set(loop, (loops.get(loop) ?? 0) + share * node.ms);
    }
  }
  return { loops, totalMs };
}

/** The loops that a stack of calls has come through, with the part of its time that each is answerable for, 0…1. */
interface Entered {
  readonly loops: ReadonlyMap<CallingLoop, number>;
  readonly inProgram: boolean;
}

function enteredBy(
  node: ProfileNode,
  byId: ReadonlyMap<number, ProfileNode>,
  found: Map<number, Entered>,
  program: ProgramLoops,
): Entered {
  const known = found.get(node.id);
  if (known) return known;
  const parent = node.parent === null ? undefined : byId.get(node.parent);
  const above = parent
    ? enteredBy(parent, byId, found, program)
    : { loops: new Map<CallingLoop, number>(), inProgram: false };
  const mine = node.file !== null && program.keyAt(node.file, node.line, node.column) !== null;
  let entered: Entered = { loops: above.loops, inProgram: above.inProgram || mine };
  const caller = callerOf(node, byId, program);
  if (mine || caller) {
    const loops = new Map(above.loops);
    for (const [loop, share] of caller ? loopsBetween(caller, node, program) : [])
      loops.set(loop, Math.max(loops.get(loop) ?? 0, share));
    entered = { loops, inProgram: entered.inProgram };
  }
  found.set(node.id, entered);
  return entered;
}

/** The next function of the program above `node`: what lies between is Node's own, or a library's. */
function callerOf(
  node: ProfileNode,
  byId: ReadonlyMap<number, ProfileNode>,
  program: ProgramLoops,
): ProfileNode | null {
  for (let id = node.parent; id !== null;) {
    const above = byId.get(id);
    if (!above) return null;
    if (above.file !== null && program.keyAt(above.file, above.line, above.column) !== null) return above;
    id = above.parent;
  }
  return null;
}

/** The loops of `caller` from which `callee` was called. */
function loopsBetween(caller: ProfileNode, callee: ProfileNode, program: ProgramLoops): [CallingLoop, number][] {
  const home = program.keyAt(caller.file!, caller.line, caller.column);
  const key = callee.file === null ? null : program.keyAt(callee.file, callee.line, callee.column);
  const inside = callee.file === caller.file;
  const loops = program.loopsOf(caller.file!).filter((loop) => loop.home === home);
  const around = inside ? loopsAround(callee, loops, program) : [];
  const candidates = loops.filter(
    (loop) =>
      (key !== null && loop.calls.has(key)) ||
      around.includes(loop) ||
      (key === null ? loop.names.has(callee.name) : loop.names.has(callee.name) && callee.name !== ''),
  );
  return candidates.map((loop) => {
    // Loops around it, and in it, come through the same call; only others compete.
    const others = candidates.filter((other) => other !== loop && !nested(loop, other) && !nested(other, loop));
    const own = ownMs(caller, loop);
    const rivals = others.filter((other) => !others.some((outer) => outer !== other && nested(outer, other)));
    const all = rivals.reduce((sum, other) => sum + ownMs(caller, other), own);
    return [loop, own / all];
  });
}

/** The loops in whose text a function begins: by its column, where loops share a line; by the line alone, where a compiler has moved it. */
function loopsAround(
  { file, line, column }: ProfileNode,
  loops: readonly CallingLoop[],
  program: ProgramLoops,
): readonly CallingLoop[] {
  const onLine = loops.filter((loop) => contains(loop, line));
  const offset = program.offsetAt(file!, line, column);
  const exact = onLine.filter(({ site: { anchor, span } }) => offset! >= anchor.start && offset! < span.end);
  return offset === null || exact.length === 0 ? onLine : exact;
}

/** Time that the function itself spends in the lines of a loop; never 0, so that shares are defined. */
function ownMs(caller: ProfileNode, loop: CallingLoop): number {
  return caller.lines.reduce((sum, [line, ms]) => (contains(loop, line) ? sum + ms : sum), 1e-3);
}

/**
 * The loops in which a function spends its own time, with the part of it. Where the lines are not known (the program runs
 * as one long line), its outermost loops share it, as they share the time of what they call.
 */
function ownShares(node: ProfileNode, nodes: readonly ProfileNode[], program: ProgramLoops): [CallingLoop, number][] {
  if (node.file === null) return [];
  const home = program.keyAt(node.file, node.line, node.column);
  const mine = home === null ? [] : program.loopsOf(node.file).filter((loop) => loop.home === home);
  if (node.lines.length > 0) {
    return mine.map((loop) => [
      loop,
      node.lines.reduce((sum, [line, ms]) => (contains(loop, line) ? sum + ms : sum), 0) / node.ms,
    ]);
  }
  const children = nodes.filter(({ parent }) => parent === node.id);
  const weights = mine.map((loop) =>
    children.reduce(
      (sum, child) => sum + (loopsBetween(node, child, program).find(([one]) => one === loop)?.[1] ?? 0) * child.ms,
      1e-3,
    ),
  );
  const all = mine.reduce((sum, loop, at) => (mine.some((outer) => nested(outer, loop)) ? sum : sum + weights[at]!), 0);
  return mine.map((loop, at) => {
    const outermost = mine.findIndex((outer) => outer === loop || nested(outer, loop));
    return [loop, weights[mine.some((outer) => nested(outer, loop)) ? outermost : at]! / all];
  });
}

function contains({ site }: CallingLoop, line: number): boolean {
  return line >= site.span.line && line <= site.endLine;
}

function nested(outer: CallingLoop, inner: CallingLoop): boolean {
  return (
    outer !== inner && outer.site.span.start <= inner.site.span.start && outer.site.span.end >= inner.site.span.end
  );
}
