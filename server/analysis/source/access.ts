import { ts } from 'ts-morph';
import { isOfNumbers, unwrap } from './symbols.js';

/** One step from an object to a part of it. `any` is everything below. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly expression: ts.Expression }
  /** The item of an iteration; `loop` is the loop or callback that is given it. */
  | { readonly kind: 'item'; readonly loop: ts.Node }
  /**
   * With an unknown depth, it may also be the object itself, or what is behind several steps. An element is one that a loop or
   * callback is given, or that has a number, and nothing below it.
   */
  | { readonly kind: 'any'; readonly isOfUnknownDepth?: true; readonly isElement?: true };

export const ANY: Step = { kind: 'any' };
const ELEMENT: Step = { kind: 'any', isElement: true };
export const SOMEWHERE: Step = { kind: 'any', isOfUnknownDepth: true };

/** Whether a step may be none or many. */
export const isSomewhere = (step: Step | undefined): boolean => step?.kind === 'any' && step.isOfUnknownDepth === true;

/** The way to a part, as a caller sees it: a subscript or an item of the callee means nothing there. */
export const blurred = (path: readonly Step[], checker: ts.TypeChecker): readonly Step[] =>
  path.every(isClear) ? path : path.map((step) => (isClear(step) ? step : isElement(step, checker) ? ELEMENT : ANY));

const isClear = (step: Step): boolean => step.kind === 'name' || step.kind === 'any';

/** Whether a step leads to an element: what a `for…of` or a callback is given, as `for…in` gives names, or what has a number. */
const isElement = (step: Step, checker: ts.TypeChecker): boolean =>
  step.kind === 'item'
    ? !ts.isForInStatement(step.loop)
    : step.kind === 'index' && isOfNumbers(checker.getTypeAtLocation(step.expression));

/** The step that `o.name` or `o[subscript]` takes. */
export function stepOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Step {
  if (ts.isPropertyAccessExpression(node)) return { kind: 'name', name: node.name.text };
  const subscript = unwrap(node.argumentExpression);
  return ts.isStringLiteralLike(subscript)
    ? { kind: 'name', name: subscript.text }
    : { kind: 'index', expression: subscript };
}

/** A read or a write of a binding, or of something reachable from the object that it holds. */
export interface Access {
  readonly write: boolean;
  readonly symbol: ts.Symbol;
  /** False for the binding itself, true for what is reachable from it. */
  readonly content: boolean;
  readonly path: readonly Step[];
  readonly node: ts.Node;
  /** Set where a called function does it: the node of that access is in the function. */
  readonly within: ts.Node | null;
  /** Set where that function is handed the object, as an argument or as `this`. */
  readonly isGiven?: true;
  /** The name that the way to the object begins with: `job` in `job.size`, for a part of the list that it was taken from. */
  readonly through?: ts.Symbol;
}

/** How deep in the object of its name a write changes something: that object itself, an item of it, or what may be anywhere below. */
export type Depth = 'itself' | 'item' | 'deeper';

export function depthOf({ path: [step, ...rest] }: Pick<Access, 'path'>): Depth {
  if (!step || rest.length === 0) return 'itself';
  return rest.length > 1 || step.kind === 'name' || isSomewhere(step) ? 'deeper' : 'item';
}

/** What a text calls the object of an access: a class stands for its instance here. */
export const shownName = ({ symbol }: Pick<Access, 'symbol'>): string =>
  symbol.flags & ts.SymbolFlags.Class ? 'this' : symbol.getName();

/** The same for its place, as far as it is one of names: `this.cells`. */
export function shownPlace({ symbol, path }: Pick<Access, 'symbol' | 'path'>): string {
  const end = path.findIndex((step) => step.kind !== 'name');
  const names = (end < 0 ? path : path.slice(0, end)).flatMap((step) => (step.kind === 'name' ? [step.name] : []));
  if (!(symbol.flags & ts.SymbolFlags.Class)) return symbol.getName();
  const isShared = names[0] !== undefined && symbol.exports?.has(ts.escapeLeadingUnderscores(names[0]));
  return [isShared ? symbol.getName() : 'this', ...names].join('.');
}

