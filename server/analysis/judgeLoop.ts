import { distinctBy } from './source/distinctBy.js';
import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../forms/foundLoop.js';
import { isFound, type PlacedLoop } from '../forms/index.js';
import { iterationKind } from '../forms/iteration.js';
import type { CallKind, Facts, JudgedLoop, LoopSite, RewriteKind, Verdict, Weight } from '../model.js';
import { type Reading, spanOf } from '../project.js';
import { returnedValues } from './source/functions.js';
import type { Judge } from './dependences/hindrance.js';
import { createJudge } from './judge.js';
import { counterOf } from './dependences/loopLevels.js';
import { controlsOf } from './calls/control.js';
import { costOf, HEAVY } from './effects/cost.js';
import { isDense } from './dependences/density.js';
import { directEvalIn } from './source/directEval.js';
import { createEffectReader, type EffectReader } from './effects/effects.js';
import { type HelperPlan, planHelpers } from './helpers/helpers.js';
import { type Led, withLead } from './split/lead.js';
import { whyNoAwaitAt } from './program/meanwhile.js';
import type { Outside } from './source/access.js';
import type { FileAnalysis } from './program/programFacts.js';
import { isFreshPush } from './split/freshPush.js';
import { outlivingVar } from './dependences/outlivingVars.js';
import { MAY_CHANGE_IT } from './ahead/readAhead.js';
import { effectAmongPromises, waitsForOthers } from './ahead/promises.js';
import { type Assumed, type Blocker, reasonAt, toReason } from './reasons.js';
import { type Split, split } from './split/split.js';
import { enclosingFunction, isDeclaredIn } from './source/symbols.js';

/** Everything the rewriting needs to know of a loop that is offered. Holds AST nodes: it lives for one call only. */
export interface OfferedLoop {
  readonly judged: JudgedLoop;
  readonly loop: FoundLoop;
  readonly split: Split;
  readonly helpers: HelperPlan;
  /** The nodes that make up the compute part. */
  readonly computeNodes: readonly ts.Node[];
  /** What becomes of holes in the items; `none` where there certainly are none. */
  readonly holes: 'none' | 'skip' | 'visit';
  /** The whole call becomes one `pool.map`. */
  readonly isMap: boolean;
  /** The body gives the item's name another value. */
  readonly itemIsAssigned: boolean;
  /** What becomes of an item awaits something. */
  readonly bodyAwaits: boolean;
  /** Why the call cannot be awaited where the loop stands; null where it can. */
  readonly whyBlocking: string | null;
  /** No other code can run while the loop awaits; of no meaning where it cannot. */
  readonly runsAlone: boolean;
}

/** A loop with its verdict, and the parts of an offer where there is one. */
export interface LoopJudgement {
  readonly judged: JudgedLoop;
  readonly offer: OfferedLoop | null;
}

/** Judges one loop: facts, split, verdict. */
export function judgeLoop(placed: PlacedLoop, file: FileAnalysis): LoopJudgement {
  const { loop } = placed;
  const { checker } = file.reading;
  const region = isFound(loop) ? regionOf(loop) : loop.node;
  const reader = createEffectReader(region, checker, file.summaries);
  const effects = reader.effectsOf(isFound(loop) && loop.callback ? loop.callback.body : region);
  const site = siteOf(placed);
  const promises = isFound(loop) && loop.result === 'promised-list';
  const facts: Facts = {
    captures: [],
    outsideEffects: effects.outside.some((o) =>
      ['prints', 'writes-files', 'process', 'unknown-call', 'package-call'].includes(o.code),
    ),
    lasting: effects.outside.flatMap(({ code, node }) =>
      code === 'writes-files' || code === 'process' || code === 'unknown-call' ? [{ code, span: spanOf(node) }] : [],
    ),
    awaits: promises || effects.outside.some((o) => o.code === 'awaits'),
  };
  const weight = weightOf(placed, checker);
  const refuse = (blockers: readonly Blocker[]): LoopJudgement => ({
    judged: { site, weight, facts, verdict: refused(blockers) },
    offer: null,
  });
  if (!isFound(loop)) return refuse([declinedReason(loop)]);
  // What a callback awaits, its caller need not wait for; a loop statement does, and `Promise.all`.
  const awaiting = facts.awaits && (!loop.callback || promises);
  const judge = createJudge(loop, region, reader, checker, file.state, awaiting);
  return judgeFound(loop, judge, reader, file, { site, facts, outside: effects.outside, refuse });
}

