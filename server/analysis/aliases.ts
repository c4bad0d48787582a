import { ts } from 'ts-morph';
import { typedArrayName } from '../forms/iteration.js';
import { resolveCallee } from './callees.js';
import { createOrigins } from './origins.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isPrimitive,
  symbolOf,
  unwrap,
} from './symbols.js';

/** Whether two names may hold the same object, or views of the same memory. */
export type Aliasing = 'never' | 'possible' | 'certain';

/**
 * @param loop the loop; the answer holds while it runs
 */
export function aliasing(a: ts.Symbol, b: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): Aliasing {
  const types = [a, b].map((s) => typeOf(s, loop, checker));
  if (kindsDiffer(types[0]!, types[1]!, checker)) return 'never';
  if (isUnshared(a, loop, checker) || isUnshared(b, loop, checker)) return 'never';
  const [left, right] = [sourcesOf(a, checker), sourcesOf(b, checker)];
  const holds = (nodes: readonly ts.Node[], symbol: ts.Symbol): boolean =>
    nodes.some((node) => !ts.isParameter(node) && mentions(node, symbol, checker));
  return left.some((node) => right.includes(node)) || holds(left, b) || holds(right, a) ? 'certain' : 'possible';
}

function typeOf(symbol: ts.Symbol, at: ts.Node, checker: ts.TypeChecker): ts.Type {
  return checker.getTypeOfSymbolAtLocation(symbol, at);
}

/** Whether nothing reachable from a value of one type can be reachable from the other: numbers in arrays and strings in arrays, say. */
function kindsDiffer(a: ts.Type, b: ts.Type, checker: ts.TypeChecker): boolean {
  const [left, right] = [kindsIn(a, checker), kindsIn(b, checker)];
  return !left.has('any') && !right.has('any') && ![...left].some((kind) => right.has(kind));
}

/** The kinds of objects a value of a type may be or hold. */
function kindsIn(
  type: ts.Type,
  checker: ts.TypeChecker,
  found = new Set<string>(),
  seen = new Set<ts.Type>(),
): Set<string> {
  if (seen.has(type) || isPrimitive(type, checker)) return found;
  seen.add(type);
  if (seen.size > 60 || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter))
    return found.add('any');
  const again = (part: ts.Type): void => void kindsIn(part, checker, found, seen);
  if (type.isUnionOrIntersection()) type.types.forEach(again);
  else if (typedArrayName(type)) found.add('memory');
  else if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const elements = checker.getTypeArguments(type as ts.TypeReference);
    const kinds = new Set(elements.map(primitiveKind));
    found.add(kinds.size === 1 ? `array of ${[...kinds][0]!}` : 'array');
    if (kinds.has('?') || kinds.size !== 1) for (const kind of ['array', 'array of ?']) found.add(kind);
    elements.forEach(again);
  } else {
    const name = type.getSymbol()?.getName() ?? '';
    const known = ['Map', 'Set', 'Date', 'ReadonlyMap', 'ReadonlySet'].includes(name);
    if (/Buffer|DataView/.test(name)) found.add('memory');
    else found.add(known ? name.replace('Readonly', '') : 'object');
    if (known) checker.getTypeArguments(type as ts.TypeReference).forEach(again);
    else
      for (const property of checker.getPropertiesOfType(type)) {
        const declaration = property.valueDeclaration;
        if (declaration && !declaration.getSourceFile().isDeclarationFile)
          again(checker.getTypeOfSymbolAtLocation(property, declaration));
      }
  }
  return found;
}

function primitiveKind(type: ts.Type): string {
  if (type.flags & ts.TypeFlags.NumberLike) return 'number';
  if (type.flags & ts.TypeFlags.StringLike) return 'string';
  if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
  return '?';
}

/** Whether two names, if they hold one object, hold it at the same depth: plain arrays of primitives do. */
export function areFlatArrays(a: ts.Symbol, b: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  return [a, b].every((symbol) => {
    const type = typeOf(symbol, loop, checker);
    return (
      (checker.isArrayType(type) || checker.isTupleType(type)) &&
      checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker))
    );
  });
}

/**
 * Whether only this name leads to its object while the loop runs: it was made for the name, and was not handed
 * out before or during the loop.
 */
export function isUnshared(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    !declaration.initializer
  )
    return false;
  const home = enclosingFunction(declaration);
  const values = [declaration.initializer, ...assignmentsTo(symbol, home, checker)];
  // Seen from the value alone, every other name is outside: nothing that has a name may be in it.
  if (!values.every((value) => isNew(value, checker) && createOrigins(value, checker).isFreshThroughout(value)))
    return false;
  return !leaks(symbol, home, checker, (use) => happensBefore(use, declaration, loop), loop);
}

