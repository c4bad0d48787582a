import { ts } from 'ts-morph';
import type { Access, Effects } from './access.js';
import type { EffectWalk, Summary } from './effectWalk.js';
import { guessesOf } from './untyped/remembering.js';
import { isMemo } from './memos.js';
import {
  declarationOf,
  declaresCode,
  type FunctionNode,
  isConstant,
  isDeclaredIn,
  isInside,
  parameterIndex,
  resolveAlias,
} from './symbols.js';

const NOTHING: Effects = { accesses: [], outside: [] };

/** Effects of a function on what is not its own, from its body; recursion is followed until nothing new comes. */
export function summaryOf(fn: FunctionNode, caller: EffectWalk): Summary {
  const { summaries } = caller;
  const known = summaries.get(fn);
  const guesses = guessesOf(caller.checker);
  if (known) return known.isGuessed ? guesses.noted(() => known) : known;
  const guessed = guesses.count;
  let summary: Summary = { ...NOTHING, called: [], isGuessed: false };
  for (let round = 0; round < 4; round++) {
    summaries.set(fn, summary);
    const walk = caller.over(fn);
    for (const parameter of fn.parameters) forEachDefault(parameter, (value) => walk.run(value));
    const effects = fn.body ? walk.run(fn.body) : NOTHING;
    const accesses = withoutMemos(
      effects.accesses.filter((a) => !isDeclaredIn(a.symbol, fn) || (a.content && parameterIndex(a.symbol, fn) >= 0)),
      caller.checker,
    );
    const next: Summary = {
      accesses: distinct(accesses),
      outside: effects.outside.filter(
        (o, i, all) => all.findIndex((p) => p.code === o.code && p.node === o.node) === i,
      ),
      called: [...new Set(walk.called)],
      isGuessed: guesses.count > guessed,
    };
    const grown = next.accesses.length > summary.accesses.length || next.outside.length > summary.outside.length;
    summary = next;
    if (!grown) break;
    // A function that calls itself is in other summaries of this round: they are made again.
    if (round > 0)
      for (const other of summaries.keys()) if (other !== fn && isInside(fn, other)) summaries.delete(other);
  }
  summaries.set(fn, summary);
  return summary;
}

/** What a function does, but for what it remembers of its own results; that must rest on its arguments and on constants alone. */
function withoutMemos(accesses: readonly Access[], checker: ts.TypeChecker): readonly Access[] {
  const memos = new Set(accesses.flatMap((a) => (a.content && isMemo(a.symbol, checker) ? [a.symbol] : [])));
  if (memos.size !== 1) return accesses;
  const others = accesses.filter((a) => !memos.has(a.symbol));
  const isSettled = ({ write, symbol }: Access): boolean => {
    const declaration = declarationOf(resolveAlias(symbol, checker));
    return !write && declaration !== undefined && (isConstant(declaration) || declaresCode(declaration));
  };
  return others.every(isSettled) ? others : accesses;
}

function distinct(accesses: readonly Access[]): Access[] {
  const seen = new Set<string>();
  const ids = new Map<ts.Symbol, number>();
  return accesses.filter((a) => {
    if (!ids.has(a.symbol)) ids.set(a.symbol, ids.size);
    const key = `${ids.get(a.symbol)} ${a.write} ${a.content} ${a.path.map((s) => (s.kind === 'name' ? `.${s.name}` : s.kind)).join()} ${(a.within ?? a.node).pos}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Default values of a parameter and of the parts it is taken apart into. */
function forEachDefault(
  node: ts.ParameterDeclaration | ts.BindingElement,
  visit: (value: ts.Expression) => void,
): void {
  if (node.initializer) visit(node.initializer);
  if (!ts.isIdentifier(node.name))
    for (const element of node.name.elements) if (!ts.isOmittedExpression(element)) forEachDefault(element, visit);
}