/** A loop of a file with a syntax error, which is all that is said of it. */
export function judgeBroken(placed: PlacedLoop, checker: ts.TypeChecker, error: string): LoopJudgement {
  const facts: Facts = { captures: [], outsideEffects: false, lasting: [], awaits: false };
  const verdict: Verdict = { kind: 'refused', reasons: [] };
  return {
    judged: asBroken({ site: siteOf(placed), weight: weightOf(placed, checker), facts, verdict }, error),
    offer: null,
  };
}

/** What is said of a loop while its file has a syntax error. */
export function asBroken(judged: JudgedLoop, error: string): JudgedLoop {
  const reason = reasonAt(judged.site.anchor, 'syntax-error', error);
  return { ...judged, verdict: { kind: 'refused', reasons: [reason] } };
}

const weightOf = ({ loop }: PlacedLoop, checker: ts.TypeChecker): Weight =>
  costOf(isFound(loop) ? loop.body : loop.node, checker) >= HEAVY ? 'heavy' : 'light';

interface Parts {
  readonly site: LoopSite;
  readonly facts: Facts;
  readonly outside: readonly Outside[];
  readonly refuse: (blockers: readonly Blocker[]) => LoopJudgement;
}

function judgeFound(
  asFound: FoundLoop,
  plain: Judge,
  reader: EffectReader,
  file: FileAnalysis,
  parts: Parts,
): LoopJudgement {
  const { checker, program } = file.reading;
  const waits = parts.facts.awaits;
  const promises = asFound.result === 'promised-list';
  const loose = waits ? file.meanwhile(file.reading.source).looseIn(asFound.node) : null;
  if ((waits && asFound.callback && !promises) || loose)
    return parts.refuse([
      {
        code: 'awaits',
        node: asFound.anchor,
        detail: '',
        related: loose ? [{ message: 'nobody waits for this', node: loose }] : [],
      },
    ]);
  if (runsInPool(asFound))
    return parts.refuse([{ code: 'already-parallel', node: asFound.anchor, detail: 'This loop', related: [] }]);
  const evaluated = directEvalIn(file.reading.source);
  if (evaluated)
    return parts.refuse([
      { code: 'unknown-call', node: evaluated, detail: evaluated.expression.getText(), related: [] },
    ]);
  const outliving = asFound.callback ? null : outlivingVar(asFound.node, checker);
  if (outliving)
    return parts.refuse([{ code: 'var-outlives-iteration', node: outliving, detail: outliving.text, related: [] }]);
  const start = asFound.fold && effectOf(asFound.fold.initial, reader);
  if (start) return parts.refuse([start]);
  const pattern = asFound.item && !ts.isIdentifier(asFound.item) ? asFound.item : null;
  const taking = pattern && plain.hindrance(pattern, new Set());
  if (taking && taking.blockers.length > 0) return parts.refuse(taking.blockers);
  const result = splitOrLead(asFound, plain, reader, file, waits);
  if ('blockers' in result) return parts.refuse(result.blockers);
  // Have: items that may be read ahead, and something to compute that needs nothing that commits.
  const { loop, judge, split: found } = result;
  if (promises && found.mode !== 'map') return parts.refuse([effectAmongPromises(loop, judge)]);
  const computeNodes = [
    ...found.computed,
    ...found.pieces.flatMap((p) => (p.expression ? [p.expression] : [])),
    ...conditionsOf(found, loop),
    ...(pattern && !loop.lead ? [pattern] : []),
  ];
  const results = resultTypes(loop, found, checker);
  const plan = planHelpers(
    computeNodes,
    judge,
    results,
    found.given ?? [],
    program,
    checker,
    file.state,
    file.summaries,
  );
  // A counter is an item, wherever it is declared.
  const isHandedOver = (s: ts.Symbol): boolean =>
    s === counterOf(loop, checker) || (loop.lead?.given.includes(s) ?? false);
  const helpers = { ...plan, captures: plan.captures.filter((s) => !isHandedOver(s)) };
  if (helpers.blockers.length > 0) return parts.refuse(helpers.blockers);
  // Have: code and values that can get to a worker.
  const assumed: Assumed[] = [...result.assumed];
  const holes = loop.lead ? 'none' : holesIn(loop, checker);
  const visitsHoles = loop.source.kind === 'iterable' && loop.source.view === 'pairs';
  if (
    ((loop.result === 'list' && found.mode !== 'map') ||
      visitsHoles ||
      (promises && (loop.settled || !ts.isAwaitExpression(loop.node)))) &&
    holes === 'skip' &&
    loop.source.kind === 'iterable'
  ) {
    assumed.push({ code: 'no-holes', node: loop.source.expression, detail: loop.source.expression.getText() });
  }
  const itemIsAssigned =
    !loop.lead && reader.effectsOf(loop.body).accesses.some((a) => a.write && !a.content && judge.isItem(a.symbol));
  // `map` keeps holes; results for holes that are visited have to be asked for.
  const isMap = found.mode === 'map' && /list$/.test(loop.result) && holes !== 'visit';
  const whyBlocking = promises ? null : whyNotAwaited(loop, found, isMap, file.reading);
  // What else runs matters only where something may be awaited, and is dear to find out.
  const besides =
    waits || !whyBlocking
      ? file.meanwhile(file.reading.source).besides(loop.node, promises ? loop.callback : null)
      : null;
  if (waits && besides) assumed.push({ code: 'other-code-runs', node: loop.anchor, detail: '' });
  // Over what comes one by one, a loop waits for its items; what it does with each may still be all computing.
  const bodyAwaits = walksAsync(loop) ? awaitsIn(loop.body, reader) : waits;
  const limits = bodyAwaits && waitsForOthers(parts.outside, checker);
  const rewrite: RewriteKind = limits ? 'limit' : isMap || isFreshPush(loop, found, helpers, checker) ? 'map' : 'zip';
  const call: CallKind = waits || (!whyBlocking && !besides) ? 'async' : 'sync';
  const verdict: Verdict = {
    kind: assumed.length > 0 ? 'assuming' : 'independent',
    rewrite,
    call,
    assumptions: assumed.map(toReason),
  };
  // A loop has waited for one after another; promises have not.
  const weight: Weight = (bodyAwaits && !promises) || found.cost >= HEAVY ? 'heavy' : 'light';
  const facts = {
    ...parts.facts,
    captures: [...helpers.captures.map((s) => s.getName()), ...helpers.fields.map((f) => f.getText())],
  };
  const judged: JudgedLoop = { site: parts.site, weight, facts, verdict };
  const runsAlone = !besides;
  return {
    judged,
    offer: {
      judged,
      loop,
      split: found,
      helpers,
      computeNodes,
      holes,
      isMap,
      itemIsAssigned,
      bodyAwaits,
      whyBlocking,
      runsAlone,
    },
  };
}

