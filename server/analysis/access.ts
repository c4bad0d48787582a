import { ts } from 'ts-morph';
import type { OutsideCode } from './builtins.js';
import { unwrap } from './symbols.js';

/** One step from an object to a part of it. `any` is everything below. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly expression: ts.Expression }
  /** The item of an iteration; `loop` is the loop or callback that is given it. */
  | { readonly kind: 'item'; readonly loop: ts.Node }
  | { readonly kind: 'any' };

export const ANY: Step = { kind: 'any' };

/** A subscript or an item of the callee means nothing to the caller. */
export const blur = (step: Step): Step => (step.kind === 'name' ? step : ANY);

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
}

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

/** Each origin once: the ways to one place multiply with every name on the way. */
export function distinctOrigins(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length < 4) return origins;
  const seen = new Map<ts.Symbol | string, Set<string>>();
  return origins.filter((origin) => {
    const [root, path] = typeof origin === 'string' ? [origin, ''] : [origin.symbol, origin.path.map(keyOf).join()];
    const paths = seen.get(root);
    if (!paths) seen.set(root, new Set([path]));
    return !paths || (!paths.has(path) && paths.add(path));
  });
}

function keyOf(step: Step): string {
  if (step.kind === 'name') return `.${JSON.stringify(step.name)}`;
  if (step.kind === 'any') return '*';
  const node = step.kind === 'index' ? step.expression : step.loop;
  return `${step.kind} ${node.pos} ${node.end} ${node.getSourceFile().fileName}`;
}
