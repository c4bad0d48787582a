import { ts } from 'ts-morph';
import type { Access, Effects } from './access.js';
import type { EffectWalk, Summary } from './effectWalk.js';
import { guessesOf } from './untyped/remembering.js';
import { type FunctionNode, isDeclaredIn, isInside, parameterIndex } from './symbols.js';

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
    const accesses = effects.accesses.filter(
      (a) => !isDeclaredIn(a.symbol, fn) || (a.content && parameterIndex(a.symbol, fn) >= 0),
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
