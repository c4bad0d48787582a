import path from 'node:path';
import { ts } from 'ts-morph';
import { fieldKey } from '../analysis/transfer/capturedFields.js';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { narrowsIn } from '../analysis/split/narrowing.js';
import { enclosingFunction, forEachUse, isAnything, isAsync, namesOf, symbolOf } from '../analysis/source/symbols.js';
import { type FoundLoop, type Lead, statementsOf } from '../forms/foundLoop.js';
import type { CommitNames } from './commitText.js';
import { computeText } from './computeText.js';
import { localTypes } from './localTypes.js';
import { namesIn } from './names.js';
import { narrowedPaths } from './narrowedPaths.js';
import { uniqueName } from '../uniqueName.js';
import { itemText, pairText } from './resultText.js';
import { returnText } from './returnText.js';
import type { Style } from './style.js';
import type { TypeWriter } from './types.js';
import { typesInBody } from './typesInBody.js';
import { usedPattern } from './usedPattern.js';
import type { TaskParts } from './workerModule.js';

/**
 * What the task of a loop is made of: its parameters, the type of its result, and its body.
 *
 * @param library what the worker module calls a part of the library
 */
export function taskParts(
  offer: OfferedLoop,
  names: CommitNames,
  style: Style,
  checker: ts.TypeChecker,
  { textOf, needValue }: TypeWriter,
  library: (name: string) => string,
): TaskParts {
  const { loop, split, helpers } = offer;
  const typed = style.typed;
  const emits = split.mode === 'emits';
  const texts = [loop.node, ...helpers.locals].map((node) => node.getText());
  const taken = namesIn(texts.join(' '));
  const emit = uniqueName('emit', taken);
  const taskNodes = [...offer.computeNodes, ...helpers.locals];
  const types = typed ? localTypes(taskNodes, checker) : [];
  const body = computeText(offer, names.pieces, {
    emit,
    index: names.index,
    fields: names.fields,
    closed: typed ? closedNames(offer.computeNodes, checker) : new Set(),
    narrowed: typed ? narrowedPaths(offer.computeNodes, helpers.captures, loop, checker, textOf) : new Map(),
    quote: style.quote,
    typed,
    base: style.indent,
    unit: style.indent,
    semicolon: style.semicolon,
    taken,
    narrows: (condition, branches) => narrowsIn(branches, condition, checker),
    types,
    typesInBody: typed
      ? typesInBody([...taskNodes, ...types], givenValues(offer, checker), checker, needValue, textOf)
      : new Map(),
    declare: (symbol) => {
      const type = checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration!);
      return typed ? `${symbol.getName()}: ${textOf(type)}` : symbol.getName();
    },
  });
  const usesText = (name: string): boolean =>
    new RegExp(
      `(?<!(?<!\\.\\.)\\.)(?<![\\p{ID_Continue}$])${name.replace(/\$/g, '\\$')}(?![\\p{ID_Continue}$])`,
      'u',
    ).test(body);
  const index = names.index ?? split.given?.[1] ?? (loop.index && usesText(loop.index.text) ? loop.index.text : null);
  const parameters = [itemParameter(offer, usesText, typed ? textOf : null, style, checker)];
  const captures: readonly (readonly [string, ts.Type])[] = [
    ...helpers.captures.map((s) => [s.getName(), capturedType(s, offer, checker)] as const),
    ...helpers.fields.map((f) => [names.fields.get(fieldKey(f))!, checker.getTypeAtLocation(f)] as const),
  ];
  const needsContext = index !== null || emits;
  if (captures.length > 0) {
    const type = typed ? `: { ${captures.map(([name, type]) => `${name}: ${textOf(type, name)}`).join('; ')} }` : '';
    parameters.push(`{ ${captures.map(([name]) => name).join(', ')} }${type}`);
  } else if (needsContext) parameters.push(typed ? '_captures: unknown' : '_captures');
  if (needsContext) {
    const parts = [
      ...(index ? [index === 'index' ? 'index' : `index: ${index}`] : []),
      ...(emits ? [emit === 'emit' ? 'emit' : `emit: ${emit}`] : []),
    ];
    const emitted = [
      ...new Set([
        ...(names.index ? ['number'] : []),
        ...split.pieces.map((p) => (p.type ? textOf(checker.getBaseTypeOfLiteralType(p.type)) : 'undefined')),
      ]),
    ];
    const type = !typed ? '' : emits ? `: ${library('Emits')}<${emitted.join(' | ')}>` : `: ${library('TaskContext')}`;
    parameters.push(`{ ${parts.join(', ')} }${type}`);
  }
  const home = offer.judged.site.function;
  return {
    name: names.task,
    parameters: parameters.join(', '),
    returns: typed ? returnText(offer, names, textOf, checker) : '',
    body,
    emits,
    awaits: loop.callback ? isAsync(loop.callback) : offer.bodyAwaits && !loop.isNamed,
    libraryTypes: !typed || !needsContext ? [] : [emits ? 'Emits' : 'TaskContext'],
    library,
    comment: `The loop body of ${home ? `${home} in ` : ''}${path.basename(loop.node.getSourceFile().fileName)}.`,
  };
}