/** Types of what the compute part hands back. */
function resultTypes(loop: FoundLoop, { mode, pieces }: Split, checker: ts.TypeChecker): readonly ts.Type[] {
  if (mode !== 'map') return pieces.flatMap((p) => (p.type ? [p.type] : []));
  const types = loop.callback
    ? returnedValues(loop.callback).map((value) => checker.getTypeAtLocation(value))
    : checker
        .getTypeAtLocation(loop.body)
        .getCallSignatures()
        .map((signature) => signature.getReturnType());
  return types.map((type) => checker.getAwaitedType(type) ?? type);
}

/** The split of a loop, perhaps behind a part that leads; or why there is none. */
function splitOrLead(
  loop: FoundLoop,
  judge: Judge,
  reader: EffectReader,
  file: FileAnalysis,
  waits: boolean,
): Led | { readonly blockers: readonly Blocker[] } {
  const { checker } = file.reading;
  const { source } = loop;
  const ahead = judge.readAhead();
  const isOpen = source.kind === 'head' || ahead.blockers.length > 0;
  // Have, unless it is open: a number of iterations known beforehand, and items that may be read ahead.
  const result = isOpen ? null : split(loop, judge, reader, checker);
  if (result && 'split' in result)
    return { loop, judge, split: result.split, assumed: [...ahead.assumed, ...result.split.assumed] };
  const attempt = (led: FoundLoop) => {
    const again = createJudge(led, judge.region, reader, checker, file.state, false);
    return { judge: again, result: split(led, again, reader, checker) };
  };
  const canLead = !waits && (!loop.callback || holesIn(loop, checker) === 'none');
  const unranged = isOpen && source.kind === 'range' && !loop.callback ? withOpenHead(loop) : loop;
  const led = canLead
    ? withLead(unranged, result?.causes ?? [], { reader, checker, state: file.state, judge, attempt })
    : null;
  const leads = led?.judge.readAhead();
  if (led && leads?.blockers.length === 0)
    return { ...led, assumed: [...leads.assumed, ...led.assumed, ...led.split.assumed] };
  if (source.kind === 'head')
    return {
      blockers: [{ code: 'unsupported-header', node: source.trouble.at, detail: source.trouble.detail, related: [] }],
    };
  if (result) return { blockers: result.blockers };
  // Where something unknown may change the bound, a constant in its place helps only if the loop can run that unknown thing.
  const beyond = ahead.blockers.every(isBoundChangedUnseen) ? split(loop, judge, reader, checker) : null;
  return { blockers: [...(beyond && 'blockers' in beyond ? beyond.blockers : []), ...ahead.blockers] };
}

