import { ts } from 'ts-morph';
import { isListOfAnything } from './contentTypes.js';
import { inferTypes } from './inferTypes.js';
import { filesBehind, filesWith, isJavaScript, type Likeness, noteFiles } from '../source/filesBehind.js';
import { isExportedPart, isFunctionNode, isNothing, unwrap } from '../source/symbols.js';
import { ANY_NAME, memberWrites } from '../source/memberWrites.js';
import { isGivenAnew } from './givenAnew.js';
import { createGuesses, remembering } from './remembering.js';

/** The checkers of a program: that of all its files, and those of files that run together, by their list. */
interface Checkers {
  readonly plain: ts.TypeChecker;
  readonly all: ts.TypeChecker;
  readonly ofSome: Map<string, ts.TypeChecker>;
}

const checkers = new WeakMap<ts.Program, Checkers>();

/** The program that another one is like, but for one of its files, which does the same in other words there. */
export interface Original {
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
}

/**
 * The checker of the files that may run in one process with a file, which also tells what untyped JavaScript leaves open:
 * a parameter without a type has that of the arguments at every call of its function, where all of them agree; a field,
 * what is assigned to it. What other programs of the folder do, with the same helpers too, says nothing of this one.
 *
 * Inference from the uses in a whole program, after Agesen, "The Cartesian product algorithm", ECOOP 1995, with one
 * type for each variable. Whatever cannot be told stays `any`.
 *
 * @param original of a program that is like another one but for this file
 */
export function checkerOf(program: ts.Program, file: ts.SourceFile, original?: Original): ts.TypeChecker {
  const { plain, all, ofSome } = checkersOf(program, file, original);
  const near = filesWith(file, all);
  const own = filesBehind(all).filter((one) => near.has(one));
  // Where all has types, nothing need be inferred, and one checker remembers for all.
  if (own.length === filesBehind(all).length || !own.some(isJavaScript)) return all;
  const key = own.map(({ fileName }) => fileName).join('\n');
  let checker = ofSome.get(key);
  if (!checker) ofSome.set(key, (checker = createChecker(plain, own)));
  return checker;
}

function checkersOf(program: ts.Program, file: ts.SourceFile, original?: Original): Checkers {
  let made = checkers.get(program);
  if (!made) {
    const plain = remembering(program.getTypeChecker());
    const own = program
      .getSourceFiles()
      .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
    const known = original && checkers.get(original.program);
    const like = known && { checker: known.all, before: original.source, after: file };
    checkers.set(program, (made = { plain, all: createChecker(plain, own, like), ofSome: new Map() }));
  }
  return made;
}

/** @param own the files whose uses of what is untyped count */
function createChecker(plain: ts.TypeChecker, own: readonly ts.SourceFile[], like?: Likeness): ts.TypeChecker {
  const inferred = createGuesses();
  const untyped = inferTypes(own, plain);
  const known = new Map<string, readonly ts.Node[]>();
  const writesOf = (name: string): readonly ts.Node[] => {
    let writes = known.get(name);
    if (!writes) known.set(name, (writes = own.flatMap((file) => memberWrites(file).of(name))));
    return writes;
  };
  const typeOf = (type: ts.Type, find: () => ts.Type | null): ts.Type =>
    type.flags & ts.TypeFlags.Any ? (inferred.noted(find) ?? type) : type;
  /** Of plain JavaScript, a list is often made empty, and filled later. */
  const orFilled = (type: ts.Type, list: ts.Symbol | undefined): ts.Type =>
    list?.valueDeclaration && isJavaScript(list.valueDeclaration) && isListOfAnything(type, plain)
      ? (inferred.noted(() => untyped.typeOfList(list, type)) ?? type)
      : type;
  /** Of plain JavaScript, a part that has nothing in it at first may be given anything later. */
  const orOpen = (type: ts.Type, isOpenPart: () => boolean): ts.Type =>
    isNothing(type) && isOpenPart() ? plain.getAnyType() : type;
  const checker: ts.TypeChecker = remembering(
    Object.assign(Object.create(plain) as ts.TypeChecker, {
      getTypeAtLocation: (node: ts.Node) =>
        orOpen(
          orFilled(
            typeOf(plain.getTypeAtLocation(node), () => untyped.typeAt(node)),
            ts.isIdentifier(node) ? plain.getSymbolAtLocation(node) : undefined,
          ),
          () => isOpenPart(node),
        ),
      getTypeOfSymbolAtLocation: (symbol: ts.Symbol, node: ts.Node) =>
        orOpen(
          orFilled(
            typeOf(plain.getTypeOfSymbolAtLocation(symbol, node), () => untyped.typeOf(symbol)),
            symbol,
          ),
          () => isOpenField(symbol),
        ),
      getTypeOfSymbol: (symbol: ts.Symbol) =>
        orOpen(
          orFilled(
            typeOf(plain.getTypeOfSymbol(symbol), () => untyped.typeOf(symbol)),
            symbol,
          ),
          () => isOpenField(symbol),
        ),
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
    const isOpen =
      (type.flags & ts.TypeFlags.Any) !== 0 ||
      isNothing(type) ||
      (ts.isIdentifier(node) && isJavaScript(node) && isListOfAnything(type, plain));
    return isOpen ? typeWithGuesses(node) : type;
  };
  noteFiles(checker, own, like);
  return checker;
}

const isOpenPart = (node: ts.Node): boolean =>
  isJavaScript(node) && (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node));

const isOpenField = ({ flags, valueDeclaration }: ts.Symbol): boolean =>
  (flags & ts.SymbolFlags.Property) !== 0 && valueDeclaration !== undefined && isJavaScript(valueDeclaration);

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
  const near = filesWith(node.getSourceFile(), checker);
  return writes.some((write) => near.has(write.getSourceFile())) || isGivenAnew(symbol, node.text, [...near], checker);
}