/** Whether only functions that can be followed lead to the object: nothing unknown can change it. */
export function isPrivate(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  const statement = declaration.parent.parent;
  if (ts.isVariableStatement(statement) && statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword))
    return false;
  return isUnshared(symbol, loop, checker);
}

/** Whether a use can come before the end of the loop: it stands before, or a loop or function around both comes round again. */
function happensBefore(use: ts.Node, declaration: ts.Node, loop: ts.Node): boolean {
  if (use.pos < loop.end) return true;
  for (let node = loop.parent; node && !ts.isSourceFile(node); node = node.parent) {
    if (declaration.pos >= node.pos && declaration.end <= node.end) return false;
    if ((ts.isIterationStatement(node, false) || isFunctionNode(node)) && use.pos >= node.pos && use.end <= node.end)
      return true;
    if (isFunctionNode(node)) return true;
  }
  return !ts.isSourceFile(enclosingFunction(use));
}

function isNew(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(value);
  if (isPrimitive(checker.getTypeAtLocation(node), checker)) return true;
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) return true;
  if (ts.isNewExpression(node)) {
    // A typed array on someone's buffer is a view.
    const [first] = node.arguments ?? [];
    return !first || !isBuffer(checker.getTypeAtLocation(first));
  }
  if (ts.isConditionalExpression(node)) return isNew(node.whenTrue, checker) && isNew(node.whenFalse, checker);
  if (!ts.isCallExpression(node)) return false;
  const callee = resolveCallee(node.expression, checker);
  if (callee.kind === 'program')
    return createOrigins(enclosingFunction(node), checker)
      .of(node)
      .every((o) => o === 'fresh');
  if (callee.kind !== 'builtin') return false;
  if (callee.entry.returns === 'fresh' || callee.entry.returns === 'holds') return true;
  // `new Array(n).fill(0)` and `[…].sort()`
  return callee.entry.returns === 'receiver' && callee.receiver !== null && isNew(callee.receiver, checker);
}

const isBuffer = (type: ts.Type): boolean =>
  /^(Shared)?ArrayBuffer(Like)?$/.test(type.getSymbol()?.getName() ?? '') || type.isUnion();

/** Expressions that made what a name holds, views and other names followed; for telling that two names share. */
function sourcesOf(symbol: ts.Symbol, checker: ts.TypeChecker, seen = new Set<ts.Symbol>()): ts.Node[] {
  if (seen.has(symbol)) return [];
  seen.add(symbol);
  const declaration = declarationOf(symbol);
  if (declaration && ts.isBindingElement(declaration)) {
    const root = rootDeclaration(declaration);
    return ts.isVariableDeclaration(root) && root.initializer ? [root.initializer] : [declaration];
  }
  if (!declaration || !ts.isVariableDeclaration(declaration)) return declaration ? [declaration] : [];
  const values = [
    ...(declaration.initializer ? [declaration.initializer] : []),
    ...assignmentsTo(symbol, enclosingFunction(declaration), checker),
  ];
  return values.flatMap((value) => {
    let node = unwrap(value);
    if (ts.isNewExpression(node) && node.arguments?.[0]) node = unwrap(node.arguments[0]);
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'subarray'
    )
      node = unwrap(node.expression.expression);
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'buffer') node = unwrap(node.expression);
    if (!ts.isIdentifier(node)) return [node];
    const other = symbolOf(node, checker);
    return other ? sourcesOf(other, checker, seen) : [node];
  });
}

function rootDeclaration(element: ts.BindingElement): ts.Node {
  let node: ts.Node = element;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    node = node.parent;
  return node;
}

function mentions(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(node)) return node.text === symbol.getName() && symbolOf(node, checker) === symbol;
  return ts.forEachChild(node, (child) => mentions(child, symbol, checker) || undefined) ?? false;
}

export function assignmentsTo(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ) {
      const target = unwrap(node.left);
      if (ts.isIdentifier(target) && symbolOf(target, checker) === symbol) values.push(node.right);
    }
    ts.forEachChild(node, visit);
  };
  visit(home);
  return values;
}

/** Whether some use that counts lets the object out to where it gets a second name. */
function leaks(
  symbol: ts.Symbol,
  home: ts.Node,
  checker: ts.TypeChecker,
  counts: (use: ts.Node) => boolean,
  loop: ts.Node | null,
  depth = 0,
): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (
      ts.isIdentifier(node) &&
      node.text === symbol.getName() &&
      node.parent &&
      symbolOf(node, checker) === symbol &&
      counts(node)
    ) {
      found = !isSafeUse(node, checker, loop, depth);
    }
    ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}

