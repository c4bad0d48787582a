import { ts } from 'ts-morph';
import { type Access, blurred, MAX_PLACES, MAX_STEPS, type Outside, SOMEWHERE, type Step } from '../source/access.js';
import { distinctBy } from '../source/distinctBy.js';
import { carriedOver } from './carriedOver.js';
import { notePatternOfParameter } from './effectsOfAccessors.js';
import type { EffectWalk } from './effectWalk.js';
import type { Summary } from './summaries.js';
import { guessesOf } from '../untyped/remembering.js';
import { isMemo } from './memos.js';
import {
  declarationOf,
  declaredNames,
  declaresCode,
  type FunctionNode,
  isConstant,
  isDeclaredIn,
  parameterIndex,
  resolveAlias,
} from '../source/symbols.js';

const NOTHING: Summary = { accesses: [], outside: [], called: [], isGuessed: false, isLarge: false };

/** Effects of a function on what is not its own, from its body and from those of the functions that it calls. */
export function summaryOf(fn: FunctionNode, caller: EffectWalk): Summary {
  const summary = carriedSummary(fn, caller) ?? ownSummary(fn, caller);
  return summary.isGuessed ? guessesOf(caller.checker).noted(() => summary) : summary;
}

/** That of a function in the program that this one is like, where it reads the same there. */
function carriedSummary(fn: FunctionNode, caller: EffectWalk): Summary | null {
  const { like, carried } = caller.summaries;
  if (!like) return null;
  let summary = carried.get(fn);
  if (summary === undefined) {
    const before = like.counterparts.nodeBefore(fn);
    summary = before && carriedOver(summaryOf(before, caller.over(before, like)), like.counterparts);
    carried.set(fn, summary);
  }
  return summary;
}

function ownSummary(fn: FunctionNode, caller: EffectWalk): Summary {
  const guesses = guessesOf(caller.checker);
  const guessed = guesses.count;
  return caller.summaries.of.get(fn, NOTHING, (before) => {
    const walk = caller.over(fn);
    for (const { name } of fn.parameters) notePatternOfParameter(walk, name);
    for (const parameter of fn.parameters) forEachDefault(parameter, (value) => walk.run(value));
    const effects = fn.body ? walk.run(fn.body) : NOTHING;
    // What is kept on the function itself is there at its next call.
    const isKept = ({ symbol }: Access): boolean => declarationOf(symbol) === fn || parameterIndex(symbol, fn) >= 0;
    const accesses = withoutMemos(
      [...readsOfPatterns(fn, caller.checker), ...effects.accesses].filter(
        (a) => !isDeclaredIn(a.symbol, fn) || (a.content && isKept(a)),
      ),
      caller.checker,
    ).map((a) => ({ ...a, path: blurred(a.path, caller.checker) }));
    const outside = mostTelling(distinctBy([...before.outside, ...effects.outside], ({ code, node }) => [code, node]));
    return {
      ...summarised([...before.accesses, ...accesses], before.isLarge, outside.some(isUnknownCall)),
      outside,
      called: [...new Set([...before.called, ...walk.called])],
      isGuessed: before.isGuessed || guesses.count > guessed,
    };
  });
}

/** What parameters that are taken apart read of what they are given: a name of a pattern stands for the place that it comes from. */
function readsOfPatterns(fn: FunctionNode, checker: ts.TypeChecker): Access[] {
  return fn.parameters.flatMap(({ name }) =>
    ts.isIdentifier(name)
      ? []
      : declaredNames(name, checker).map((symbol) => ({
          write: false,
          symbol,
          content: true,
          path: [],
          node: name,
          within: null,
        })),
  );
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

/** Of functions with more accesses, those of one object are told apart by what they reach of it alone, not by where in the code they are. */
const MAX_ACCESSES = 1000;
/** The same of functions that may do anything: no worker runs them, so that of them only the writes are kept. */
const MAX_UNCOMPUTED = 200;

/**
 * The accesses of a summary. Functions that walk over a structure by many names, and call one another, read it in every way there
 * is: beyond a number of accesses, one of each kind stands for all of them.
 *
 * @param wasLarge whether there have been so many in an earlier round: what was left out then is left out again
 */
function summarised(
  accesses: readonly Access[],
  wasLarge: boolean,
  mayDoAnything: boolean,
): { readonly accesses: readonly Access[]; readonly isLarge: boolean } {
  const all = distinct(accesses, ({ node, within }) => (within ?? node).pos);
  const isLarge = wasLarge || all.length > (mayDoAnything ? MAX_UNCOMPUTED : MAX_ACCESSES);
  if (!isLarge) return { accesses: all, isLarge };
  return { accesses: distinct(mayDoAnything ? all.filter(({ write }) => write) : all, () => 0), isLarge };
}

const isUnknownCall = ({ code }: Outside): boolean => code === 'unknown-call';

/** Calls that cannot be followed, beyond which one more says nothing new. */
const MAX_UNKNOWN = 20;

/** What a function does outside; of very many calls that cannot be followed, the first. */
function mostTelling(outside: readonly Outside[]): readonly Outside[] {
  let count = 0;
  return outside.filter((one) => !isUnknownCall(one) || ++count <= MAX_UNKNOWN);
}

const shownStep = (step: Step): string =>
  step.kind === 'name' ? `.${step.name}` : step.kind === 'any' && step.isElement ? 'element' : step.kind;

/**
 * Each access once, the paths told apart by the names on the way; longer ones, and more of them from one place, are not: recursion
 * makes them without end.
 */
function distinct(accesses: readonly Access[], placeIn: (access: Access) => number): Access[] {
  const places = new Map<ts.Symbol, Map<number, Map<string, Access>>>();
  const pathsTo = (access: Access): Map<string, Access> => {
    const { symbol, write, content } = access;
    let ofSymbol = places.get(symbol);
    if (!ofSymbol) places.set(symbol, (ofSymbol = new Map<number, Map<string, Access>>()));
    const place = placeIn(access) * 4 + Number(write) * 2 + Number(content);
    let paths = ofSymbol.get(place);
    if (!paths) ofSymbol.set(place, (paths = new Map<string, Access>()));
    return paths;
  };
  for (const access of accesses) {
    const paths = pathsTo(access);
    const isLong = access.path.length > MAX_STEPS;
    const path = isLong ? 'any' : access.path.map(shownStep).join();
    if (!paths.has(path)) paths.set(path, isLong ? { ...access, path: [SOMEWHERE] } : access);
  }
  const found = [...places.values()].flatMap((ofSymbol) => [...ofSymbol.values()]);
  return found.flatMap((paths) => {
    const [whole, any] = [paths.get(''), paths.get('any')];
    if (!any && paths.size <= MAX_PLACES) return [...paths.values()];
    const [first] = paths.values();
    return [...(whole ? [whole] : []), any ?? { ...first!, path: [SOMEWHERE] }];
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
