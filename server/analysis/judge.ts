import { ts } from 'ts-morph';
import { isReached, resolveCallee } from './calls/callees.js';
import { importOf } from './source/importedNames.js';
import { type FoundLoop, statementsOf } from '../forms/foundLoop.js';
import { type Access, type Effects, type Outside, type OutsideCode, shownName, shownPlace } from './source/access.js';
import { mayBeReassignedElsewhere } from './source/assignments.js';
import { mayBeStatic, staticMethodsOf } from './source/statics.js';
import { isEnvironmentRead, mayChangeEnvironment } from './transfer/environment.js';
import { createDependenceTests } from './dependences/dependences.js';
import type { Hindrance, Judge } from './dependences/hindrance.js';
import { counterOf } from './dependences/loopLevels.js';
import type { EffectReader } from './effects/effects.js';
import { isOnlyHanded } from './helpers/handedState.js';
import { areOfOneList } from './dependences/oneList.js';
import type { ModuleState } from './program/moduleState.js';
import { readAhead } from './ahead/readAhead.js';
import { privateNames } from './dependences/privates.js';
import { type Assumed, type Blocker, type ReasonCode, WRITTEN_HERE } from './reasons.js';
import { isPatternTable } from './origins/patternTables.js';
import { isPrivate } from './origins/sharing.js';
import {
  declarationOf,
  declaresCode,
  enclosingFunction,
  forEachUse,
  isConstant,
  isDeclaredIn,
  isGlobal,
  isInside,
  resolveAlias,
  symbolOf,
} from './source/symbols.js';
import { whyNotTravelling } from './helpers/travels.js';

const REASON_OF: Partial<Record<OutsideCode, ReasonCode>> = {
  prints: 'prints',
  'writes-files': 'writes-files',
  random: 'random',
  clock: 'clock',
  environment: 'environment',
  thread: 'module-url',
  process: 'process',
  'unknown-call': 'unknown-call',
  identity: 'object-identity',
  this: 'uses-this',
  awaits: 'awaits',
  proxy: 'proxy',
  'module-url': 'module-url',
  'stack-trace': 'stack-trace',
  'runs-pool': 'already-parallel',
};

/** Code that reads and writes more is hardly ever followed to its end. */
const MANY_ACCESSES = 200;