/**
 * The type that a captured variable has where the task uses it: checks before the loop may have made it narrower than it
 * was declared. The widest of them, where it is asked again inside.
 */
function capturedType(symbol: ts.Symbol, { loop, computeNodes }: OfferedLoop, checker: ts.TypeChecker): ts.Type {
  const declared = checker.getTypeOfSymbolAtLocation(symbol, loop.node);
  if (!declared.isUnion() && !isAnything(declared)) return declared;
  const uses: ts.Identifier[] = [];
  for (const node of computeNodes) forEachUse(node, (use) => symbolOf(use, checker) === symbol && uses.push(use));
  const home = enclosingFunction(loop.callback?.body ?? loop.body);
  // A function may run when the check is long over, as far as TypeScript knows.
  const atOnce = uses.filter((use) => enclosingFunction(use) === home);
  const types = (atOnce.length > 0 ? atOnce : uses).map((use) =>
    // Of `value!`, TypeScript would tell what the whole has.
    ts.isNonNullExpression(use.parent) ? declared : checker.getTypeAtLocation(use),
  );
  const widest = types.find((type) => types.every((other) => checker.isTypeAssignableTo(other, type)));
  return widest && !widest.isLiteral() && !isAnything(widest) ? widest : declared;
}

/** What a task knows of that is not declared in it. */
function givenValues({ loop, helpers }: OfferedLoop, checker: ts.TypeChecker): Set<ts.Symbol> {
  const own = [loop.item, loop.key, loop.index].flatMap((name) => (name ? namesOf(name) : []));
  return new Set([
    ...own.flatMap((name) => symbolOf(name, checker) ?? []),
    ...helpers.captures,
    ...helpers.privates,
    ...helpers.imports.map(({ symbol }) => symbol),
    ...helpers.fromFile,
  ]);
}

