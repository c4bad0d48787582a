import { distinctBy } from '../source/distinctBy.js';
import { ts } from 'ts-morph';
import { ownBinding } from '../../forms/callback.js';
import { resolveCallee } from '../calls/callees.js';
import { returnedValues } from '../source/functions.js';
import { costOf } from '../effects/cost.js';
import { createOrigins } from '../origins/origins.js';
import type { Split, SplitResult } from './split.js';
import type { SplitState } from './splitState.js';
import type { Blocker, ReasonCode } from '../reasons.js';
import { type FunctionNode, isAsync, isGenerator, isPrimitive } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';

/** The split of a call whose callback is a function's name: all of it computes, or nothing. */
export function splitNamed({ loop, judge, checker }: SplitState): SplitResult {
  const name = loop.body as ts.Expression;
  const refuse = (code: ReasonCode, detail: string): SplitResult => ({
    blockers: [{ code, node: name, detail, related: [] }],
    causes: [],
  });
  const byHand = `\`${name.getText()}\` given by name. Write it as \`(x) => ${name.getText()}(x)\``;
  const promises = loop.result === 'promised-list';
  const callee = resolveCallee(name, checker);
  const [fn, more] = callee.kind === 'program' && !callee.closure ? callee.functions : [];
  if (!fn || more || !isPlain(fn, checker) || isAsync(fn) !== promises) return refuse('form-not-supported', byHand);
  const { source } = loop;
  if (source.kind === 'iterable' && source.reversed && fn.parameters.length > 1)
    return refuse('form-not-supported', byHand);
  // Have: one function of the program, which takes an item and perhaps its index.
  const hindrance = judge.hindrance(judge.region, new Set());
  if (hindrance.blockers.length > 0) return { blockers: distinct(hindrance.blockers), causes: [] };
  if (hindrance.stays) return refuse('form-not-supported', byHand);
  const returned = checker.getSignatureFromDeclaration(fn)!.getReturnType();
  const type = promises ? (checker.getAwaitedType(returned) ?? returned) : returned;
  const why = whyNotCopied(type, checker);
  if (why) return refuse('not-cloneable', `The result of \`${name.getText()}\` (${why})`);
  const origins = createOrigins(fn, checker);
  if (!isPrimitive(type, checker) && !returnedValues(fn).every((value) => origins.isFreshThroughout(value)))
    return refuse('returns-shared-object', name.getText());
  // Have: an effect-free function whose result can cross.
  const none = new Set<ts.Node>();
  const split: Split = {
    mode: 'map',
    pieces: [],
    pure: none,
    computed: new Set([name]),
    removed: none,
    exits: none,
    cost: costOf(fn.body!, checker),
    assumed: hindrance.assumed,
    given: fn.parameters.map((p, i) => parameterName(p, i, name.getText())),
  };
  return { split };
}

function isPlain(fn: FunctionNode, checker: ts.TypeChecker): boolean {
  const signature = checker.getSignatureFromDeclaration(fn);
  return (
    fn.body !== undefined &&
    signature !== undefined &&
    !checker.getTypePredicateOfSignature(signature) &&
    fn.parameters.length <= 2 &&
    // A method is called without its object here.
    !ownBinding(fn.body) &&
    !fn.parameters.some((p) => p.dotDotDotToken || p.name.getText() === 'this') &&
    !isGenerator(fn)
  );
}

/** What the task calls an argument: as the function does, where that is a name of its own. */
function parameterName({ name }: ts.ParameterDeclaration, position: number, fn: string): string {
  if (position === 1) return 'index';
  return ts.isIdentifier(name) && name.text !== fn && name.text !== 'index' ? name.text : 'item';
}

const distinct = (all: readonly Blocker[]): Blocker[] =>
  distinctBy(all, ({ code, detail }) => [code, detail]).slice(0, 4);
