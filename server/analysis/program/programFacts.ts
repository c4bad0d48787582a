import { ts } from 'ts-morph';
import type { Reading } from '../../project.js';
import type { Trust } from '../../trust.js';
import { type Likeness, Summaries } from '../effects/summaries.js';
import { carriedWrites } from '../effects/carriedOver.js';
import type { Counterparts } from '../source/counterparts.js';
import { createMeanwhile, type Interleaving, interleavingsIn, type Meanwhile } from './meanwhile.js';
import { createModuleState, type FileState, type ModuleState, readFileState } from './moduleState.js';
import { createNamedWrites, type NamedWrite } from '../effects/namedWrites.js';
import { checkerOf, type Original } from '../untyped/checkerOf.js';
import { type Guesses, guessesOf, remembered } from '../untyped/remembering.js';
import { filesBehind } from '../source/filesBehind.js';
import { createImports, createProgramFiles } from '../source/programFiles.js';
import { readViews, type View, viewsOfVariant } from '../source/visibility.js';

/** What the loops of one program share. */
export interface ProgramFacts {
  readonly summaries: Summaries;
  /** What a top-level statement of one of its files writes, and the functions in it. */
  readonly writesIn: (part: ts.Statement) => readonly NamedWrite[];
  readonly state: ModuleState;
  readonly meanwhile: (file: ts.SourceFile) => Meanwhile;
}

/** What the loops of one file share. */
export interface FileAnalysis extends ProgramFacts {
  readonly reading: Reading;
}

/** What is known already of a file that does the same in other words. */
export interface Known {
  readonly original: FileAnalysis;
  readonly counterparts: Counterparts;
  /** The file that is written in another way. */
  readonly changed: ts.SourceFile;
}

/**
 * In steps; null where the program has changed meanwhile.
 *
 * @param like of a variant, what it is one of
 */
export function* analyseFile(reading: Reading, like?: Known): Generator<void, FileAnalysis | null, void> {
  const facts = yield* factsOf(reading, like);
  return facts && { reading, ...facts };
}

/** What was found out about one file without any guess from the rest of the program: true for as long as its view is the same. */
interface FileFacts {
  state?: FileState;
  readonly writes: Map<ts.Statement, readonly NamedWrite[]>;
  /** As a file that starts a program, and as one that others import. */
  readonly interleavings: Map<boolean, readonly Interleaving[]>;
}

/** What the facts of a program rest on: what each of its own files imports and sees, whichever of them run together. */
interface Basis {
  readonly own: readonly ts.SourceFile[];
  readonly importsOf: (file: ts.SourceFile) => readonly ts.SourceFile[];
  readonly viewOf: (file: ts.SourceFile) => View;
}

/** The facts of files that run together. */
interface Found {
  readonly facts: ProgramFacts;
  readonly stateOf: (file: ts.SourceFile) => FileState;
}

/** What was found out under one list of trusted functions: under another one it may be different. */
interface Kept {
  readonly bases: WeakMap<ts.Program, Basis>;
  /** By the checker of the files that run together. */
  readonly found: WeakMap<ts.TypeChecker, Found>;
  readonly files: WeakMap<View, FileFacts>;
}

const keptUnder = new WeakMap<Trust, Kept>();

function keptFor(trust: Trust): Kept {
  let kept = keptUnder.get(trust);
  if (!kept) keptUnder.set(trust, (kept = { bases: new WeakMap(), found: new WeakMap(), files: new WeakMap() }));
  return kept;
}

/** What the files of a program import and see; that of a variant is mostly that of its original. */
function basisOf(program: ts.Program, checker: ts.TypeChecker, { bases }: Kept, original?: Original): Basis {
  const known = bases.get(program);
  if (known) return known;
  const sources = program.getSourceFiles().filter((f) => !f.isDeclarationFile);
  const own = sources.filter((f) => !program.isSourceFileFromExternalLibrary(f));
  const before = original && bases.get(original.program);
  const changed = original && program.getSourceFile(original.source.fileName);
  const imported = createImports(own, checker);
  const importsOf: Basis['importsOf'] =
    !before || !changed
      ? imported
      : (file) =>
          file === changed
            ? imported(file)
            : before.importsOf(file).map((target) => (target === original.source ? changed : target));
  const viewOf =
    before && changed
      ? viewsOfVariant(before.viewOf, createProgramFiles(own, importsOf).reaching(changed))
      : readViews(program, importsOf);
  const basis = { own, importsOf, viewOf };
  bases.set(program, basis);
  return basis;
}

