import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { isFunctionNode, isPrimitive, symbolOf, unwrap } from '../source/symbols.js';

/** What is put where inside one region: read once, asked often. */
export interface Stores {
  /** Every value assigned to a name as a whole, or taken apart into it. */
  assignedTo(symbol: ts.Symbol): readonly ts.Expression[];
  /** Every value, or list of them, that an assignment or the head of a loop takes apart into a name. */
  takenFor(symbol: ts.Symbol): readonly ts.Expression[];
  /**
   * Every value stored in the object that a name holds: `v.push(x)`, `v[k] = x`, `v.set(k, x)`.
   *
   * @param names those that may lead to the object, its own included
   * @param isSecondName whether one of them does
   */
  storedIn(
    symbol: ts.Symbol,
    names: ReadonlySet<ts.Symbol>,
    isSecondName: (name: ts.Identifier) => boolean,
  ): readonly ts.Expression[];
}

/** An assignment below some object, or a call that may keep some of its arguments in others or in its receiver. */
interface Store {
  /** The object before the assignment's dot or the method's. */
  readonly target: ts.Identifier | null;
  readonly values: readonly { readonly value: ts.Expression; readonly root: ts.Identifier | null }[];
  readonly isCall: boolean;
  /** Place in the order of the text. */
  readonly order: number;
}

interface Found {
  readonly assigned: ReadonlyMap<ts.Symbol, readonly ts.Expression[]>;
  readonly taken: ReadonlyMap<ts.Symbol, readonly ts.Expression[]>;
  /** By the names at the roots of the object and of the values. */
  readonly byRoot: ReadonlyMap<ts.Symbol, readonly Store[]>;
}

export function createStores(region: ts.Node, checker: ts.TypeChecker): Stores {
  let found: Found | null = null;
  const all = (): Found => (found ??= collect(region, checker));
  return {
    assignedTo: (symbol) => all().assigned.get(symbol) ?? [],
    takenFor: (symbol) => all().taken.get(symbol) ?? [],
    storedIn(symbol, names, isSecondName) {
      const isIt = (root: ts.Identifier | null): boolean => {
        const named = root && symbolOf(root, checker);
        return root !== null && !!named && names.has(named) && (named === symbol || isSecondName(root));
      };
      const { byRoot } = all();
      const stores = [...new Set([...names].flatMap((name) => byRoot.get(name) ?? []))].sort(
        (a, b) => a.order - b.order,
      );
      return stores.flatMap(({ target, values, isCall }) => {
        const given = isCall && values.some((v) => isIt(v.root));
        if (!given && !isIt(target)) return [];
        return values.flatMap(({ value, root }) =>
          isCall && (isFunctionNode(unwrap(value)) || isIt(root)) ? [] : [value],
        );
      });
    },
  };
}

function collect(region: ts.Node, checker: ts.TypeChecker): Found {
  const assigned = new Map<ts.Symbol, ts.Expression[]>();
  const taken = new Map<ts.Symbol, ts.Expression[]>();
  const byRoot = new Map<ts.Symbol, Store[]>();
  let order = 0;
  const store = (target: Store['target'], values: Store['values'], isCall: boolean): void => {
    const entry: Store = { target, values, isCall, order: order++ };
    for (const root of [target, ...values.map((v) => v.root)]) {
      const symbol = root && symbolOf(root, checker);
      if (symbol) push(byRoot, symbol, entry);
    }
  };
  const note = (into: Map<ts.Symbol, ts.Expression[]>, target: ts.Node, value: ts.Expression): void => {
    // `[v[i], v[j]] = …` puts something into `v`.
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
      return store(rootOf(target), [{ value, root: null }], false);
    if (!ts.isIdentifier(target)) return ts.forEachChild(target, (child) => note(into, child, value));
    const symbol = symbolOf(target, checker);
    if (symbol) push(into, symbol, value);
  };
  const visit = (node: ts.Node): void => {
    if (isAssignment(node)) {
      const target = unwrap(node.left);
      if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
        store(rootOf(target), [{ value: node.right, root: null }], false);
      else {
        note(assigned, target, node.right);
        if (!ts.isIdentifier(target)) note(taken, target, node.right);
      }
    }
    if (ts.isCallExpression(node) && node.arguments.length > 0) {
      const target = ts.isPropertyAccessExpression(node.expression) ? rootOf(node.expression) : null;
      const values = node.arguments.map((value) => ({ value, root: keptIn(value, checker) }));
      store(target, values, true);
    }
    if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer))
      note(taken, node.initializer, node.expression);
    ts.forEachChild(node, visit);
  };
  visit(region);
  return { assigned, taken, byRoot };
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The name of the object in which a call may keep others when it is given this: nothing is kept in a number or a text. */
function keptIn(argument: ts.Expression, checker: ts.TypeChecker): ts.Identifier | null {
  const root = rootOf(argument);
  return root && isPrimitive(checker.getTypeAtLocation(argument), checker) ? null : root;
}

/** The first name in `name.part[k].method()`. */
function rootOf(node: ts.Expression): ts.Identifier | null {
  let root = unwrap(node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
    root = unwrap(root.expression);
  return ts.isIdentifier(root) ? root : null;
}
