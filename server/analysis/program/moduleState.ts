import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { getsAround, hasOneName, hasPart } from '../origins/anyObject.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { isJavaScript } from '../source/filesBehind.js';
import { directEvalIn } from '../source/directEval.js';
import { environmentLeaks, foreignCode } from '../transfer/environment.js';
import { partsOf } from './fileParts.js';
import { bindingWrites, type NamedWrite } from '../effects/namedWrites.js';
import { keepersOf } from '../origins/keptObjects.js';
import { createOrigins } from '../origins/origins.js';
import { findPatches, type Patched } from './patches.js';
import type { ProgramFiles } from '../source/programFiles.js';
import { partsReaching } from './reachingParts.js';
import { isStatic } from '../source/statics.js';
import { declarationOf, enclosingFunction, isInside, resolveAlias } from '../source/symbols.js';

/** What changes after modules are loaded: names that functions assign to, objects they change, globals they patch. */
export interface ModuleState {
  /**
   * The node that changes a binding (or the object it holds, for `content`) after its module was loaded; null where nothing does.
   *
   * @param own of a class, only what may put something in the place of these parts of its own
   */
  changeOf(symbol: ts.Symbol, content: boolean, own?: readonly string[] | null): ts.Node | null;
  /** The top-level statement that changes a name or its object while the module loads, declaration apart. */
  filledBy(symbol: ts.Symbol): ts.Node | null;
  /** What another module changes in a name or its object while it loads: a worker need not load that one. */
  filledElsewhere(symbol: ts.Symbol, content: boolean): ts.Node | null;
  /** Where the program that a file belongs to changes its environment, or null. */
  environmentChange(file: ts.SourceFile): ts.Node | null;
  /** Where the program that a file belongs to hands its environment on, or null. */
  environmentLeak(file: ts.SourceFile): ts.Node | null;
  /** Whether a program reads the same environment as long as it runs: its own files leave that alone, and it loads no other. */
  hasFixedEnvironment(file: ts.SourceFile): boolean;
  /** Where the program that a file belongs to assigns to a global object or below it: `Math.random = …`. */
  patch(file: ts.SourceFile): Patched | null;
  /** Where the program that a file belongs to asks what the last match of any pattern was: `RegExp.$1`. */
  lastMatch(file: ts.SourceFile): ts.Node | null;
  /** Where it says how values are shown: `inspect.defaultOptions.depth = 0`. */
  inspectDefaults(file: ts.SourceFile): ts.Node | null;
  /** Where it replaces what draws random numbers: then they can be the same every time. */
  patchOfRandom(file: ts.SourceFile): Patched | null;
}

/** What no worker calls, whatever it has become. */
const NEVER_COMPUTES = /^(globalThis\.)?(Math\.random|Date\.now|performance\.now)$/;

/** What one file does to the environment of the whole program. */
export interface FileState {
  readonly patches: readonly Patched[];
  readonly environmentChange: ts.Node | null;
  readonly environmentLeak: ts.Node | null;
  readonly foreignCode: ts.Node | null;
  readonly lastMatch: ts.Node | null;
  readonly inspectDefaults: ts.Node | null;
}

export function readFileState(file: ts.SourceFile, checker: ts.TypeChecker): FileState {
  return {
    patches: findPatches(file, checker),
    environmentChange: environmentChanges(file)[0] ?? null,
    environmentLeak: environmentLeaks(file)[0] ?? null,
    foreignCode: foreignCode(file)[0] ?? null,
    lastMatch: lastMatches(file)[0] ?? null,
    inspectDefaults: inspectDefaults(file)[0] ?? null,
  };
}

/**
 * Answers by what the program's own files do.
 *
 * @param writesIn what a top-level statement writes; only those statements are asked for that can get hold of a name
 */