/** Whether a bound may only change because nobody knows what a call does. */
const isBoundChangedUnseen = ({ code, related }: Blocker): boolean =>
  code === 'changes-bound' && related.some(({ message }) => message === MAY_CHANGE_IT);

/** A counted loop whose head, or counter, is not what it seemed. */
function withOpenHead(loop: FoundLoop): FoundLoop {
  return { ...loop, item: null, source: { kind: 'head', trouble: { at: loop.node, detail: '' } } };
}

/** What one iteration runs; variables of a head that stand before the rewritten loop are outside. */
function regionOf({ callback, isNamed, before, body, node }: FoundLoop): ts.Node {
  if (isNamed) return body.parent;
  return callback ?? (before.length > 0 ? body : node);
}

/** Why a loop cannot become an awaited call where it stands; null where it can. */
function whyNotAwaited(loop: FoundLoop, { mode }: Split, isMap: boolean, { program }: Reading): string | null {
  if (loop.result !== 'none' && !isMap)
    return mode === 'map' ? 'the items are asked one after another' : 'the callback has effects';
  return whyNoAwaitAt(loop.node, program.getCompilerOptions());
}

/** Why an initial value cannot be made after the items are asked for. */
function effectOf(initial: ts.Expression, reader: EffectReader): Blocker | null {
  const { accesses, outside } = reader.effectsOf(initial);
  const effect =
    accesses.find((a) => a.write && !isDeclaredIn(a.symbol, initial)) ??
    outside.find((o) => o.code !== 'class-instance' && o.code !== 'identity');
  return effect
    ? {
        code: 'form-not-supported',
        node: effect.node,
        detail: 'an initial value with an effect. Take it into a constant before',
        related: [],
      }
    : null;
}

function holesIn({ source }: FoundLoop, checker: ts.TypeChecker): OfferedLoop['holes'] {
  if (source.kind !== 'iterable' || source.view === 'keys' || iterationKind(source.expression, checker) !== 'array')
    return 'none';
  return isDense(source.expression, checker) ? 'none' : source.skipsHoles ? 'skip' : 'visit';
}

/** Conditions and heads around values, which the compute part repeats. */
function conditionsOf(found: Split, loop: FoundLoop): ts.Node[] {
  const nodes: ts.Node[] = [];
  for (const inner of [...found.pieces.map((p) => p.at), ...found.computed, ...found.exits]) {
    for (let node: ts.Node = inner; node !== loop.body.parent; node = node.parent) {
      if (!found.computed.has(node)) nodes.push(...controlsOf(node));
    }
  }
  return [...new Set(nodes)];
}

function runsInPool(loop: FoundLoop): boolean {
  return (
    loop.source.kind === 'iterable' &&
    /^pool\.(zip|zipSync|imap|imapUnordered|mapSync)\b/.test(loop.source.expression.getText())
  );
}

/** Whether a loop is a `for await`. */
const walksAsync = ({ source }: FoundLoop): boolean => source.kind === 'iterable' && source.awaited !== undefined;

const awaitsIn = (node: ts.Node, reader: EffectReader): boolean =>
  reader.effectsOf(node).outside.some((o) => o.code === 'awaits');

/** Each reason once, however often the same place stands against the loop. */
const refused = (blockers: readonly Blocker[]): Verdict => ({
  kind: 'refused',
  reasons: distinctBy(blockers, ({ code, node, detail }) => [code, node, detail]).map(toReason),
});

const declinedReason = (loop: DeclinedLoop): Blocker => ({
  code: loop.code,
  node: loop.at,
  detail: loop.detail,
  related: [],
});

function siteOf({ loop, depth }: PlacedLoop): LoopSite {
  const source = loop.node.getSourceFile();
  const home = enclosingFunction(loop.node);
  return {
    form: loop.form,
    span: spanOf(loop.node),
    anchor: spanOf(loop.anchor),
    endLine: source.getLineAndCharacterOfPosition(loop.node.getEnd()).line + 1,
    function: ts.isSourceFile(home) ? null : nameOf(home),
    depth,
  };
}

function nameOf(fn: ts.Node): string | null {
  if ('name' in fn && fn.name && ts.isIdentifier(fn.name as ts.Node)) return (fn.name as ts.Identifier).text;
  return ts.isVariableDeclaration(fn.parent) || ts.isPropertyAssignment(fn.parent) ? fn.parent.name.getText() : null;
}