/** Names of private and protected members that code uses. */
function closedNames(nodes: readonly ts.Node[], checker: ts.TypeChecker): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.kind !== ts.SyntaxKind.ThisKeyword) {
      const member = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
      const flags = member ? ts.getCombinedModifierFlags(member) : ts.ModifierFlags.None;
      if (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return names;
}

/** The first parameter of a task: the item, with its key where it comes in a pair. */
function itemParameter(
  offer: OfferedLoop,
  uses: (name: string) => boolean,
  textOf: ((type: ts.Type) => string) | null,
  { onlyUsed }: Style,
  checker: ts.TypeChecker,
): string {
  const { item, key, source, lead } = offer.loop;
  if (lead) return handedParameter(lead, uses, textOf, offer, checker);
  const used = (name: ts.BindingName | null): name is ts.BindingName =>
    name !== null && namesOf(name).some(({ text }) => uses(text));
  const nameText = (name: ts.BindingName): string =>
    onlyUsed ? usedPattern(name, ({ text }) => uses(text), checker) : name.getText();
  const type = textOf ? itemTypeText(offer, textOf, checker) : '';
  if (source.kind === 'iterable' && source.view === 'pairs') {
    const pair = pairText(used(key) ? key.text : '', used(item) ? itemText(item, nameText(item)) : '');
    const keyType = key ? checker.getTypeAtLocation(key.parent) : checker.getNumberType();
    const keyText = textOf ? `: [${textOf(keyType)}, ${type}]` : '';
    return `${pair || offer.split.given?.[0] || '_item'}${keyText}`;
  }
  const given = textOf ? `: ${type}` : '';
  if (!used(item)) return `${offer.split.given?.[0] ?? '_item'}${given}`;
  const name = nameText(item);
  return `${name}${given}${itemText(item, name).slice(name.length)}`;
}

/** What a lead gives: one value, or an object of several. */
function handedParameter(
  { given }: Lead,
  uses: (name: string) => boolean,
  textOf: ((type: ts.Type) => string) | null,
  { loop }: OfferedLoop,
  checker: ts.TypeChecker,
): string {
  const typeText = (symbol: ts.Symbol): string => {
    const use = firstUse(loop, symbol, checker);
    return textOf!(checker.getBaseTypeOfLiteralType(checker.getTypeOfSymbolAtLocation(symbol, use)));
  };
  const used = given.filter((symbol) => uses(symbol.getName()));
  const [only, more] = given;
  if (!only) return textOf ? '_item: undefined' : '_item';
  if (!more) {
    const name = used.length > 0 ? only.getName() : '_item';
    return textOf ? `${name}: ${typeText(only)}` : name;
  }
  const names = `{ ${used.map((s) => s.getName()).join(', ')} }`;
  return textOf ? `${names}: { ${used.map((s) => `${s.getName()}: ${typeText(s)}`).join('; ')} }` : names;
}

/** Where the rest of a body first uses what it is given. */
function firstUse(loop: FoundLoop, symbol: ts.Symbol, checker: ts.TypeChecker): ts.Node {
  let found: ts.Node | null = null;
  for (const statement of statementsOf(loop))
    forEachUse(statement, (use) => {
      if (!found && symbolOf(use, checker) === symbol) found = use;
    });
  return found ?? loop.node;
}

/** The type of the item: of the keys of a list, what the list can be asked for. */
function itemTypeText(offer: OfferedLoop, textOf: (type: ts.Type) => string, checker: ts.TypeChecker): string {
  const { source } = offer.loop;
  if (source.kind === 'iterable' && source.view === 'keys') {
    const infos = checker.getIndexInfosOfType(checker.getTypeAtLocation(source.expression));
    const isNumbered = infos.length > 0 && infos.every(({ keyType }) => keyType.flags & ts.TypeFlags.Number);
    return isNumbered ? '`${number}`' : 'string';
  }
  const type = itemTypeOf(offer, checker);
  // No function that takes nothing whatsoever is a task.
  return type.flags & ts.TypeFlags.Never ? 'any' : textOf(type);
}

function itemTypeOf(offer: OfferedLoop, checker: ts.TypeChecker): ts.Type {
  const { loop } = offer;
  if (loop.source.kind !== 'iterable') return checker.getNumberType();
  // A pattern in a head has no symbol of its own; a parameter has.
  if (loop.item)
    return checker.getTypeAtLocation(
      ts.isIdentifier(loop.item) || ts.isParameter(loop.item.parent) ? loop.item.parent : loop.item,
    );
  const type = checker.getTypeAtLocation(loop.source.expression);
  if (loop.source.view === 'values' || loop.source.view === 'pairs') {
    const [, value] = checker.getTypeArguments(type as ts.TypeReference);
    if (value) return value;
  }
  if (/^(Readonly)?Set$/.test(type.getSymbol()?.getName() ?? ''))
    return checker.getTypeArguments(type as ts.TypeReference)[0]!;
  return checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? checker.getAnyType();
}