export function createJudge(
  loop: FoundLoop,
  region: ts.Node,
  reader: EffectReader,
  checker: ts.TypeChecker,
  state: ModuleState,
  awaits: boolean,
): Judge {
  const all = effectsOfRest(loop, region, reader);
  const given = [loop.item, loop.key].filter((name) => name !== null);
  const handed = new Set(loop.lead?.given);
  const isItem = (symbol: ts.Symbol): boolean => handed.has(symbol) || given.some((name) => isDeclaredIn(symbol, name));
  const counter = counterOf(loop, checker);
  const privates = new Set([...privateNames(region, loop.body, checker)].filter((s) => !handed.has(s)));
  const isOuter = (symbol: ts.Symbol): boolean =>
    !isDeclaredIn(symbol, region) && symbol !== counter && !privates.has(symbol) && !handed.has(symbol);
  const writes = all.accesses.filter((a) => a.write && (isOuter(a.symbol) || (a.content && isItem(a.symbol))));
  const isHandle = (symbol: ts.Symbol): boolean => leadsOutside(symbol, isOuter, region, reader);
  const names = { region, privates, isOuter, isItem, isHandle };
  const ownWrites = all.accesses.filter((a) => a.write && privates.has(a.symbol));
  const tests = createDependenceTests(loop, reader, [...writes, ...ownWrites], checker);
  const unknown = all.outside.find((o) => o.code === 'unknown-call');
  const writesFiles = all.outside.find((o) => o.code === 'writes-files' || o.code === 'unknown-call');
  /** From there on, files are others by the same names. */
  const changesFolder = all.outside.find((o) => o.code === 'process' && /\bchdir$/.test(o.detail));

  /** A variable of the environment is read once, at the call, where nothing in the loop can change it, or is never changed at all. */
  const isHandedOver = (node: ts.Node): boolean =>
    isEnvironmentRead(node, checker) &&
    (state.hasFixedEnvironment(region.getSourceFile()) ||
      (isInside(node, region) &&
        !all.outside.some(mayChangeEnvironment) &&
        !state.environmentLeak(region.getSourceFile())));

  const testRead = (read: Access, blockers: Blocker[], assumed: Assumed[]): void => {
    for (const write of writes) {
      const conflict = tests.conflict(write, read);
      if (conflict.kind === 'flow') {
        blockers.push({
          code: conflict.code,
          node: read.node,
          detail: placeText(read),
          related: [
            { message: WRITTEN_HERE, node: write.within ?? write.node },
            ...(read.within ? [{ message: 'read here', node: read.within }] : []),
          ],
          ...(conflict.isWithin ? { isWithin: true } : {}),
        });
        return;
      }
      if (conflict.kind === 'assume') assumed.push({ code: conflict.code, node: read.node, detail: conflict.detail });
    }
    if (!unknown) return;
    // Something unknown runs in this loop: it may change whatever it can reach.
    const reachable = read.content
      ? !isPrivate(read.symbol, region, checker)
      : mayBeReassignedElsewhere(read.symbol, region, checker);
    if (reachable && !isFunctionName(read.symbol)) {
      blockers.push({
        code: 'unknown-call',
        node: unknown.node,
        detail: unknown.detail,
        related: [{ message: `\`${read.symbol.getName()}\` is read here`, node: read.node }],
      });
    }
  };

  /** Of each node, whatever is committed; and the locals that it reads. */
  const known = new Map<ts.Node, Hindrance & { readonly reads: ReadonlySet<ts.Symbol> }>();
  const hindrance = (node: ts.Node, committed: ReadonlySet<ts.Symbol>): Hindrance => {
    let found = known.get(node);
    if (!found) known.set(node, (found = examine(node)));
    const waits = !found.stays && [...found.reads].some((symbol) => committed.has(symbol));
    return waits ? { ...found, stays: true } : found;
  };

  const examine = (node: ts.Node): Hindrance & { readonly reads: ReadonlySet<ts.Symbol> } => {
    const reads = new Set<ts.Symbol>();
    const blockers: Blocker[] = [];
    const assumed: Assumed[] = [];
    let stays = false;
    const effects: Effects = reader.effectsOf(node);
    // What may have any effect stays. Of what reads very much as well, it is not asked who else writes that.
    const isSettled =
      effects.accesses.length > MANY_ACCESSES && effects.outside.some(({ code }) => code === 'unknown-call');
    for (const access of effects.accesses) {
      const local = !isOuter(access.symbol);
      if (access.write) {
        if (!local || (access.content && isItem(access.symbol))) stays = true;
        continue;
      }
      if (local) reads.add(access.symbol);
      if (isSettled && access.within) continue;
      for (const along of tests.readAlong(access)) testRead(along, blockers, assumed);
      if (local && !(access.content && writes.some((w) => w.content && w.symbol === access.symbol))) continue;
      testRead(access, blockers, assumed);
      if (isSettled) continue;
      // What a function of a module reads, or is imported, a worker has as the module makes it.
      const called = access.within && !isInside(access.within, region) ? access.within : null;
      const ofModule = called ?? (isOfOtherFile(access.symbol, region, checker) ? access.node : null);
      if (ofModule && !isOfFunctionAround(access.symbol, region) && !isOnlyHanded(access, effects, region, checker)) {
        const { symbol, content } = access;
        const changed =
          state.changeOf(symbol, content, staticMethodsOf(access, checker)) ?? state.filledElsewhere(symbol, content);
        if (changed)
          blockers.push({
            code: symbol.flags & ts.SymbolFlags.Class && !mayBeStatic(access, checker) ? 'uses-this' : 'module-state',
            node: access.node,
            detail: shownPlace(access),
            related: [
              { message: 'read here', node: ofModule },
              { message: 'changed here', node: changed },
            ],
          });
      }
    }
    for (const { write, content, symbol, node: at } of isSettled ? [] : effects.accesses) {
      const declaration = !write && content ? declarationOf(symbol) : undefined;
      const isAsWritten = declaration && (declaresFunction(declaration) || isPatternTable(declaration, checker));
      const filled = isAsWritten ? state.filledBy(symbol) : null;
      if (filled)
        blockers.push({
          code: 'module-state',
          node: at,
          detail: symbol.getName(),
          related: [{ message: 'changed here', node: filled }],
        });
    }
    for (const outside of effects.outside) {
      if (outside.code === 'package-call')
        assumed.push({ code: 'package-pure', node: outside.node, detail: outside.detail });
      const back =
        outside.code === 'reads-files'
          ? (writeOfSameFile(outside, all.outside, isOuter, checker) ?? changesFolder?.node)
          : null;
      if (back)
        blockers.push({
          code: 'loop-carried-dependence',
          node: outside.node,
          detail: outside.node.getText().slice(0, 40),
          related: [{ message: WRITTEN_HERE, node: back }],
        });
      else if (outside.code === 'reads-files' && writesFiles)
        assumed.push({ code: 'different-files', node: node, detail: `\`${outside.detail}\`` });
      if (outside.code === 'environment' && isHandedOver(outside.node)) continue;
      if (outside.code === 'identity' && areOfOneList(outside.node, reader.origins, names)) continue;
      const code = REASON_OF[outside.code];
      if (!code || (awaits && code === 'awaits')) continue;
      const inRegion = isInside(outside.node, region);
      const at = inRegion ? outside.node : node;
      blockers.push({
        code,
        node: at,
        detail: outside.detail,
        related: inRegion ? [] : [{ message: 'here', node: outside.node }],
      });
      if (code === 'prints' || code === 'writes-files') stays = true;
    }
    forEachUse(node, (use) => {
      const symbol = symbolOf(use, checker);
      if (!symbol || isGlobal(symbol)) return;
      const blocker = whyNotTravelling(use, symbol, names, checker);
      if (blocker) blockers.push(blocker);
    });
    const patch = state.patch(region.getSourceFile());
    if (patch && needsGlobals(node))
      blockers.push({
        code: 'module-state',
        node,
        detail: patch.name,
        related: [{ message: 'changed here', node: patch.node }],
      });
    const lastMatch = state.lastMatch(region.getSourceFile());
    if (lastMatch && isReached(node, checker, mayMatch))
      blockers.push({
        code: 'module-state',
        node,
        detail: lastMatch.getText(),
        related: [{ message: 'read here', node: lastMatch }],
      });
    const shown = state.inspectDefaults(region.getSourceFile());
    if (shown && isReached(node, checker, (part) => isShowing(part, checker)))
      blockers.push({
        code: 'module-state',
        node,
        detail: shown.getText(),
        related: [{ message: 'changed here', node: shown }],
      });
    return { blockers, assumed, stays, reads };
  };

  return {
    ...names,
    writes,
    conflict: tests.conflict,
    hindrance,
    readAhead: () => readAhead({ loop, region, reader, checker, writes, unknown, conflict: tests.conflict }),
  };
}

