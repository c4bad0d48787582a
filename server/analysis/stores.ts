import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';
import { isFunctionNode, symbolOf, unwrap } from './symbols.js';

/** What is put where inside one region: read once, asked often. */
export interface Stores {
  /** Every value assigned to a name as a whole, or taken apart into it. */
  assignedTo(symbol: ts.Symbol): readonly ts.Expression[];
  /**
   * Every value stored in the object that a name holds: `v.push(x)`, `v[k] = x`, `v.set(k, x)`.
   *
   * @param isSecondName whether another name leads to the object, too
   */
  storedIn(symbol: ts.Symbol, isSecondName: (name: ts.Identifier) => boolean): readonly ts.Expression[];
}

/** An assignment below some object, or a call that may keep some of its arguments in others or in its receiver. */
interface Store {
  /** The object before the assignment's dot or the method's. */
  readonly target: ts.Identifier | null;
  readonly values: readonly { readonly value: ts.Expression; readonly root: ts.Identifier | null }[];
  readonly isCall: boolean;
}

export function createStores(region: ts.Node, checker: ts.TypeChecker): Stores {
  let found: { assigned: Map<ts.Symbol, ts.Expression[]>; stores: Store[] } | null = null;
  const all = (): NonNullable<typeof found> => (found ??= collect(region, checker));
  return {
    assignedTo: (symbol) => all().assigned.get(symbol) ?? [],
    storedIn(symbol, isSecondName) {
      const isIt = (root: ts.Identifier | null): boolean =>
        root !== null && ((root.text === symbol.getName() && symbolOf(root, checker) === symbol) || isSecondName(root));
      return all().stores.flatMap(({ target, values, isCall }) => {
        const given = isCall && values.some((v) => isIt(v.root));
        if (!given && !isIt(target)) return [];
        return values.flatMap(({ value, root }) =>
          isCall && (isFunctionNode(unwrap(value)) || isIt(root)) ? [] : [value],
        );
      });
    },
  };
}

function collect(
  region: ts.Node,
  checker: ts.TypeChecker,
): { assigned: Map<ts.Symbol, ts.Expression[]>; stores: Store[] } {
  const assigned = new Map<ts.Symbol, ts.Expression[]>();
  const stores: Store[] = [];
  const assign = (target: ts.Node, value: ts.Expression): void => {
    if (!ts.isIdentifier(target)) return ts.forEachChild(target, (child) => assign(child, value));
    const symbol = symbolOf(target, checker);
    if (symbol) assigned.set(symbol, [...(assigned.get(symbol) ?? []), value]);
  };
  const visit = (node: ts.Node): void => {
    if (isAssignment(node)) {
      const target = unwrap(node.left);
      if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
        stores.push({ target: rootOf(target), values: [{ value: node.right, root: null }], isCall: false });
      else assign(target, node.right);
    }
    if (ts.isCallExpression(node) && node.arguments.length > 0) {
      const target = ts.isPropertyAccessExpression(node.expression) ? rootOf(node.expression) : null;
      const values = node.arguments.map((value) => ({ value, root: rootOf(value) }));
      if (target || values.some((v) => v.root)) stores.push({ target, values, isCall: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(region);
  return { assigned, stores };
}

/** The first name in `name.part[k].method()`. */
function rootOf(node: ts.Expression): ts.Identifier | null {
  let root = unwrap(node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
    root = unwrap(root.expression);
  return ts.isIdentifier(root) ? root : null;
}
