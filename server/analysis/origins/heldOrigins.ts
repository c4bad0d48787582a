import { ts } from 'ts-morph';
import { constructorOf } from '../calls/builtins.js';
import { resolveCallee } from '../calls/callees.js';
import { ANY, distinctOrigins, type Origin } from '../source/access.js';
import { returnedValues } from '../source/functions.js';
import { createMentions } from '../source/mentions.js';
import {
  classesOf,
  declarationOf,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isPrimitive,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { valuesOfFields, valuesOfStatics } from './fieldValues.js';
import { functionOrigins } from './functionOrigins.js';
import type { OriginParts, Origins } from './origins.js';
import { POOL_MAP, resultsAreNew } from './poolCalls.js';
import { returnedOrigins } from './returnedOrigins.js';

/** Objects that others hold. */
export interface HeldOrigins {
  /** Objects put into the object that a variable of the region holds. */
  readonly heldByName: (symbol: ts.Symbol) => readonly Origin[];
  /** Objects inside a new object: elements of a literal, arguments of a copying call. */
  readonly heldBy: (expression: ts.Expression) => readonly Origin[];
}

const COPIES_LIST = /^Array#(slice|filter|concat|flat|splice|toSorted|toReversed|toSpliced|with)$/;

/** @param thrown what code of the region may throw */
export function createHeldOrigins(all: OriginParts, thrown: Origins['thrown']): HeldOrigins {
  const { region, checker, search, stores, originsIn, of, ofName, ofCall, parts, substituted } = all;
  const mentions = createMentions(region, checker);

  const heldByName = (symbol: ts.Symbol): readonly Origin[] =>
    search.ask('held', symbol, [], () => {
      const declaration = declarationOf(symbol);
      const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      const isIt = (name: ts.Identifier): boolean => isSecondName(name, symbol);
      return [
        ...(initial ? heldBy(initial) : []),
        ...(declaration && !ts.isSourceFile(declaration) && ts.isCatchClause(declaration.parent)
          ? thrown(declaration.parent.parent.tryBlock).held
          : []),
        ...(declaration && ts.isClassLike(declaration)
          ? [
              ...valuesOfStatics(declaration).flatMap(putIn),
              ...inFields(declaration),
              ...(extendsAnything(declaration, checker) ? (['unknown'] as const) : []),
            ]
          : []),
        ...stores.assignedTo(symbol).flatMap(heldBy),
        ...stores.storedIn(symbol, mentions.leadingTo(symbol), isIt).flatMap(putIn),
      ];
    });

  /** What something has in it that this object is put into. */
  const putIn = (value: ts.Expression): readonly Origin[] => [
    ...of(value).filter((o) => o !== 'fresh'),
    ...heldBy(value),
  ];

  /** Whether another local leads to what `symbol` holds, or to a part of it. */
  const isSecondName = (name: ts.Identifier, symbol: ts.Symbol): boolean => {
    const other = symbolOf(name, checker);
    if (!other || other === symbol || !isDeclaredIn(other, region)) return false;
    return ofName(name).some((o) => typeof o !== 'string' && o.symbol === symbol);
  };

  const heldBy = (expression: ts.Expression): readonly Origin[] =>
    isPrimitive(checker.getTypeAtLocation(unwrap(expression)), checker)
      ? []
      : search.ask('heldBy', expression, [], () => heldByObject(unwrap(expression)));

  const heldByObject = (node: ts.Expression): readonly Origin[] => {
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((e) => (ts.isSpreadElement(e) ? parts(e.expression, ANY) : putIn(e)));
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.flatMap((p) => {
        if (ts.isPropertyAssignment(p)) return putIn(p.initializer);
        if (ts.isShorthandPropertyAssignment(p)) return putIn(p.name);
        if (ts.isSpreadAssignment(p)) return parts(p.expression, ANY);
        return ['unknown' as const];
      });
    }
    if (ts.isConditionalExpression(node)) return [...heldBy(node.whenTrue), ...heldBy(node.whenFalse)];
    if (ts.isNewExpression(node)) {
      const copies = ts.isIdentifier(node.expression) && constructorOf(node.expression.text) !== undefined;
      // A typed array on a buffer is a view: writing it writes the buffer.
      const given = (node.arguments ?? []).flatMap((a) =>
        copies ? [...of(a).filter((o) => o !== 'fresh'), ...parts(a, ANY)] : putIn(a),
      );
      return copies ? given : [...given, ...inFieldsOf(node)];
    }
    if (ts.isCallExpression(node)) {
      const callee = resolveCallee(node.expression, checker);
      if (callee.kind === 'builtin' && callee.entry.returns === 'fresh') return [];
      if (callee.kind === 'builtin' && POOL_MAP.test(callee.key) && resultsAreNew(node, checker, originsIn)) return [];
      if (callee.kind === 'builtin') {
        const callbacks = node.arguments.filter((a) => isFunctionNode(unwrap(a)));
        const made = callbacks.flatMap((a) => returnedValues(unwrap(a) as FunctionNode).flatMap(putIn));
        const mapped = callbacks.length > 0 && /[#.](map|from)$/.test(callee.key);
        const sources = [
          ...(callee.receiver ? [callee.receiver] : []),
          ...node.arguments.filter((a) => !callbacks.includes(a)),
        ];
        return [
          ...made,
          ...(mapped
            ? []
            : sources.flatMap((s) => [
                ...parts(s, ANY),
                // A copy has the items of the list, and not the list.
                ...(s === callee.receiver && COPIES_LIST.test(callee.key) ? [] : of(s).filter((o) => o !== 'fresh')),
              ])),
        ];
      }
      if (callee.kind !== 'program') return ofCall(node).filter((o) => o !== 'fresh');
      return callee.functions
        .flatMap((fn) => substituted(fn, returnedOrigins(fn, checker, originsIn).held, callee.receiver, node.arguments))
        .filter((o) => o !== 'fresh');
    }
    return [];
  };

  /** What the fields of a new instance hold from the start, arguments apart. */
  const inFieldsOf = (node: ts.NewExpression): readonly Origin[] => {
    const declaration = checker.getTypeAtLocation(node).getSymbol()?.valueDeclaration;
    const isOwn = declaration && ts.isClassLike(declaration) && !declaration.getSourceFile().isDeclarationFile;
    return isOwn ? inFields(declaration) : [];
  };

  /** The same for instances of a class, which is what its `this` stands for. */
  const inFields = (declaration: ts.ClassLikeDeclaration): readonly Origin[] =>
    functionOrigins(declaration, checker, () => {
      const held = classesOf(declaration, checker).flatMap((one) => {
        const within = originsIn(one);
        // What the class itself has, in a static field, its instances share.
        const isOwn = ({ symbol }: { symbol: ts.Symbol }): boolean =>
          isDeclaredIn(symbol, one) && !symbol.declarations?.includes(one);
        return valuesOfFields(one)
          .flatMap((value) => [...within.of(value), ...within.inside(value)])
          .filter((o) => typeof o !== 'string' && !isOwn(o));
      });
      const walked = declaration.members.filter(isIterator).flatMap((m) => returnedOrigins(m, checker, originsIn).held);
      return { self: [], held: distinctOrigins([...held, ...walked]) };
    }).held;

  return { heldByName, heldBy };
}

/** `class extends Base`, where nothing says what `Base` is, nor what its fields hold. */
function extendsAnything(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): boolean {
  const clauses = classesOf(declaration, checker).at(-1)?.heritageClauses ?? [];
  const [base] = clauses.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? [];
  const symbol = base && checker.getSymbolAtLocation(base.expression);
  const above = symbol && declarationOf(resolveAlias(symbol, checker));
  return base !== undefined && !above?.getSourceFile().isDeclarationFile;
}

/** `*[Symbol.iterator]() { … }` */
const isIterator = (member: ts.ClassElement): member is ts.MethodDeclaration =>
  ts.isMethodDeclaration(member) &&
  ts.isComputedPropertyName(member.name) &&
  /^Symbol\.(asyncI|i)terator$/.test(member.name.expression.getText());
