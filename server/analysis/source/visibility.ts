import { ts } from 'ts-morph';
import { memberWrites } from './memberWrites.js';

/**
 * Stands for everything that a file can see: its own text, all that it imports, directly or not, and what declares globals.
 * As long as none of it changes, the file has the same view in one program after another, and what was found out by it holds.
 */
export interface View {
  readonly imports: readonly ts.SourceFile[];
  readonly globals: readonly ts.SourceFile[];
  readonly options: ts.CompilerOptions;
  /** Names of members that any file gives a value: what a method is, is not told by its declaration then. */
  readonly written: string;
}

/** The view of a file in one program alone. */
const NOTHING: View = { imports: [], globals: [], options: {}, written: '' };

/** The view of each file when it was last looked at. */
const views = new WeakMap<ts.SourceFile, View>();

/** The views of a program's files, declarations apart: those of the program before, wherever they still hold. */
export function readViews(
  program: ts.Program,
  importsOf: (file: ts.SourceFile) => readonly ts.SourceFile[],
): (file: ts.SourceFile) => View {
  const all = program.getSourceFiles();
  const options = program.getCompilerOptions();
  const written = all.map((file) => (file.isDeclarationFile ? '' : writtenIn(file))).join('\n');
  const globals = all.filter((file) => file.isDeclarationFile || affectsOthers(file));
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  const now = new Map<ts.SourceFile, View>();
  const changed = new Set<ts.SourceFile>();
  for (const file of all) {
    if (file.isDeclarationFile) continue;
    const imports = importsOf(file);
    for (const target of imports) {
      const known = importers.get(target);
      if (known) known.push(file);
      else importers.set(target, [file]);
    }
    const before = views.get(file);
    now.set(file, { imports, globals, options, written });
    const holds =
      before?.options === options &&
      before.written === written &&
      isSame(before.imports, imports) &&
      isSame(before.globals, globals);
    if (!holds) changed.add(file);
  }
  // Whatever can see a file that has changed sees something else now.
  for (const file of changed) for (const importer of importers.get(file) ?? []) changed.add(importer);
  for (const [file, view] of now) if (changed.has(file)) views.set(file, view);
  return (file) => {
    const view = views.get(file);
    if (!view) throw new Error(`${file.fileName} is not in the program`);
    return view;
  };
}

/**
 * The views of a variant's files: those of the program that it is a variant of, but for what can see the file with another text.
 * They are not kept: the next program is no variant.
 */
export function viewsOfVariant(
  viewOf: (file: ts.SourceFile) => View,
  affected: readonly ts.SourceFile[],
): (file: ts.SourceFile) => View {
  const own = new Map(affected.map((file): [ts.SourceFile, View] => [file, { ...NOTHING }]));
  return (file) => own.get(file) ?? viewOf(file);
}

const isSame = (a: readonly ts.SourceFile[], b: readonly ts.SourceFile[]): boolean =>
  a.length === b.length && a.every((file, index) => file === b[index]);

/** A script, or a module that adds declarations to others. */
function affectsOthers(file: ts.SourceFile): boolean {
  if (!ts.isExternalModule(file)) return true;
  return file.statements.some(
    (s) =>
      ts.isModuleDeclaration(s) && (ts.isStringLiteral(s.name) || (s.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );
}

const writtenNames = new WeakMap<ts.SourceFile, string>();

function writtenIn(file: ts.SourceFile): string {
  let names = writtenNames.get(file);
  if (names === undefined) {
    names = [...memberWrites(file).counts()].map(([name, count]) => `${name} ${count}`).join();
    writtenNames.set(file, names);
  }
  return names;
}
