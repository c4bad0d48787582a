import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { namesIn } from '../source/names.js';
import { isWrittenOut } from '../calls/overrides.js';
import {
  enclosingFunction,
  isConstant,
  isExportedVariable,
  isPrimitive,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import { filesBehind } from '../source/filesBehind.js';
import { guessesOf } from '../untyped/remembering.js';

/** Where Proxies are made: `new Proxy(…)` and `Proxy.revocable(…)`. */
const proxiesIn = listedBySyntax<ts.NewExpression | ts.CallExpression>((node, note) => {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Proxy') note(node);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  if (node.expression.getText() === 'Proxy.revocable') note(node);
});

interface Found {
  /** Constants that hold one, and hand it to nobody. */
  readonly names: ReadonlySet<ts.Symbol>;
  /** The types of all others. */
  readonly types: readonly ts.Type[];
}

const known = new WeakMap<ts.TypeChecker, Found>();

/**
 * Whether an object may be a Proxy that the program makes: by its name, and by its type where one is handed on as any other
 * object.
 */
export function mayBeProxy(object: ts.Expression, checker: ts.TypeChecker): boolean {
  let found = known.get(checker);
  if (!found) known.set(checker, (found = findAll(checker)));
  const { names, types } = found;
  if (names.size + types.length === 0) return false;
  const node = unwrap(object);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  if (symbol && names.has(symbol)) return true;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(object));
  if (types.length === 0 || isPrimitive(type, checker) || isWrittenOut(object, checker)) return false;
  // Another file may come to make one.
  return guessesOf(checker).noted(() => types.some((one) => mayStandFor(one, type, checker)));
}

function findAll(checker: ts.TypeChecker): Found {
  const names = new Set<ts.Symbol>();
  const types = new Set<ts.Type>();
  for (const node of filesBehind(checker).flatMap(proxiesIn)) {
    const holder = holderOf(node, checker);
    if (holder) names.add(holder);
    else for (const type of typesOf(node, checker)) types.add(type);
  }
  return { names, types: [...types] };
}

/** The constant that holds a Proxy, where only parts of it are used: `proxied.name`. */
function holderOf(made: ts.NewExpression | ts.CallExpression, checker: ts.TypeChecker): ts.Symbol | null {
  const { parent } = wrapped(made);
  if (!ts.isNewExpression(made) || !isConstant(parent) || !ts.isIdentifier(parent.name) || isExportedVariable(parent))
    return null;
  const { name } = parent;
  const symbol = checker.getSymbolAtLocation(name);
  const isPart = (use: ts.Identifier): boolean => {
    const whole = wrapped(use);
    const access = whole.parent;
    return (
      (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && access.expression === whole
    );
  };
  const uses = namesIn(made.getSourceFile(), name.text).filter((use) => use !== name);
  return symbol && uses.every((use) => symbolOf(use, checker) !== symbol || isPart(use)) ? symbol : null;
}

function mayStandFor(proxied: ts.Type, type: ts.Type, checker: ts.TypeChecker): boolean {
  // What is known of neither may be one.
  if (isUnknown(proxied) || isUnknown(type)) return isUnknown(proxied) && isUnknown(type);
  return checker.isTypeAssignableTo(proxied, type);
}

const isUnknown = ({ flags }: ts.Type): boolean =>
  (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) !== 0;

/** What a Proxy is taken for: its type where it is made, and where that is left open, the types of the calls that make it. */
function typesOf(made: ts.NewExpression | ts.CallExpression, checker: ts.TypeChecker): readonly ts.Type[] {
  const [target] = made.arguments ?? [];
  const whole = wrapped(made);
  const expected = checker.getContextualType(whole);
  const type = ts.isNewExpression(made)
    ? checker.getTypeAtLocation(whole)
    : target && checker.getTypeAtLocation(target);
  const types = [type, expected].filter((t) => t !== undefined);
  if (!types.some(({ flags }) => flags & ts.TypeFlags.TypeParameter)) return types;
  const maker = enclosingFunction(made);
  const name = ts.isSourceFile(maker)
    ? undefined
    : (maker.name ?? (maker.parent as Partial<ts.VariableDeclaration>).name);
  if (!name) return types;
  const calls = filesBehind(checker).flatMap((file) =>
    namesIn(file, name.getText()).flatMap((use) => callOf(use) ?? []),
  );
  return [...types, ...calls.map((call) => checker.getTypeAtLocation(call))];
}

/** The call `name(…)` or `object.name(…)` that a name belongs to. */
function callOf(name: ts.Identifier): ts.CallExpression | null {
  const callee = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee ? callee.parent : null;
}