/** Whether a name is imported from a file whose code is there, or is one of that file. */
function isOfOtherFile(symbol: ts.Symbol, region: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(resolveAlias(symbol, checker));
  const file = declaration?.getSourceFile();
  if (!file || file.isDeclarationFile) return false;
  return importOf(symbol) !== null || file !== region.getSourceFile();
}

/** What the iterations do, but for what runs ahead of them. */
function effectsOfRest(loop: FoundLoop, region: ts.Node, reader: EffectReader): Effects {
  if (!loop.lead) return reader.effectsOf(loop.callback ? loop.callback.body : region);
  const parts = statementsOf(loop).map((s) => reader.effectsOf(s));
  return { accesses: parts.flatMap((p) => p.accesses), outside: parts.flatMap((p) => p.outside) };
}

/** Whether a name, through whatever constants of the body, can only be of an object that was there before, or be the item. */
function leadsOutside(
  symbol: ts.Symbol,
  isOuter: (symbol: ts.Symbol) => boolean,
  region: ts.Node,
  reader: EffectReader,
): boolean {
  // A set that grows while it is walked over: names may come from one another in circles.
  const names = new Set([symbol]);
  for (const name of names) {
    if (isOuter(name) || isItemOf(region, name)) continue;
    const source = sourceOfConstant(name);
    const origins = source ? reader.origins.of(source) : [];
    if (origins.length === 0 || origins.some((o) => typeof o === 'string' || o.symbol === name)) return false;
    for (const o of origins) if (typeof o !== 'string') names.add(o.symbol);
  }
  return true;
}

