import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import type { Access, Effects } from './access.js';
import { aliasing, isPrivate, mayBeReassignedElsewhere } from './aliases.js';
import type { OutsideCode } from './builtins.js';
import { importOf } from './callees.js';
import { createDependenceTests } from './dependences.js';
import type { EffectReader } from './effects.js';
import type { ModuleState } from './moduleState.js';
import type { Assumed, Blocker, ReasonCode } from './reasons.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  symbolOf,
  unwrap,
} from './symbols.js';
import { whyNotCopied } from './transfer.js';

/** What stands against running a piece of code in a worker, and what an offer would take for granted. */
export interface Hindrance {
  readonly blockers: readonly Blocker[];
  readonly assumed: readonly Assumed[];
  /** It has effects, or reads what commits: it stays, and that is no reason against the loop. */
  readonly stays: boolean;
}

const REASON_OF: Partial<Record<OutsideCode, ReasonCode>> = {
  prints: 'prints',
  'writes-files': 'writes-files',
  random: 'random',
  clock: 'clock',
  environment: 'environment',
  process: 'process',
  'unknown-call': 'unknown-call',
  identity: 'object-identity',
  this: 'uses-this',
  awaits: 'awaits',
  proxy: 'proxy',
  'module-url': 'module-url',
};

/** Answers whether code of one loop can compute in a worker. */
export interface Judge {
  readonly region: ts.Node;
  readonly writes: readonly Access[];
  /** @param committed locals of the body that only the commit part knows */
  hindrance(node: ts.Node, committed: ReadonlySet<ts.Symbol>): Hindrance;
  /** Names declared outside the loop that `node` uses as values. */
  isOuter(symbol: ts.Symbol): boolean;
  /** Whether a name is (a part of) the item of an iteration. */
  isItem(symbol: ts.Symbol): boolean;
  /** What makes reading the items ahead of their iteration visible. */
  readAhead(): Hindrance;
}

