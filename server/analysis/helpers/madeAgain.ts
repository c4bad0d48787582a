import { ts } from 'ts-morph';
import { createEffectReader } from '../effects/effects.js';
import type { Summaries } from '../effects/summaries.js';
import type { ModuleState } from '../program/moduleState.js';
import type { Blocker } from '../reasons.js';
import { requiredModule } from '../source/importedNames.js';
import { readsOwnPart } from '../source/readsOwnPart.js';
import { isDeclaredIn, isInside, isPrimitive } from '../source/symbols.js';

/** Whether a function that another one makes comes out the same in a task: what makes it reads nothing that can change. */
export function canBeMadeAgain(
  { initializer }: ts.VariableDeclaration,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): boolean {
  if (!initializer) return false;
  const { accesses, outside } = createEffectReader(initializer, checker, summaries).effectsOf(initializer);
  return (
    outside.length === 0 &&
    accesses.every(({ symbol, write, content }) => {
      if (isDeclaredIn(symbol, initializer)) return true;
      return (
        !write &&
        !state.changeOf(symbol, content) &&
        !state.filledElsewhere(symbol, content) &&
        !(content && state.filledBy(symbol))
      );
    })
  );
}

/** Why a class cannot be made again with the same static parts. */
export function whyNoStatics(
  statement: ts.ClassDeclaration,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): Blocker[] {
  const statics = statement.members.filter(
    (member) =>
      ts.isClassStaticBlockDeclaration(member) ||
      (ts.isPropertyDeclaration(member) && member.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword)),
  );
  const symbol = statement.name && checker.getSymbolAtLocation(statement.name);
  const filled = symbol && state.filledBy(symbol);
  const changed =
    symbol && statics.length > 0 ? (state.changeOf(symbol, true, plainStatics(statics, checker)) ?? filled) : null;
  const odd = statics.find(
    (member) =>
      changed ||
      !symbol ||
      !ts.isPropertyDeclaration(member) ||
      (member.initializer && !isReproducible(member.initializer, checker, summaries, state)),
  );
  // `Object.assign(Circle.prototype, …)`
  if (!odd && filled && !isInside(filled, statement))
    return [
      {
        code: 'module-state',
        node: statement.name,
        detail: statement.name.text,
        related: [{ message: 'changed here', node: filled }],
      },
    ];
  const related = changed ? [{ message: 'changed here', node: changed }] : [];
  return odd
    ? [{ code: 'module-state', node: odd, detail: `static part of ${statement.name?.text ?? 'class'}`, related }]
    : [];
}

/** The names of static fields that hold numbers, texts and the like, which nothing changes from inside; null where there are others. */
function plainStatics(statics: readonly ts.ClassElement[], checker: ts.TypeChecker): readonly string[] | null {
  const names = statics.map((member) =>
    member.name && ts.isIdentifier(member.name) && isPrimitive(checker.getTypeAtLocation(member), checker)
      ? member.name.text
      : null,
  );
  return names.includes(null) ? null : names.filter((name) => name !== null);
}

/** Whether a value comes out the same when it is computed again at load: no clock, no chance, no files. The environment is handed on. */
export function isReproducible(
  initializer: ts.Expression,
  checker: ts.TypeChecker,
  summaries: Summaries,
  state: ModuleState,
): boolean {
  const { outside, accesses } = createEffectReader(initializer, checker, summaries).effectsOf(initializer);
  return (
    outside.every(
      (o) =>
        (o.code === 'environment' && isEnvironmentSettled(initializer, checker, summaries, state)) ||
        o.code === 'class-instance' ||
        o.code === 'identity' ||
        (o.code === 'this' && readsOwnPart(o.node, initializer)),
    ) && !accesses.some((a) => a.write && !isDeclaredIn(a.symbol, initializer))
  );
}

/**
 * Whether the environment is the same when the worker module is loaded, which is before the statements of this file run:
 * nothing changes it, and nothing unknown runs before a value is made of it (`dotenv.config()`).
 */
function isEnvironmentSettled(
  initializer: ts.Expression,
  checker: ts.TypeChecker,
  summaries: Summaries,
  state: ModuleState,
): boolean {
  const source = initializer.getSourceFile();
  const runsUnknown = (statement: ts.Statement): boolean =>
    !ts.isFunctionDeclaration(statement) &&
    createEffectReader(statement, checker, summaries)
      .effectsOf(statement)
      .outside.some((o) => o.code === 'unknown-call' || o.code === 'package-call' || o.code === 'process');
  const isImport = (statement: ts.Statement): boolean =>
    ts.isImportDeclaration(statement) ||
    (ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every((d) => requiredModule(d.initializer) !== null));
  const before = source.statements.filter((s) => s.end <= initializer.pos && !isImport(s));
  return !state.environmentChange(source) && !before.some(runsUnknown);
}
