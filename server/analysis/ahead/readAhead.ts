import { ts } from 'ts-morph';
import type { FoundLoop, ItemSource } from '../../forms/foundLoop.js';
import { isGeneratorCall, isTyped } from '../../forms/iteration.js';
import {
  ANY,
  type Access,
  depthOf,
  type Effects,
  type Outside,
  type OutsideCode,
  type Step,
} from '../source/access.js';
import { exitIn, filesApart, isUnseenWait, streamAhead } from './awaitAhead.js';
import { aliasing, aliasingAt } from '../origins/aliases.js';
import { mayBeReassignedElsewhere } from '../source/assignments.js';
import { isCapturedField } from '../transfer/capturedFields.js';
import { walkedOver } from '../origins/collections.js';
import { mayBeSameObject, mayHold } from '../source/containment.js';
import type { EffectReader } from '../effects/effects.js';
import { areOtherKeys } from '../dependences/relateSteps.js';
import type { DependenceTests } from '../dependences/dependences.js';
import type { Hindrance } from '../dependences/hindrance.js';
import type { Assumed, Blocker, Related } from '../reasons.js';
import { resolveCallee } from '../calls/callees.js';
import { listClassBehind, membersInPlace } from '../calls/overrides.js';
import { isPrivate } from '../origins/sharing.js';
import { declarationOf, isDeclaredIn, isGenerator, isInside, isPrimitive, symbolOf } from '../source/symbols.js';

/** What is known of a loop when its items are asked for. */
export interface LoopEffects {
  readonly loop: FoundLoop;
  readonly region: ts.Node;
  readonly reader: EffectReader;
  readonly checker: ts.TypeChecker;
  /** Every write of the loop to what outlives an iteration. */
  readonly writes: readonly Access[];
  /** A call that cannot be followed, if there is one. */
  readonly unknown: Outside | undefined;
  /** How a read would relate to a write of the loop. */
  readonly conflict: DependenceTests['conflict'];
}

/** Said of a call that cannot be followed. */
export const MAY_CHANGE_IT = 'this may change it';

/** What makes reading the items ahead of their iteration visible. */
export function readAhead(effects: LoopEffects): Hindrance {
  const { source } = effects.loop;
  // A head as it is written is gone through by what leads, which has been looked at.
  if (source.kind === 'head') return { blockers: [], assumed: [], stays: false };
  return source.kind === 'range' ? countAhead(effects, source) : walkAhead(effects, source.expression);
}

type Range = ItemSource & { readonly kind: 'range' };

/** A counted loop: the body must leave the counter and the bound alone. */
function countAhead(effects: LoopEffects, source: Range): Hindrance {
  const { loop, region, reader, checker, writes, unknown } = effects;
  const blockers: Blocker[] = [];
  const assumed: Assumed[] = [];
  const { item } = loop;
  const { bound } = source;
  const refuse = (related: readonly Related[]): void => {
    blockers.push({ code: 'changes-bound', node: bound, detail: bound.getText(), related });
  };
  const counter = item ? checker.getSymbolAtLocation(item) : undefined;
  const body = reader.effectsOf(loop.body);
  const { advance } = loop;
  const changed =
    body.accesses.find(
      (a) => a.write && !a.content && a.symbol === counter && !(advance && isInside(a.node, advance)),
    ) ?? (advance && counter && unknown && mayBeReassignedElsewhere(counter, region, checker) ? unknown : undefined);
  if (changed && item)
    blockers.push({ code: 'changes-counter', node: changed.node, detail: item.getText(), related: [] });
  // A field that only the constructor gives a value stays as it is.
  if (source.isTaken || isCapturedField(bound, region, checker)) return { blockers, assumed, stays: false };
  for (const read of reader.effectsOf(bound).accesses) {
    if (read.write) continue;
    const write =
      writes.find((w) => changesBound(w, read, checker) && !isBeside(w, read, effects, assumed)) ??
      writes.find((w) => changesBoundByName(w, read, effects));
    if (write) refuse([{ message: 'changed here', node: write.node }]);
  }
  const outside = reader
    .effectsOf(bound)
    .outside.find(({ code, node }) => code !== 'this' || !isInstance(node, effects));
  if (outside) refuse([]);
  if (
    unknown &&
    reader
      .effectsOf(bound)
      .accesses.some((a) =>
        a.content
          ? !isPrivate(a.symbol, region, checker) && !isLengthOfTyped(a, checker)
          : mayBeReassignedElsewhere(a.symbol, region, checker),
      )
  ) {
    refuse([{ message: MAY_CHANGE_IT, node: unknown.node }]);
  }
  return { blockers, assumed, stays: false };
}

