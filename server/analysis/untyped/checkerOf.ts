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

const together = new WeakMap<ts.TypeChecker, ProgramFiles>();

/**
 * Those of the files behind a checker that may run in one process with a file: only they can get hold of what it makes. Scripts,
 * which are no modules, all may.
 */
export function filesWith(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  const running = runningWith(file, checker);
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

function runningWith(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  let known = together.get(checker);
  if (!known) {
    const own = filesBehind(checker);
    together.set(checker, (known = createProgramFiles(own, createImports(own, checker))));
  }
  return known.with(file);
}

function createChecker(program: ts.Program): ts.TypeChecker {
  const inferred = createGuesses();
  const plain = remembering(program.getTypeChecker());
  const own = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
  const untyped = inferTypes(own, plain);
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
        return symbol && isReplaced(symbol, node, checker) ? undefined : symbol;
      },
    }),
    inferred,
  );
  files.set(checker, own);
  return checker;
}

/** Whether a method is read that some code gives another value: its declaration does not say what runs. */
function isReplaced(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isIdentifier(node) || !ts.isPropertyAccessExpression(node.parent)) return false;
  const isCode =
    ts.isMethodDeclaration(declaration) ||
    // What a module exports is a part of it.
    ts.isFunctionDeclaration(declaration) ||
    isExportedPart(declaration) ||
    (ts.isPropertyAssignment(declaration) && isFunctionNode(unwrap(declaration.initializer)));
  if (!isCode) return false;
  return [...filesWith(node.getSourceFile(), checker)].some((file) => {
    const writes = memberWrites(file);
    return writes.of(ANY_NAME).length > 0 || writes.of(node.text).some((write) => write !== node);
  });
}
