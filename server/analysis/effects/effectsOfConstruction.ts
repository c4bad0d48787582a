import { ts } from 'ts-morph';
import { blurred } from '../source/access.js';
import { constructorOf } from '../calls/builtins.js';
import { importOf } from '../source/importedNames.js';
import { noteCallee } from './effectsOfCalls.js';
import { noteTakenProperty } from './effectsOfAccessors.js';
import { noteConversion, noteIterated } from './effectsOfConversions.js';
import type { EffectWalk } from './effectWalk.js';
import { extendsError } from '../source/errorClasses.js';
import { declarationOf, isDeclaredIn, isGlobal, resolveAlias, symbolOf } from '../source/symbols.js';
import { timerCall } from './timers.js';

/** Classes of the language that keep no object that they are given, but make text or numbers of it, or of its items. */
const CONVERTS = /^(Date|RegExp|URL|URLSearchParams|DataView|\w*Error|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/;

/** `new Name(…)`: its field initializers and its constructor. */
export function noteConstruction(walk: EffectWalk, node: ts.NewExpression): void {
  const name = node.expression.getText();
  const timer = name === 'Promise' && node.arguments?.[0] ? timerCall(node.arguments[0], walk.checker) : null;
  if (timer) return timer.arguments.slice(1).forEach((a) => walk.visit(a));
  for (const argument of node.arguments ?? []) walk.visit(argument);
  const known =
    ts.isIdentifier(node.expression) && isGlobal(symbolOf(node.expression, walk.checker))
      ? constructorOf(name)
      : undefined;
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
    const [content] = node.arguments ?? [];
    if (content && /^(Set|Map|WeakMap|WeakSet)$/.test(name)) {
      // A collection compares what it holds by identity.
      if (walk.mayHoldShared(content)) walk.note('identity', node, node.getText());
    }
    return;
  }
  const symbol = classNamed(node.expression, walk.checker);
  const declaration = symbol ? declarationOf(resolveAlias(symbol, walk.checker)) : undefined;
  walk.visit(node.expression);
  if (
    !declaration ||
    !ts.isClassDeclaration(declaration) ||
    declaration.heritageClauses?.some((h) => h.token === ts.SyntaxKind.ExtendsKeyword && !extendsError(h))
  ) {
    return walk.note('unknown-call', node, `new ${name}`);
  }
  walk.note('class-instance', node, name);
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
  if (constructor)
    noteCallee(
      walk,
      { kind: 'program', functions: [constructor], closure: null, receiver: null },
      node,
      node.arguments ?? [],
      true,
    );
}

/** `Name`, or `module.Name` of a module that is imported as a whole. */
function classNamed(expression: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isIdentifier(expression)) return symbolOf(expression, checker);
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const whole = symbolOf(expression.expression, checker);
  return whole && importOf(whole)?.name === '*' ? checker.getSymbolAtLocation(expression.name) : undefined;
}