/** Whether something is a `this` that stands for the instance of a class, whose fields can be told apart. */
const isInstance = (node: ts.Node, { reader }: LoopEffects): boolean =>
  node.kind === ts.SyntaxKind.ThisKeyword &&
  reader.origins
    .of(node as ts.Expression)
    .every((origin) => typeof origin !== 'string' && origin.symbol.flags & ts.SymbolFlags.Class);

/** A collection: the body must not add to it, take from it, or replace items that come later. */
function walkAhead(effects: LoopEffects, expression: ts.Expression): Hindrance {
  const { loop, region, reader, checker, writes, unknown } = effects;
  const blockers: Blocker[] = [];
  const assumed: Assumed[] = [];
  const awaited = loop.source.kind === 'iterable' ? loop.source.awaited : undefined;
  if (awaited === 'stream') return streamAhead(effects, expression);
  const exit = awaited === 'promises' ? exitIn(loop.body) : null;
  if (exit)
    blockers.push({
      code: 'unsupported-stream',
      node: expression,
      detail: expression.getText(),
      related: [{ message: 'the loop is left here, and what fails later is met by nobody', node: exit }],
    });
  const method = methodInPlace(loop, checker);
  if (method)
    blockers.push({
      code: 'unsupported-iterator',
      node: expression,
      detail: expression.getText(),
      related: [{ message: 'it may be one of these', node: method }],
    });
  if (awaited === 'generator' || isGeneratorCall(expression, checker)) return runAhead(expression, effects);
  for (const origin of reader.origins.of(walkedOver(expression))) {
    if (origin === 'fresh' || origin === 'unknown') continue;
    for (const write of writes) {
      // What is done to the item is noted as done to the collection, too.
      if (!write.content || (loop.item && isDeclaredIn(write.symbol, loop.item))) continue;
      const own = write.symbol === origin.symbol;
      if (own && (isBelowItem(write, origin.path.length, expression, checker) || isOwnElement(write, loop, checker)))
        continue;
      const items = { write: false, symbol: origin.symbol, content: true, path: [...origin.path, ANY], within: null };
      if (own && isBeside(write, { ...items, node: walkedOver(expression) }, effects, assumed)) continue;
      if (own)
        blockers.push({ code: 'changes-collection', node: write.node, detail: expression.getText(), related: [] });
      else {
        const alias = aliasingAt(depthOf(write), write.symbol, origin.symbol, region, checker);
        if (
          alias === 'never' ||
          (alias === 'possible' && (ts.isCallExpression(write.node) || isOwnElement(write, loop, checker)))
        )
          continue;
        if (alias === 'certain')
          blockers.push({
            code: 'shared-memory',
            node: write.node,
            detail: write.symbol.getName(),
            related: [{ message: 'walked over here', node: expression }],
          });
        else if (write.path.length === 1)
          assumed.push({
            code: 'different-objects',
            node: write.node,
            detail: `\`${write.symbol.getName()}\` and \`${expression.getText()}\``,
          });
      }
    }
    if (unknown && !isPrivate(origin.symbol, region, checker)) {
      blockers.push({
        code: 'unknown-call',
        node: unknown.node,
        detail: unknown.detail,
        related: [{ message: `\`${expression.getText()}\` is walked over here`, node: expression }],
      });
    }
  }
  return { blockers, assumed, stays: false };
}

/** What may take the place of the language's own method in `xs.map(…)`: a class of lists makes another one of itself, too. */
function methodInPlace({ callback }: FoundLoop, checker: ts.TypeChecker): ts.Node | null {
  const call = callback?.parent;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  const { expression: list, name } = call.expression;
  const [member] = membersInPlace(list, name.text, checker);
  if (member) return member;
  return /^(map|filter|flatMap)$/.test(name.text) ? listClassBehind(list, checker) : null;
}