/**
 * The facts of a file and of those that run together with it, made when they are first asked for. Files that see nothing
 * new are not read again. It takes a step for each file; null where another program has taken the place of this one meanwhile.
 */
function* factsOf(
  { program, checker, trust, isCurrent, original }: Reading,
  like?: Known,
): Generator<void, ProgramFacts | null, void> {
  const kept = keptFor(trust);
  const { found: known, files } = kept;
  const made = known.get(checker);
  if (made) return made.facts;
  const before = original && known.get(checkerOf(original.program, original.source));
  const changed = original && program.getSourceFile(original.source.fileName);
  const { own: all, importsOf, viewOf } = basisOf(program, checker, kept, original);
  const near = new Set(filesBehind(checker));
  const own = all.filter((file) => near.has(file));
  const programFiles = createProgramFiles(own, importsOf);
  const factsOfFile = (file: ts.SourceFile): FileFacts => {
    const view = viewOf(file);
    let facts = files.get(view);
    if (!facts) files.set(view, (facts = { writes: new Map(), interleavings: new Map() }));
    return facts;
  };
  const summaries = new Summaries(trust, like && likenessOf(like));
  const guesses = guessesOf(checker);
  /** Keeps a finding where it holds for the next program as well. */
  const found = <T>(find: () => T, keep: (finding: T) => void): T => {
    const before = guesses.count;
    const finding = find();
    if (guesses.count === before) keep(finding);
    return finding;
  };
  const stateOf = (file: ts.SourceFile): FileState => {
    if (before && file !== changed) return before.stateOf(file);
    const facts = factsOfFile(file);
    return (
      facts.state ??
      found(
        () => readFileState(file, checker),
        (state) => void (facts.state = state),
      )
    );
  };
  const namedWrites = new Map<ts.SourceFile, (part: ts.Statement) => readonly NamedWrite[]>();
  const writesIn = remembered(guesses, (part: ts.Statement): readonly NamedWrite[] => {
    const file = part.getSourceFile();
    const { writes } = factsOfFile(file);
    const before = writes.get(part) ?? (like && writesBefore(part, like, guesses));
    if (before) return before;
    let read = namedWrites.get(file);
    if (!read) namedWrites.set(file, (read = createNamedWrites(file, checker, summaries)));
    return found(
      () => read(part),
      (finding) => {
        // A symbol that one checker has made up means nothing to the next one.
        if (finding.every(({ symbol }) => !symbol || !(symbol.flags & ts.SymbolFlags.Transient)))
          writes.set(part, finding);
      },
    );
  });
  const interleavingsOf = (file: ts.SourceFile, isEntry: boolean): readonly Interleaving[] => {
    const { interleavings } = factsOfFile(file);
    return (
      interleavings.get(isEntry) ??
      found(
        () => interleavingsIn(file, isEntry, checker),
        (finding) => void interleavings.set(isEntry, finding),
      )
    );
  };
  const states: FileState[] = [];
  for (const file of own) {
    if (!isCurrent()) return null;
    states.push(stateOf(file));
    yield;
  }
  const facts: ProgramFacts = {
    summaries,
    writesIn,
    state: createModuleState(states, checker, programFiles, writesIn),
    meanwhile: createMeanwhile(programFiles, interleavingsOf),
  };
  known.set(checker, { facts, stateOf });
  return facts;
}

const likenessOf = ({ original: { summaries, reading }, counterparts }: Known): Likeness => ({
  summaries,
  checker: reading.checker,
  counterparts,
});

/**
 * What a statement writes that reads the same in the original; null where that means nothing here, or more may be known here: what
 * the other names of the file lead to says what one leads to that is given a value.
 */
function writesBefore(
  part: ts.Statement,
  { original, counterparts, changed }: Known,
  guesses: Guesses,
): readonly NamedWrite[] | null {
  const isFound = part.getSourceFile() !== changed || ts.isFunctionDeclaration(part) || ts.isClassDeclaration(part);
  const before = isFound ? counterparts.nodeBefore(part) : null;
  if (!before) return null;
  const theirs = guessesOf(original.reading.checker);
  const count = theirs.count;
  const writes = carriedWrites(original.writesIn(before), counterparts);
  return theirs.count > count ? guesses.noted(() => writes) : writes;
}
