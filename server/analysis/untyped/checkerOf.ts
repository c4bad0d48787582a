import { ts } from 'ts-morph';
import { inferTypes } from './inferTypes.js';
import { listedBySyntax } from '../bySyntax.js';
import { createImports, createProgramFiles, type ProgramFiles } from '../programFiles.js';
import { isExportedPart, isFunctionNode, unwrap } from '../symbols.js';
import { ANY_NAME, memberWrites } from './memberWrites.js';
import { createGuesses, remembering } from './remembering.js';

const checkers = new WeakMap<ts.Program, ts.TypeChecker>();

/**
 * The checker of a program, which also tells what untyped JavaScript leaves open: a parameter without a type has that
 * of the arguments at every call of its function, where all of them agree; a field, what is assigned to it.
 *
 * Inference from the uses in a whole program, after Agesen, "The Cartesian product algorithm", ECOOP 1995, with one
 * type for each variable. Whatever cannot be told stays `any`.
 */
export function checkerOf(program: ts.Program): ts.TypeChecker {
  let checker = checkers.get(program);
  if (!checker) checkers.set(program, (checker = createChecker(program)));
  return checker;
}

const files = new WeakMap<ts.TypeChecker, readonly ts.SourceFile[]>();

/** The files of the program that a checker is for, packages apart. */
export const filesBehind = (checker: ts.TypeChecker): readonly ts.SourceFile[] => files.get(checker) ?? [];

/** For each checker, which of its files run together, and what was found out of each. */
const together = new WeakMap<
  ts.TypeChecker,
  { readonly files: ProgramFiles; readonly known: Map<ts.SourceFile, ReadonlySet<ts.SourceFile>> }
>();

/**
 * Those of the files behind a checker that may run in one process with a file: only they can get hold of what it makes. Scripts,
 * which are no modules, all may.
 */
export function filesWith(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  let running = together.get(checker);
  if (!running) {
    const own = filesBehind(checker);
    const files = createProgramFiles(own, createImports(own, checker));
    together.set(checker, (running = { files, known: new Map() }));
  }
  let found = running.known.get(file);
  if (!found) running.known.set(file, (found = runningWith(file, running.files, checker)));
  return found;
}

function runningWith(file: ts.SourceFile, files: ProgramFiles, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  const running = files.with(file);
  // What is loaded by a name that only the program knows may be any of them.
  if ([...running].some((one) => loadsAnything(one).length > 0)) return new Set(filesBehind(checker));
  if (isScript(file)) return new Set([...filesBehind(checker).filter(isScript), ...running]);
  return running;
}

/** `import(name)`, `require(name)` and whatever makes a `require`. */
const loadsAnything = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isIdentifier(node) && node.text === 'createRequire') note(node);
  if (!ts.isCallExpression(node)) return;
  const isLoad =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    /^(require|module\.require)$/.test(node.expression.getText());
  const [name] = node.arguments;
  if (isLoad && !(name && ts.isStringLiteralLike(name))) note(node);
});

const isScript = (file: ts.SourceFile): boolean =>
  !ts.isExternalModule(file) && (file as { commonJsModuleIndicator?: ts.Node }).commonJsModuleIndicator === undefined;

function createChecker(program: ts.Program): ts.TypeChecker {
  const inferred = createGuesses();
  const plain = remembering(program.getTypeChecker());
  const own = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
  const untyped = inferTypes(own, plain);
  const known = new Map<string, readonly ts.Node[]>();
  const writesOf = (name: string): readonly ts.Node[] => {
    let writes = known.get(name);
    if (!writes) known.set(name, (writes = own.flatMap((file) => memberWrites(file).of(name))));
    return writes;
  };
  const typeOf = (type: ts.Type, find: () => ts.Type | null): ts.Type =>
    type.flags & ts.TypeFlags.Any ? (inferred.noted(find) ?? type) : type;
  const checker: ts.TypeChecker = remembering(
    Object.assign(Object.create(plain) as ts.TypeChecker, {
      getTypeAtLocation: (node: ts.Node) => typeOf(plain.getTypeAtLocation(node), () => untyped.typeAt(node)),
      getTypeOfSymbolAtLocation: (symbol: ts.Symbol, node: ts.Node) =>
        typeOf(plain.getTypeOfSymbolAtLocation(symbol, node), () => untyped.typeOf(symbol)),
      getTypeOfSymbol: (symbol: ts.Symbol) => typeOf(plain.getTypeOfSymbol(symbol), () => untyped.typeOf(symbol)),
      getSymbolAtLocation(node: ts.Node) {
        const symbol = plain.getSymbolAtLocation(node) ?? inferred.noted(() => untyped.symbolAt(node));
        return symbol && isReplaced(symbol, node, writesOf, checker) ? undefined : symbol;
      },
    }),
    inferred,
  );
  // Most types are known without any inference, and remembered once.
  const typeWithGuesses = checker.getTypeAtLocation.bind(checker);
  checker.getTypeAtLocation = (node) => {
    const type = plain.getTypeAtLocation(node);
    return type.flags & ts.TypeFlags.Any ? typeWithGuesses(node) : type;
  };
  files.set(checker, own);
  return checker;
}

/**
 * Whether a method is read that some code gives another value: its declaration does not say what runs.
 *
 * @param writesOf where the program gives a value to members of a name
 */
function isReplaced(
  symbol: ts.Symbol,
  node: ts.Node,
  writesOf: (name: string) => readonly ts.Node[],
  checker: ts.TypeChecker,
): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isIdentifier(node) || !ts.isPropertyAccessExpression(node.parent)) return false;
  const isCode =
    ts.isMethodDeclaration(declaration) ||
    // What a module exports is a part of it.
    ts.isFunctionDeclaration(declaration) ||
    isExportedPart(declaration) ||
    (ts.isPropertyAssignment(declaration) && isFunctionNode(unwrap(declaration.initializer)));
  if (!isCode) return false;
  const writes = [...writesOf(ANY_NAME), ...writesOf(node.text).filter((write) => write !== node)];
  if (writes.length === 0) return false;
  const near = filesWith(node.getSourceFile(), checker);
  return writes.some((write) => near.has(write.getSourceFile()));
}