/** What a call does outside the values it is given. */
export type OutsideCode =
  | 'prints'
  | 'writes-files'
  | 'reads-files'
  | 'random'
  | 'clock'
  | 'environment'
  /** Reads what a worker has of its own: `isMainThread`, `process.stdout.isTTY`. */
  | 'thread'
  | 'process'
  | 'unknown-call'
  | 'package-call'
  | 'identity'
  | 'this'
  | 'awaits'
  | 'proxy'
  | 'module-url'
  | 'stack-trace'
  | 'runs-pool'
  | 'class-instance';

/** Something that happens outside the values a piece of code is given. */
export interface Outside {
  readonly code: OutsideCode;
  readonly node: ts.Node;
  readonly detail: string;
}

/** What evaluating a piece of code does. */
export interface Effects {
  readonly accesses: readonly Access[];
  readonly outside: readonly Outside[];
}

/** Where an object may come from: reachable from a binding by a path, made anew, or unknown. */
export type Origin = { readonly symbol: ts.Symbol; readonly path: readonly Step[] } | 'fresh' | 'unknown';

/** A path of more steps, a place among more of the same object, or an origin among more of them is not told apart from others. */
export const MAX_STEPS = 8;
export const MAX_PLACES = 16;
const MAX_ORIGINS = 48;

const places = new WeakMap<ts.Symbol, Map<string, Origin>>();

/** The origin that a binding and a path stand for: always the same one, so that they can be compared. */
export function originAt(symbol: ts.Symbol, path: readonly Step[]): Origin {
  const steps = path.length > MAX_STEPS ? [...path.slice(0, MAX_STEPS - 1), SOMEWHERE] : path;
  let known = places.get(symbol);
  if (!known) places.set(symbol, (known = new Map<string, Origin>()));
  const key = steps.map(keyOf).join();
  let origin = known.get(key);
  if (!origin) known.set(key, (origin = { symbol, path: steps }));
  return origin;
}

/** What is said of an object that may come from too many places. */
const ANYWHERE: readonly Origin[] = ['unknown'];

/** Each origin once; where an object has many places among them, any place of it; where there are too many, any origin. */
export function distinctOrigins(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length < 2) return origins;
  const distinct = [...new Set(origins)];
  const count = new Map<ts.Symbol, number>();
  for (const o of distinct)
    if (typeof o !== 'string' && o.path.length > 0)
      count.set(o.symbol, o.path[0]!.kind === 'any' ? Infinity : (count.get(o.symbol) ?? 0) + 1);
  const widened = distinct.map((o) =>
    typeof o === 'string' || o.path.length === 0 || count.get(o.symbol)! <= MAX_PLACES
      ? o
      : originAt(o.symbol, [SOMEWHERE]),
  );
  const few = [...new Set(widened)];
  return few.length <= MAX_ORIGINS ? few : ANYWHERE;
}

/** All of both, in the same way; what has come from anywhere still does. */
export const bothOrigins = (before: readonly Origin[], more: readonly Origin[]): readonly Origin[] =>
  before === ANYWHERE ? before : distinctOrigins([...before, ...more]);

/** Whether two lists of distinct origins hold the same ones. */
export const sameOrigins = (a: readonly Origin[], b: readonly Origin[]): boolean =>
  a.length === b.length && b.every((origin) => a.includes(origin));

function keyOf(step: Step): string {
  if (step.kind === 'name') return `.${JSON.stringify(step.name)}`;
  if (step.kind === 'any') return isSomewhere(step) ? '**' : step.isElement ? '*.' : '*';
  const node = step.kind === 'index' ? step.expression : step.loop;
  return `${step.kind} ${node.pos} ${node.end} ${node.getSourceFile().fileName}`;
}

/** An object that another one holds at an unknown depth: how many steps lead to it, and how many below it, cannot be told. */
export const somewhereIn = (origin: Origin): Origin =>
  typeof origin === 'string' || isSomewhere(origin.path.at(-1))
    ? origin
    : originAt(origin.symbol, [...origin.path, SOMEWHERE]);