/** Whether a loop gives a name its item, or a part of it. */
function isItemOf(region: ts.Node, symbol: ts.Symbol): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) return isPartOfItem(declaration, region);
  if (ts.isParameter(declaration)) return ts.isIdentifier(declaration.name) && declaration.parent === region;
  return declaration.parent.parent === region && sourceOfConstant(symbol) !== null;
}

/** What a constant is given, or what the loop that declares it walks over. */
function sourceOfConstant(symbol: ts.Symbol): ts.Expression | null {
  const declaration = declarationOf(symbol);
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name)) return null;
  const loop = declaration.parent.parent;
  return declaration.initializer ?? (ts.isForOfStatement(loop) ? loop.expression : null);
}

/** Whether a pattern in the head of a loop takes a name out of the item, and makes nothing anew for it. */
function isPartOfItem(element: ts.BindingElement, region: ts.Node): boolean {
  if (element.initializer || element.dotDotDotToken) return false;
  const outer = element.parent.parent;
  if (ts.isBindingElement(outer)) return isPartOfItem(outer, region);
  if (ts.isParameter(outer)) return outer.parent === region && !outer.initializer;
  return ts.isVariableDeclaration(outer) && outer.parent.parent === region;
}

/** The call that writes the very file that another one reads in every iteration; null where none is seen to. */
function writeOfSameFile(
  read: Outside,
  all: readonly Outside[],
  isOuter: (symbol: ts.Symbol) => boolean,
  checker: ts.TypeChecker,
): ts.Node | null {
  const fileOf = ({ node }: Outside): ts.Expression | undefined =>
    ts.isCallExpression(node) ? node.arguments[0] : undefined;
  const file = fileOf(read);
  if (!file) return null;
  let isOne = true;
  forEachUse(file, (use) => {
    const symbol = symbolOf(use, checker);
    if (symbol && !isGlobal(symbol) && !isOuter(symbol)) isOne = false;
  });
  const written = all.find((o) => o.code === 'writes-files' && fileOf(o)?.getText() === file.getText());
  return isOne && written ? written.node : null;
}

/** Whether code calls anything: a changed global may be behind it. */
function needsGlobals(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
  return ts.forEachChild(node, (child) => needsGlobals(child) || undefined) ?? false;
}

/** Whether a node may match a pattern, which is then the last match. */
const mayMatch = (node: ts.Node): boolean =>
  ts.isRegularExpressionLiteral(node) ||
  (ts.isIdentifier(node) && node.text === 'RegExp') ||
  (ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^(exec|test|match|matchAll|replace|replaceAll|search|split)$/.test(node.expression.name.text));

/** Whether a node shows values as text, as the program has said that they are shown. */
function isShowing(node: ts.Node, checker: ts.TypeChecker): boolean {
  const callee = ts.isCallExpression(node) ? resolveCallee(node.expression, checker) : null;
  return callee?.kind === 'builtin' && /^util#(inspect|format)$/.test(callee.key);
}

/** Functions travel without what is kept on them. */
const declaresFunction = (declaration: ts.Declaration): boolean =>
  declaresCode(declaration) && !ts.isClassLike(declaration) && !ts.isModuleDeclaration(declaration);

const isFunctionName = (symbol: ts.Symbol): boolean =>
  (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Alias)) !== 0;

/** Whether a name belongs to a function around the loop; others outlive any call: those of a module, and those that closures keep. */
function isOfFunctionAround(symbol: ts.Symbol, region: ts.Node): boolean {
  const declaration = declarationOf(symbol);
  const home = declaration && enclosingFunction(declaration);
  return home !== undefined && !ts.isSourceFile(home) && isInside(region, home);
}

/** The place an access touches, as text: `a[i - 1]`, or the name alone. */
function placeText(access: Access): string {
  const text = access.node.getText();
  return text.length <= 40 && text.includes(shownName(access)) ? text : shownPlace(access);
}