/**
 * Whether a generator can go on while earlier items are still in the loop: nobody sees what it does, and it does not see what
 * they do. One that is `async` may wait, which lets others run, as the loop itself does.
 */
function runAhead(call: ts.Expression, effects: LoopEffects): Hindrance {
  const { loop, reader, writes, unknown, region, checker } = effects;
  const { accesses, outside } = reader.effectsOf(call);
  const awaits = loop.source.kind === 'iterable' && loop.source.awaited === 'generator';
  const refuse = (node: ts.Node, message: string): Hindrance => ({
    blockers: [{ code: 'unsupported-iterator', node: call, detail: call.getText(), related: [{ message, node }] }],
    assumed: [],
    stays: false,
  });
  // What stands in the place of a method may be no generator, but hand out something that runs code of its own.
  const callee = ts.isCallExpression(call) ? resolveCallee(call.expression, checker) : null;
  const other = callee?.kind === 'program' ? callee.functions.find((fn) => !isGenerator(fn)) : undefined;
  if (other) return refuse(other, 'it may be this, which is no generator');
  const effect =
    outside.find((o) => !(awaits && isUnseenWait(o, checker))) ??
    accesses.find((a) => a.write && !isDeclaredIn(a.symbol, call));
  if (effect && isUnseenBy(loop, { accesses, outside }, effects))
    return { blockers: [], assumed: [{ code: 'no-failures', node: call, detail: call.getText() }], stays: false };
  if (effect) return refuse(effect.node === call ? region : effect.node, 'it does this');
  const reads = accesses.filter((a) => !a.write);
  const seen = writes.find((w) =>
    reads.some((r) => {
      if (w.symbol === r.symbol) return w.content === r.content || !w.content;
      return w.content && r.content && aliasing(w.symbol, r.symbol, region, checker) !== 'never';
    }),
  );
  if (seen) return refuse(seen.node, 'it reads what is written here');
  if (
    unknown &&
    reads.some((r) =>
      r.content ? !isPrivate(r.symbol, region, checker) : mayBeReassignedElsewhere(r.symbol, region, checker),
    )
  )
    return refuse(unknown.node, 'this may change what it reads');
  const file = outside.find((o) => o.code === 'reads-files');
  return { blockers: [], assumed: file ? filesApart(effects, call, file.detail) : [], stays: false };
}

/** What a generator may do ahead of a function that only computes: nobody can tell then when it did so. */
const SEEN_BY_OTHERS: ReadonlySet<OutsideCode> = new Set(['prints', 'writes-files']);

/**
 * Whether a loop cannot see when a generator goes on: all that it does is to compute values of primitive items, and of nothing
 * that the generator writes. The effects of the generator keep their order; after an error it would have gone no further.
 */
function isUnseenBy(
  { callback, item, index, source, result }: FoundLoop,
  generator: Effects,
  { reader, region, checker }: LoopEffects,
): boolean {
  if (!callback || result !== 'list' || (source.kind === 'iterable' && source.awaited)) return false;
  if (!generator.outside.every(({ code }) => SEEN_BY_OTHERS.has(code))) return false;
  if (item && !isPrimitive(checker.getTypeAtLocation(item), checker)) return false;
  const { accesses, outside } = reader.effectsOf(callback.body);
  const isOwn = ({ symbol }: Access): boolean => isDeclaredIn(symbol, callback);
  if (outside.length > 0 || accesses.some((a) => a.write && !isOwn(a))) return false;
  const names = [item, index].flatMap((name) => (name ? checker.getSymbolAtLocation(name) : []));
  const reads = accesses.filter((a) => !isOwn(a) && !names.includes(a.symbol));
  return !generator.accesses.some(
    (w) =>
      w.write &&
      reads.some(
        (r) =>
          w.symbol === r.symbol ||
          (w.content && r.content && aliasing(w.symbol, r.symbol, region, checker) !== 'never'),
      ),
  );
}