export function createModuleState(
  states: readonly FileState[],
  checker: ts.TypeChecker,
  programFiles: ProgramFiles,
  writesIn: (part: ts.Statement) => readonly NamedWrite[],
): ModuleState {
  const patched = states.flatMap(({ patches }) => patches);
  const changesOfEnvironment = states.flatMap(({ environmentChange }) => environmentChange ?? []);
  const lastMatchesRead = states.flatMap(({ lastMatch }) => lastMatch ?? []);
  const defaultsOfInspect = states.flatMap((state) => state.inspectDefaults ?? []);
  const leaksOfEnvironment = states.flatMap(({ environmentLeak }) => environmentLeak ?? []);
  const troubles = states.flatMap((state) =>
    [state.environmentChange, state.environmentLeak, state.foreignCode].filter((node) => node !== null),
  );
  const writes = new Map<ts.Symbol, readonly NamedWrite[]>();
  /** Whether a write of any object may be one of what a name holds: that gets around, and has such a part. */
  const mayMean = ({ part }: NamedWrite, symbol: ts.Symbol): boolean =>
    hasPart(checker.getTypeOfSymbol(symbol), part, checker) && getsAround(symbol, checker);
  /** Every write of the object that a name holds. */
  const contentWrites = (symbol: ts.Symbol, declaration: ts.Node): readonly NamedWrite[] => {
    let found = writes.get(symbol);
    if (!found) {
      const parts = statementsReaching(symbol, declaration, programFiles, checker);
      const own = parts
        .flatMap(writesIn)
        .filter((w) => w.symbol === symbol || (w.symbol === null && mayMean(w, symbol)));
      found = [...own, ...writesByKeepers(symbol, declaration)];
      // Have: an answer for who asks again meanwhile, from an object that holds this one.
      writes.set(symbol, found);
      writes.set(symbol, (found = [...found, ...writesOfWholes(symbol, declaration)]));
    }
    return found;
  };
  /** Writes of other objects of modules that the object of a name is a part of, or holds: `const limits = settings.limits;`. */
  const writesOfWholes = (symbol: ts.Symbol, declaration: ts.Node): readonly NamedWrite[] => {
    const value = valueAround(declaration);
    if (!value) return [];
    const origins = createOrigins(value, checker);
    const type = checker.getTypeOfSymbol(symbol);
    const wholes = new Set(
      [...origins.of(value), ...origins.inside(value)].flatMap((o) =>
        typeof o === 'string' ? [] : [resolveAlias(o.symbol, checker)],
      ),
    );
    return [...wholes].flatMap((whole) => {
      const made = declarationOf(whole);
      if (!made || whole === symbol) return [];
      return contentWrites(whole, made).filter(({ part }) => part.kind === 'any' || hasPart(type, part, checker));
    });
  };
  /** Writes of an object that what made it keeps, by whatever name: those of anything that has such a part. */
  const writesByKeepers = (symbol: ts.Symbol, declaration: ts.Node): readonly NamedWrite[] => {
    const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const keepers = value ? keepersOf(value, checker) : [];
    if (keepers.length === 0) return [];
    const type = checker.getTypeOfSymbol(symbol);
    return [...programFiles.with(declaration.getSourceFile())]
      .flatMap(({ statements }) => statements)
      .flatMap(writesIn)
      .filter((w) => hasPart(type, w.part, checker) && !keepers.some((keeper) => isMaking(w.node, keeper)));
  };
  return {
    patch: (file) =>
      patched.find((p) => !NEVER_COMPUTES.test(p.name) && programFiles.with(file).has(p.node.getSourceFile())) ?? null,
    patchOfRandom: (file) =>
      patched.find(
        (p) =>
          /^(globalThis\.)?(Math\.random|crypto\b)/.test(p.name) && programFiles.with(file).has(p.node.getSourceFile()),
      ) ?? null,
    lastMatch: (file) => lastMatchesRead.find((node) => programFiles.with(file).has(node.getSourceFile())) ?? null,
    inspectDefaults: (file) =>
      defaultsOfInspect.find((node) => programFiles.with(file).has(node.getSourceFile())) ?? null,
    environmentChange: (file) =>
      changesOfEnvironment.find((node) => programFiles.with(file).has(node.getSourceFile())) ?? null,
    environmentLeak: (file) =>
      leaksOfEnvironment.find((node) => programFiles.with(file).has(node.getSourceFile())) ?? null,
    hasFixedEnvironment: (file) => !troubles.some((node) => programFiles.with(file).has(node.getSourceFile())),
    filledBy(named) {
      const symbol = resolveAlias(named, checker);
      const declaration = declarationOf(symbol);
      if (!declaration) return null;
      const isFilling = ({ atLoad }: NamedWrite): boolean => atLoad;
      const last = [...bindingWrites(symbol, declaration, checker), ...contentWrites(symbol, declaration)].findLast(
        isFilling,
      );
      return last?.node ?? null;
    },
    filledElsewhere(named, content) {
      const symbol = resolveAlias(named, checker);
      const declaration = declarationOf(symbol);
      if (!declaration || !content || ts.isParameter(declaration)) return null;
      const home = declaration.getSourceFile();
      const isElsewhere = ({ atLoad, node }: NamedWrite): boolean => atLoad && node.getSourceFile() !== home;
      return contentWrites(symbol, declaration).find(isElsewhere)?.node ?? null;
    },
    changeOf(named, content, own = null) {
      const symbol = resolveAlias(named, checker);
      const declaration = declarationOf(symbol);
      if (!declaration || ts.isParameter(declaration)) return null;
      const isChange = (write: NamedWrite): boolean =>
        !write.atLoad && (own === null || mayReplace(write, own, checker));
      const last =
        bindingWrites(symbol, declaration, checker).findLast(isChange) ??
        (content ? contentWrites(symbol, declaration).findLast(isChange) : undefined);
      return last?.node ?? directEvalIn(declaration.getSourceFile());
    },
  };
}