/** A use after which nobody else holds the object. */
function isSafeUse(use: ts.Expression, checker: ts.TypeChecker, loop: ts.Node | null, depth: number): boolean {
  const { parent } = use;
  if (isPrimitive(checker.getTypeAtLocation(use), checker)) return true;
  if (ts.isVariableDeclaration(parent)) {
    if (parent.name === use) return true;
    // Inside the loop a second name is followed; outside it is not.
    return loop !== null && parent.pos >= loop.pos && parent.end <= loop.end;
  }
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent))
    return isSafeUse(parent, checker, loop, depth);
  if (ts.isParameter(parent) && parent.name === use) return true;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === use) return true;
  if (
    ts.isPropertyAccessExpression(parent) &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  )
    return isSafeMethod(parent.parent, parent, checker, loop, depth);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    // A typed array's buffer is another way to its memory.
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'buffer') return false;
    return isSafeUse(parent, checker, loop, depth);
  }
  if (ts.isBinaryExpression(parent)) {
    if (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      return parent.left === use;
    return ![
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
      ts.SyntaxKind.CommaToken,
    ].includes(parent.operatorToken.kind);
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent))
    return holdsPrimitives(use, checker) || (loop !== null && parent.pos >= loop.pos && parent.end <= loop.end);
  if (ts.isSpreadElement(parent)) return holdsPrimitives(use, checker) || isMereArgument(parent);
  if (ts.isCallExpression(parent) && parent.expression !== use) return isSafeArgument(parent, use, checker, depth);
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    (ts.isReturnStatement(parent) && loop !== null) ||
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent)
  );
}

const isMereArgument = (spread: ts.SpreadElement): boolean => ts.isCallExpression(spread.parent);

function holdsPrimitives(use: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(use);
  if (typedArrayName(type)) return true;
  if (
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    ['Map', 'Set'].includes(type.getSymbol()?.getName() ?? '')
  ) {
    return checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker));
  }
  return false;
}

/** `grid.map(…)`: safe where the result can hold no part of the receiver. */
function isSafeMethod(
  call: ts.CallExpression,
  method: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
  loop: ts.Node | null,
  depth: number,
): boolean {
  const callee = resolveCallee(method, checker);
  if (callee.kind !== 'builtin') return false;
  const { returns } = callee.entry;
  if (returns === 'primitive' || returns === 'fresh')
    return (
      holdsPrimitives(method.expression, checker) ||
      !call.arguments.some((a) => isFunctionNode(unwrap(a))) ||
      returns === 'primitive'
    );
  if (returns === 'receiver') return isSafeUse(call, checker, loop, depth);
  if (method.name.text === 'subarray') return false;
  return (
    holdsPrimitives(method.expression, checker) ||
    isPrimitive(checker.getTypeAtLocation(call), checker) ||
    (returns === 'holds' && holdsPrimitives(call, checker)) ||
    isSafeUse(call, checker, loop, depth)
  );
}

function isSafeArgument(call: ts.CallExpression, use: ts.Expression, checker: ts.TypeChecker, depth: number): boolean {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind === 'builtin') {
    if (callee.receiver && callee.entry.changes === 'receiver') return false;
    return callee.entry.returns === 'primitive' || callee.entry.returns === 'fresh' || holdsPrimitives(use, checker);
  }
  if (callee.kind !== 'program' || depth > 3) return false;
  const position = call.arguments.indexOf(use);
  return callee.functions.every((fn) => keepsNothing(fn, position, checker, depth));
}

/** Whether a function lets go of an argument when it returns. */
function keepsNothing(fn: FunctionNode, position: number, checker: ts.TypeChecker, depth: number): boolean {
  const parameter = fn.parameters[position];
  if (!parameter) return true;
  if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) return false;
  const symbol = checker.getSymbolAtLocation(parameter.name);
  return symbol !== undefined && !leaks(symbol, fn, checker, () => true, null, depth + 1);
}

/** Whether the rows of an array of arrays are different objects: 'never' the same, 'certain'ly one, or 'possible'. */
export function rowAliasing(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): Aliasing {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return 'possible';
  const home = enclosingFunction(declaration);
  const values = [declaration.initializer, ...assignmentsTo(symbol, home, checker)];
  const made = values.map((value) => rowsOf(value, checker));
  if (made.includes('certain')) return 'certain';
  if (made.includes('possible')) return 'possible';
  if (leaks(symbol, home, checker, (use) => happensBefore(use, declaration, loop), loop)) return 'possible';
  return storesNewRows(symbol, home, checker) ? 'never' : 'possible';
}