/**
 * Whether a write changes a part of an item and no collection: it names a field, or goes where no collection of this
 * type can be. The items stay the same, and in the same order.
 *
 * @param depth steps from the name to the collection
 */
function isBelowItem(write: Access, depth: number, expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const last = write.path.at(-1);
  if (write.path.length <= depth + 1 || !last) return false;
  if (last.kind === 'name') return last.name !== 'length' && !/^\d+$/.test(last.name);
  const collection = checker.getTypeAtLocation(expression);
  const item = checker.getIndexTypeOfType(collection, ts.IndexKind.Number);
  if (last.kind !== 'any' && ts.isElementAccessExpression(write.node))
    return !mayBeSameObject(checker.getTypeAtLocation(write.node.expression), collection, checker);
  return item !== undefined && !mayBeSameObject(item, collection, checker) && !mayHold(item, collection, checker);
}

/** `xs[i] = …` in a loop that gives `i`: the element of this very iteration, read before. */
function isOwnElement(write: Access, loop: FoundLoop, checker: ts.TypeChecker): boolean {
  const [step] = write.path;
  if (write.path.length !== 1 || step?.kind !== 'index' || !ts.isIdentifier(step.expression)) return false;
  const isKeyed = loop.source.kind === 'iterable' && loop.source.view === 'keys';
  const own = isKeyed ? loop.item : loop.index;
  return own !== null && symbolOf(step.expression, checker) === checker.getSymbolAtLocation(own);
}

/**
 * Whether a write goes to another part of the object that a read is of, `state.out` beside `state.items`, and changes nothing of
 * what is read there.
 *
 * @param assumed gets what has to be taken for granted
 */
function isBeside(write: Access, read: Access, { loop, conflict }: LoopEffects, assumed: Assumed[]): boolean {
  const at = write.path.findIndex((step, k) => !isSameName(step, read.path[k]));
  const [written, kept] = [write.path[at], read.path[at]];
  if (written?.kind !== 'name' || kept?.kind !== 'name') return false;
  const last = write.path.at(-1);
  // A field is no item of a list, whatever it is a field of.
  const isField = last?.kind === 'name' && last.name !== 'length' && !/^\d+$/.test(last.name);
  if (isField && loop.form !== 'for-in' && read.path.at(-1)?.kind === 'any') return true;
  const found = conflict(write, read);
  if (found.kind === 'assume') assumed.push({ code: found.code, node: write.node, detail: found.detail });
  return found.kind !== 'flow';
}

const isSameName = (a: Step, b: Step | undefined): boolean =>
  a.kind === 'name' && b?.kind === 'name' && a.name === b.name;

/** Whether a write may change what the bound of a counted loop reads. */
function changesBound(write: Access, read: Access, checker: ts.TypeChecker): boolean {
  if (write.symbol !== read.symbol) return false;
  if (!read.content) return !write.content;
  if (areOtherKeys(write.path.at(-1), read.path.at(-1), checker)) return false;
  const [step] = read.path;
  const [changed] = write.path;
  if (read.path.length === 1 && step?.kind === 'name' && step.name === 'length') {
    // Element writes of a counted loop stay below its bound; pushes and pops do not.
    return !write.content || changed === undefined || changed.kind === 'any'
      ? true
      : changed.kind === 'name' && changed.name === 'length';
  }
  return true;
}

/** The same of a write by a name that surely leads to the same object. Whether others do, a list that grows for ever would tell. */
function changesBoundByName(write: Access, read: Access, { region, checker }: LoopEffects): boolean {
  if (write.symbol === read.symbol || !write.content || !read.content) return false;
  const [changed, kept] = [write.path.at(-1), read.path.at(-1)];
  if (changed?.kind === 'index' || areOtherKeys(changed, kept, checker)) return false;
  const only = write.path.length < 2 ? write.symbol : null;
  return aliasing(write.symbol, read.symbol, region, checker, only) === 'certain';
}

const isLengthOfTyped = (access: Access, checker: ts.TypeChecker): boolean => {
  const declaration = declarationOf(access.symbol);
  return declaration !== undefined && isTyped(checker.getTypeOfSymbolAtLocation(access.symbol, declaration));
};