/** Whether a write of a class, or of its instances, may put something in the place of some of what the class itself has. */
const mayReplace = ({ part, node }: NamedWrite, own: readonly string[], checker: ts.TypeChecker): boolean =>
  part.kind === 'name' ? own.includes(part.name) : !isOfInstance(node, checker);

/** Whether a write goes to a part of what `this` holds in a method of an instance: to an element of a list, say. */
function isOfInstance(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (
    ts.isElementAccessExpression(node) &&
    (checker.getTypeAtLocation(node.argumentExpression).flags & ts.TypeFlags.NumberLike) === 0
  )
    return false;
  let root = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
    root = root.expression;
  if (root.kind !== ts.SyntaxKind.ThisKeyword) return false;
  let around: ts.Node = enclosingFunction(root);
  while (ts.isArrowFunction(around)) around = enclosingFunction(around);
  return ts.isConstructorDeclaration(around) || (ts.isMethodDeclaration(around) && !isStatic(around));
}

/** What a constant is made of, or taken out of: `const { limits } = settings;`. */
function valueAround(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isBindingElement(declaration)) return valueAround(declaration.parent.parent);
  return ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** Whether a write only fills what is being made. */
const isMaking = (node: ts.Node, keeper: ts.Node): boolean =>
  isInside(node, keeper) &&
  (!ts.isClassLike(keeper) || ts.findAncestor(node, ts.isConstructorDeclaration) !== undefined);

/** The statements of a program that may change the object that a name holds. */
function statementsReaching(
  symbol: ts.Symbol,
  declaration: ts.Node,
  programFiles: ProgramFiles,
  checker: ts.TypeChecker,
): readonly ts.Statement[] {
  const file = declaration.getSourceFile();
  const parts = partsOf(file);
  const home = file.isDeclarationFile || declaration === file ? null : parts.partOf(declaration);
  const inFile = home ? [home, ...partsReaching(symbol.getName(), [file])] : [];
  if (home && (hasOneName(symbol, checker) || !inFile.some((part) => parts.isShown(part)))) return inFile;
  // Whoever imports the file may change it, and the file itself by what those give it.
  const files = programFiles.reaching(file);
  // Of what plain JavaScript is given, nothing need be named where it is used.
  if (!home || files.some(isJavaScript)) return files.flatMap((one) => one.statements);
  const reaching = partsReaching(symbol.getName(), files);
  return files.flatMap((one) => one.statements.filter((part) => reaching.has(part)));
}

/** `inspect.defaultOptions`, which a program mentions to change it. */
const inspectDefaults = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'defaultOptions') note(node);
});

/** `RegExp.$1`, `RegExp['$&']`, `RegExp.lastMatch`: what every match in the same thread sets. */
const lastMatches = listedBySyntax<ts.Node>((node, note) => {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return;
  if (node.expression.getText() === 'RegExp' && !/^RegExp\.(prototype|escape|length|name)$/.test(node.getText()))
    note(node);
});

/** `process.env.NAME = …`, `delete process.env.NAME`, `Object.assign(process.env, …)`. */
const environmentChanges = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isPropertyAccessExpression(node)) {
    if (node.name.text === 'loadEnvFile' && node.getText() === 'process.loadEnvFile') note(node);
  } else if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    if (first && ts.isPropertyAccessExpression(first) && first.getText() === 'process.env') note(node);
  } else if (
    isAssignment(node) ? isEnvironment(node.left) : ts.isDeleteExpression(node) && isEnvironment(node.expression)
  )
    note(node);
});

const isEnvironment = (e: ts.Expression): boolean => /^process\.env\b/.test(e.getText());