export function createJudge(
  loop: FoundLoop,
  region: ts.Node,
  reader: EffectReader,
  checker: ts.TypeChecker,
  state: ModuleState,
): Judge {
  const all = reader.effectsOf(loop.callback ? loop.callback.body : region);
  const isItem = (symbol: ts.Symbol): boolean => loop.item !== null && isDeclaredIn(symbol, loop.item);
  const isOuter = (symbol: ts.Symbol): boolean => !isDeclaredIn(symbol, region);
  const writes = all.accesses.filter((a) => a.write && (isOuter(a.symbol) || (a.content && isItem(a.symbol))));
  const tests = createDependenceTests(loop, region, writes, checker);
  const unknown = all.outside.find((o) => o.code === 'unknown-call');
  const writesFiles = all.outside.find((o) => o.code === 'writes-files' || o.code === 'unknown-call');

  const testRead = (read: Access, blockers: Blocker[], assumed: Assumed[]): void => {
    for (const write of writes) {
      const conflict = tests.conflict(write, read);
      if (conflict.kind === 'flow') {
        blockers.push({
          code: conflict.code,
          node: read.node,
          detail: placeText(read),
          related: [
            { message: `written here`, node: write.within ?? write.node },
            ...(read.within ? [{ message: 'read here', node: read.within }] : []),
          ],
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

  const hindrance = (node: ts.Node, committed: ReadonlySet<ts.Symbol>): Hindrance => {
    const blockers: Blocker[] = [];
    const assumed: Assumed[] = [];
    let stays = false;
    const effects: Effects = reader.effectsOf(node);
    for (const access of effects.accesses) {
      const local = !isOuter(access.symbol);
      if (access.write) {
        if (!local || (access.content && isItem(access.symbol))) stays = true;
        continue;
      }
      if (local) {
        if (committed.has(access.symbol)) stays = true;
        continue;
      }
      testRead(access, blockers, assumed);
      if (access.within) {
        const changed = state.changeOf(access.symbol, access.content);
        if (changed)
          blockers.push({
            code: 'module-state',
            node: access.node,
            detail: access.symbol.getName(),
            related: [
              { message: 'read here', node: access.within },
              { message: 'changed here', node: changed },
            ],
          });
      }
    }
    for (const outside of effects.outside) {
      if (outside.code === 'package-call')
        assumed.push({ code: 'package-pure', node: outside.node, detail: outside.detail });
      if (outside.code === 'reads-files' && writesFiles)
        assumed.push({ code: 'different-files', node: node, detail: `\`${outside.detail}\`` });
      const code = REASON_OF[outside.code];
      if (!code) continue;
      const inRegion =
        outside.node.getSourceFile() === region.getSourceFile() &&
        outside.node.pos >= region.pos &&
        outside.node.end <= region.end;
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
      const blocker = travels(use, symbol);
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
    return { blockers, assumed, stays };
  };

  /** Whether a name's value can get to the worker: copied, or imported by it. */
  const travels = (use: ts.Identifier, symbol: ts.Symbol): Blocker | null => {
    const related = [] as const;
    if (!isOuter(symbol)) {
      if (!isItem(symbol)) return null;
      const why = whyNotCopied(checker.getTypeOfSymbolAtLocation(symbol, use), checker);
      return why ? { code: 'not-cloneable', node: use, detail: `\`${use.text}\` (${why})`, related } : null;
    }
    if (importOf(symbol)) return null;
    const declaration = declarationOf(symbol);
    if (!declaration) return null;
    if (isDeclaredLater(declaration, region))
      return {
        code: 'declared-later',
        node: use,
        detail: use.text,
        related: [{ message: 'declared here', node: declaration }],
      };
    const home = enclosingFunction(declaration);
    const isCode =
      ts.isFunctionDeclaration(declaration) ||
      ts.isClassDeclaration(declaration) ||
      ts.isEnumDeclaration(declaration) ||
      (ts.isVariableDeclaration(declaration) &&
        declaration.initializer !== undefined &&
        isFunctionNode(declaration.initializer));
    if (isCode)
      return ts.isSourceFile(home)
        ? null
        : {
            code: 'closure-capture',
            node: use,
            detail: use.text,
            related: [{ message: 'made here', node: declaration }],
          };
    const type = checker.getTypeOfSymbolAtLocation(symbol, use);
    if (type.getCallSignatures().length > 0)
      return {
        code: 'closure-capture',
        node: use,
        detail: use.text,
        related: [{ message: 'declared here', node: declaration }],
      };
    const why = whyNotCopied(type, checker);
    return why
      ? {
          code: 'not-cloneable',
          node: use,
          detail: `\`${use.text}\` (${why})`,
          related: [{ message: 'declared here', node: declaration }],
        }
      : null;
  };

  const readAhead = (): Hindrance => {
    const blockers: Blocker[] = [];
    const assumed: Assumed[] = [];
    if (loop.source.kind === 'range') {
      const { item } = loop;
      const counter = item ? checker.getSymbolAtLocation(item) : undefined;
      const body = reader.effectsOf(loop.body);
      const changed = body.accesses.find((a) => a.write && !a.content && a.symbol === counter);
      if (changed && item)
        blockers.push({ code: 'changes-counter', node: changed.node, detail: item.getText(), related: [] });
      for (const read of reader.effectsOf(loop.source.bound).accesses) {
        if (read.write) continue;
        const write = writes.find((w) => changesBound(w, read));
        const bound = loop.source.bound;
        if (write)
          blockers.push({
            code: 'changes-bound',
            node: bound,
            detail: bound.getText(),
            related: [{ message: 'changed here', node: write.node }],
          });
      }
      const outside = reader.effectsOf(loop.source.bound).outside[0];
      if (outside)
        blockers.push({
          code: 'changes-bound',
          node: loop.source.bound,
          detail: loop.source.bound.getText(),
          related: [],
        });
      if (
        unknown &&
        reader
          .effectsOf(loop.source.bound)
          .accesses.some((a) =>
            a.content
              ? !isPrivate(a.symbol, region, checker) && !isLengthOfTyped(a, checker)
              : mayBeReassignedElsewhere(a.symbol, region, checker),
          )
      ) {
        blockers.push({
          code: 'changes-bound',
          node: loop.source.bound,
          detail: loop.source.bound.getText(),
          related: [{ message: 'this may change it', node: unknown.node }],
        });
      }
      return { blockers, assumed, stays: false };
    }
    const { expression } = loop.source;
    for (const origin of reader.origins.of(walkedOver(expression))) {
      if (origin === 'fresh' || origin === 'unknown') continue;
      for (const write of writes) {
        if (!write.content) continue;
        const own = write.symbol === origin.symbol;
        if (own && write.path.length > origin.path.length + 1 && !write.path.some((s) => s.kind === 'any')) continue;
        if (own && isOwnElement(write, loop, checker)) continue;
        if (own)
          blockers.push({ code: 'changes-collection', node: write.node, detail: expression.getText(), related: [] });
        else {
          const alias = aliasing(write.symbol, origin.symbol, region, checker);
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
  };

  return { region, writes, hindrance, isOuter, isItem, readAhead };
}

/** Whether code calls anything: a changed global may be behind it. */
function needsGlobals(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
  return ts.forEachChild(node, (child) => needsGlobals(child) || undefined) ?? false;
}

/** The array behind `xs.entries()`, which is as live as the array itself. */
function walkedOver(expression: ts.Expression): ts.Expression {
  const call = unwrap(expression);
  const isEntries =
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    ['entries', 'keys', 'values'].includes(call.expression.name.text);
  return isEntries ? call.expression.expression : expression;
}

/** Whether a name may be read before its declaration has run: something is called before it. */
function isDeclaredLater(declaration: ts.Declaration, loop: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return false;
  if (declaration.getSourceFile() !== loop.getSourceFile() || declaration.pos < loop.pos) return false;
  const home = enclosingFunction(declaration);
  if (home === enclosingFunction(loop) || !ts.isSourceFile(home)) return true;
  const calls = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
    return ts.forEachChild(node, (child) => calls(child) || undefined) ?? false;
  };
  return home.statements.some((s) => s.end <= declaration.pos && !ts.isImportDeclaration(s) && calls(s));
}

/** `xs[i] = …` in a loop that gives `i`: the element of this very iteration, read before. */
function isOwnElement(write: Access, loop: FoundLoop, checker: ts.TypeChecker): boolean {
  const [step] = write.path;
  if (write.path.length !== 1 || step?.kind !== 'index' || !ts.isIdentifier(step.expression)) return false;
  return loop.index !== null && symbolOf(step.expression, checker) === checker.getSymbolAtLocation(loop.index);
}

/** Whether a write may change what the bound of a counted loop reads. */
function changesBound(write: Access, read: Access): boolean {
  if (write.symbol !== read.symbol) return false;
  if (!read.content) return !write.content;
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

const isLengthOfTyped = (access: Access, checker: ts.TypeChecker): boolean => {
  const declaration = declarationOf(access.symbol);
  return (
    declaration !== undefined &&
    /^\w+\d+Array$/.test(checker.getTypeOfSymbolAtLocation(access.symbol, declaration).getSymbol()?.getName() ?? '')
  );
};

const isFunctionName = (symbol: ts.Symbol): boolean =>
  (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Alias)) !== 0;

/** The place an access touches, as text: `a[i - 1]`, or the name alone. */
function placeText(access: Access): string {
  const text = access.node.getText();
  return text.length <= 40 && text.includes(access.symbol.getName()) ? text : access.symbol.getName();
}
