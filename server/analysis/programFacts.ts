import { ts } from 'ts-morph';
import { checkerOf } from '../checker.js';
import type { Summaries } from './effectWalk.js';
import { createMeanwhile, type Interleaving, interleavingsIn, type Meanwhile } from './meanwhile.js';
import { createModuleState, type FileState, type ModuleState, readFileState } from './moduleState.js';
import { createImports, createProgramFiles } from './programFiles.js';
import { readViews, type View } from './visibility.js';

/** What the loops of one program share. */
export interface ProgramFacts {
  readonly summaries: Summaries;
  readonly state: ModuleState;
  readonly meanwhile: (file: ts.SourceFile) => Meanwhile;
}

/** What was found out about one file alone, and is true for as long as its view is the same. */
interface FileFacts {
  state?: FileState;
  /** As a file that starts a program, and as one that others import. */
  readonly interleavings: Map<boolean, readonly Interleaving[]>;
}

const programs = new WeakMap<ts.Program, ProgramFacts>();
const kept = new WeakMap<View, FileFacts>();

/** The facts of a program, made when they are first asked for. Files that see nothing new are not read again. */
export function factsOf(program: ts.Program): ProgramFacts {
  let facts = programs.get(program);
  if (!facts) programs.set(program, (facts = readFacts(program)));
  return facts;
}

function readFacts(program: ts.Program): ProgramFacts {
  const checker = checkerOf(program);
  const sources = program.getSourceFiles().filter((f) => !f.isDeclarationFile);
  const own = sources.filter((f) => !program.isSourceFileFromExternalLibrary(f));
  const importsOf = createImports(own, checker);
  const viewOf = readViews(program, importsOf);
  const programFiles = createProgramFiles(own, importsOf);
  const summaries: Summaries = new Map();
  const factsOfFile = (file: ts.SourceFile): FileFacts => {
    const view = viewOf(file);
    let facts = kept.get(view);
    if (!facts) kept.set(view, (facts = { interleavings: new Map() }));
    return facts;
  };
  const stateOf = (file: ts.SourceFile): FileState => {
    const facts = factsOfFile(file);
    if (facts.state) return facts.state;
    const state = readFileState(file, checker, summaries);
    // A symbol that one checker has made up means nothing to the next one.
    if (state.writes.every(({ symbol }) => !(symbol.flags & ts.SymbolFlags.Transient))) facts.state = state;
    return state;
  };
  const interleavingsOf = (file: ts.SourceFile, isEntry: boolean): readonly Interleaving[] => {
    const { interleavings } = factsOfFile(file);
    let found = interleavings.get(isEntry);
    if (!found) interleavings.set(isEntry, (found = interleavingsIn(file, isEntry, checker)));
    return found;
  };
  return {
    summaries,
    state: createModuleState(own, stateOf, checker, programFiles),
    meanwhile: createMeanwhile(programFiles, interleavingsOf),
  };
}