function rowsOf(value: ts.Expression, checker: ts.TypeChecker): Aliasing {
  const node = unwrap(value);
  const isNewRow = (row: ts.Expression): boolean => isNew(row, checker);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.every((e) => !ts.isSpreadElement(e) && isNewRow(e)) ? 'never' : 'possible';
  if (ts.isNewExpression(node)) {
    const rows = (node.arguments ?? []).filter((a) => !isPrimitive(checker.getTypeAtLocation(a), checker));
    return rows.every(isNewRow) ? 'never' : 'certain';
  }
  if (!ts.isCallExpression(node)) return 'possible';
  const callee = resolveCallee(node.expression, checker);
  if (callee.kind === 'builtin') {
    if (callee.key === 'Array#fill')
      return node.arguments[0] && isPrimitive(checker.getTypeAtLocation(node.arguments[0]), checker)
        ? 'never'
        : 'certain';
    const mapper = /[#.](map|from)$/.test(callee.key)
      ? node.arguments.map(unwrap).find((a): a is ts.ArrowFunction | ts.FunctionExpression => isFunctionNode(a))
      : undefined;
    if (!mapper?.body) return 'possible';
    const rows = ts.isBlock(mapper.body) ? [] : [mapper.body];
    if (ts.isBlock(mapper.body))
      for (const s of mapper.body.statements) if (ts.isReturnStatement(s) && s.expression) rows.push(s.expression);
    return rows.length > 0 && rows.every((row) => isNewRow(row)) ? 'never' : 'possible';
  }
  if (callee.kind !== 'program') return 'possible';
  const results = callee.functions.map((fn) =>
    fn.body && !ts.isBlock(fn.body) ? rowsOf(fn.body, checker) : 'possible',
  );
  return results.every((r) => r === 'never') ? 'never' : 'possible';
}

/** Whether every row put into the array later is new, too. */
function storesNewRows(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker): boolean {
  let fine = true;
  const isIt = (node: ts.Expression): boolean => ts.isIdentifier(node) && symbolOf(node, checker) === symbol;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = unwrap(node.left);
      if (
        ts.isElementAccessExpression(target) &&
        isIt(target.expression) &&
        !isPrimitive(checker.getTypeAtLocation(node.right), checker)
      )
        fine &&= isNew(node.right, checker);
    }
    if (
      ts.isBinaryExpression(node) &&
      (ts.isArrayLiteralExpression(node.left) || ts.isObjectLiteralExpression(node.left)) &&
      mentions(node.left, symbol, checker)
    )
      fine = false;
    if (ts.isCallExpression(node) && node.arguments.some(isIt)) fine &&= keepsRows(node, isIt, checker);
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      isIt(node.expression.expression)
    ) {
      const { text } = node.expression.name;
      if (['push', 'unshift', 'splice'].includes(text))
        fine &&= node.arguments.every((a) => isPrimitive(checker.getTypeAtLocation(a), checker) || isNew(a, checker));
      if (['fill', 'copyWithin'].includes(text)) fine = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(home);
  return fine;
}

/** Whether a function that is given the array puts no other rows into it. */
function keepsRows(call: ts.CallExpression, isIt: (node: ts.Expression) => boolean, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind === 'builtin') return callee.entry.changes !== 'first';
  if (callee.kind !== 'program') return false;
  return callee.functions.every((fn) => {
    const parameter = fn.parameters[call.arguments.findIndex(isIt)];
    const symbol =
      parameter && ts.isIdentifier(parameter.name) ? checker.getSymbolAtLocation(parameter.name) : undefined;
    return symbol !== undefined && fn.body !== undefined && storesNewRows(symbol, fn, checker);
  });
}

/** Whether a name of an outer function or module may be given a new value while the loop runs, by code the loop does not show. */
export function mayBeReassignedElsewhere(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration) return true;
  if (ts.isVariableDeclaration(declaration) && declaration.parent.flags & ts.NodeFlags.Const) return false;
  const home = enclosingFunction(declaration);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      node.text === symbol.getName() &&
      isAssigned(node) &&
      symbolOf(node, checker) === symbol
    ) {
      found ||= enclosingFunction(node) !== enclosingFunction(loop) || !isDeclaredIn(symbol, enclosingFunction(loop));
    }
    ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}

function isAssigned(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent))
    return (
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator)
  );
}
