import { ts } from 'ts-morph';
import { blurred } from '../source/access.js';
import { constructorOf } from '../calls/builtins.js';
import { resolveCallee } from '../calls/callees.js';
import { importOf } from '../source/importedNames.js';
import { noteCallee, noteHandedOver } from './effectsOfCalls.js';
import { noteOwnAccessors, noteTakenProperty } from './effectsOfAccessors.js';
import { noteConversion, noteIterated } from './effectsOfConversions.js';
import type { EffectWalk } from './effectWalk.js';
import { rootName } from '../source/rootName.js';
import { extendsError } from '../source/errorClasses.js';
import { declarationOf, isDeclaredIn, isGlobal, resolveAlias, symbolOf, unwrap } from '../source/symbols.js';
import { timerCall } from './timers.js';

/** Classes of the language that keep no object that they are given, but make text or numbers of it, or of its items. */
const CONVERTS =
  /^(Intl\.\w+|Date|RegExp|URL|URLSearchParams|DataView|\w*Error|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/;

/** `new Name(…)`: its field initializers and its constructor. */
export function noteConstruction(walk: EffectWalk, node: ts.NewExpression): void {
  const name = node.expression.getText();
  const timer = name === 'Promise' && node.arguments?.[0] ? timerCall(node.arguments[0], walk.checker) : null;
  if (timer) return timer.arguments.slice(1).forEach((a) => walk.visit(a));
  for (const argument of node.arguments ?? []) walk.visit(argument);
  const root = rootName(node.expression);
  const known = root && isGlobal(symbolOf(root, walk.checker)) ? constructorOf(name) : undefined;
  if (known) {
    if (known.outside) walk.note(known.outside, node, name);
    if (name === 'Date' && !node.arguments?.length) walk.note('clock', node, 'new Date()');
    for (const argument of node.arguments ?? []) {
      walk.everything(argument);
      const given = ts.isSpreadElement(argument) ? argument.expression : argument;
      if (!ts.isSpreadElement(argument)) noteIterated(walk, argument);
      if (CONVERTS.test(name)) noteConversion(walk, given);
    }
    const [, options] = /Error$/.test(name) ? (node.arguments ?? []) : [];
    if (options) noteTakenProperty(walk, options, 'cause');
    const [, taken] = /^Intl\./.test(name) ? (node.arguments ?? []) : [];
    if (taken) noteOwnAccessors(walk, taken, 'get');
    const [content] = node.arguments ?? [];
    if (content && /^(Set|Map|WeakMap|WeakSet)$/.test(name)) {
      // A collection compares what it holds by identity.
      if (walk.mayHoldShared(content)) walk.note('identity', node, node.getText());
    }
    return;
  }
  const declaration = declarationNamed(node.expression, walk.checker);
  walk.visit(node.expression);
  if (
    !declaration ||
    !ts.isClassDeclaration(declaration) ||
    declaration.heritageClauses?.some((h) => h.token === ts.SyntaxKind.ExtendsKeyword && !extendsError(h))
  ) {
    walk.note('unknown-call', node, `new ${name}`);
    return noteMaking(walk, node.expression, node, node.arguments ?? []);
  }
  walk.note('class-instance', node, name);
  noteMakingOf(walk, declaration, node, node.arguments ?? []);
}

/** `super(…)`: what the class does that is extended. */
export function noteSuperCall(walk: EffectWalk, node: ts.CallExpression): void {
  for (const argument of node.arguments) walk.visit(argument);
  walk.note('unknown-call', node, node.getText());
  const base = baseOf(ts.findAncestor(node, ts.isClassLike));
  if (base) noteMaking(walk, base, node, node.arguments);
}

/** What happens to the arguments where something is made by a name: what cannot be read may change them. */
function noteMaking(
  walk: EffectWalk,
  name: ts.Expression,
  node: ts.NewExpression | ts.CallExpression,
  args: readonly ts.Expression[],
): void {
  const declaration = declarationNamed(unwrap(name), walk.checker);
  if (declaration?.getSourceFile().isDeclarationFile) return;
  if (declaration && ts.isClassLike(declaration)) return noteMakingOf(walk, declaration, node, args);
  const callee = resolveCallee(name, walk.checker);
  if (callee.kind === 'program') noteCallee(walk, callee, node, args, true);
  else if (callee.kind !== 'package' && callee.kind !== 'builtin') noteHandedOver(walk, args);
}

/** The field initializers of a class, and its constructor or the one that it inherits. */
function noteMakingOf(
  walk: EffectWalk,
  declaration: ts.ClassLikeDeclaration,
  node: ts.NewExpression | ts.CallExpression,
  args: readonly ts.Expression[],
): void {
  for (const member of declaration.members) {
    if (
      ts.isPropertyDeclaration(member) &&
      member.initializer &&
      !member.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword)
    ) {
      const field = walk.over(declaration).run(member.initializer);
      walk.outside.push(...field.outside.filter((o) => o.code !== 'this'));
      for (const a of field.accesses)
        if (!isDeclaredIn(a.symbol, declaration))
          walk.access(a.write, a.symbol, a.content, blurred(a.path, walk.checker), node, a.within ?? a.node);
    }
  }
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const base = baseOf(declaration);
  if (constructor)
    noteCallee(walk, { kind: 'program', functions: [constructor], closure: null, receiver: null }, node, args, true);
  else if (base) noteMaking(walk, base, node, args);
}

const baseOf = (declaration: ts.ClassLikeDeclaration | undefined): ts.Expression | undefined =>
  declaration?.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;

/** What declares the class of a name, in whatever file. */
function declarationNamed(expression: ts.Expression, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = classNamed(expression, checker);
  return symbol && declarationOf(resolveAlias(symbol, checker));
}

/** `Name`, or `module.Name` of a module that is imported as a whole. */
function classNamed(expression: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isIdentifier(expression)) return symbolOf(expression, checker);
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const whole = symbolOf(expression.expression, checker);
  return whole && importOf(whole)?.name === '*' ? checker.getSymbolAtLocation(expression.name) : undefined;
}
