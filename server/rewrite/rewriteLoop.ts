import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { toReason } from '../analysis/reasons.js';
import { fieldKey, fieldName } from '../analysis/transfer/capturedFields.js';
import { isEcmaModule, isInModulePackage } from '../analysis/program/modules.js';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import type { FileAnalysis } from '../analysis/program/programFacts.js';
import type { FoundLoop } from '../forms/foundLoop.js';
import type { Piece } from '../analysis/split/splitState.js';
import { isDeclaredIn, isImplements } from '../analysis/source/symbols.js';
import type { CallKind, NewFile, Rewrite, TextEdit } from '../model.js';
import { commitPart, usesIndex, type CommitNames } from './commitText.js';
import { CONCURRENCY, isLimited } from './poolCall.js';
import { importPatches, unusedImportPatches } from './imports.js';
import { namesIn, taskName } from './names.js';
import { uniqueName } from '../uniqueName.js';
import { VALUE_NAMES } from './resultText.js';
import { styleOf, type Style } from './style.js';
import { taskParts } from './taskParts.js';
import { lineSpan, lineSpans, patched, statementOf, type Patch, withoutText } from '../nodeText.js';
import { localTypes } from './localTypes.js';
import { firstName } from './typeMentions.js';
import { createTypeWriter } from './types.js';
import {
  declaredNames,
  isExported,
  stillUsed,
  tasksFileOf,
  workerModuleText,
  type ModuleKind,
} from './workerModule.js';

export interface RewriteOptions {
  /** What stands between a file's name and its extension in the name of its worker module. */
  readonly suffix: string;
  /** Awaited or blocking, whatever the verdict prefers. */
  readonly call?: CallKind | undefined;
  /** Text of the worker module where it is not what is on disk. */
  readonly tasksText?: string | undefined;
}

/** Writes the rewrite of an offered loop: edits of its file, and the worker module. */
export function rewriteLoop(offer: OfferedLoop, file: FileAnalysis, options: RewriteOptions): Rewrite {
  const { source, checker, program, snapshot } = file.reading;
  const { verdict } = offer.judged;
  const awaits = (options.call ?? (verdict.kind === 'refused' ? 'sync' : verdict.call)) === 'async';
  const { noUnusedLocals, noUnusedParameters, noUncheckedIndexedAccess } = program.getCompilerOptions();
  const written = styleOf(source);
  const style = { ...written, onlyUsed: written.typed && (noUnusedLocals ?? noUnusedParameters ?? false) };
  const kind: ModuleKind = isEcmaModule(source) || style.typed ? 'esm' : 'cjs';
  const tasksFile = tasksFileOf(source.fileName, options.suffix);
  const existing = options.tasksText ?? (existsSync(tasksFile) ? readFileSync(tasksFile, 'utf8') : null);
  const taken = new Set([...namesIn(source.text), ...namesIn(existing ?? '')]);
  const names = chooseNames(offer, taken, checker, namesIn(source.text), awaits);
  const specifier = specifierFor(source, tasksFile, program);
  // A guess at what `any` stands for is nothing to tell the compiler.
  const said = style.typed ? program.getTypeChecker() : checker;
  const types = createTypeWriter(
    offer.loop.node,
    said,
    new Set(offer.helpers.moved.flatMap(declaredNames)),
    new Set(offer.helpers.captures.map((symbol) => symbol.getName())),
  );
  for (const node of [...offer.helpers.moved, ...offer.helpers.locals, ...offer.computeNodes])
    forEachTypeName(node, (name) => types.need(name));
  for (const node of offer.helpers.moved) forEachTypeQuery(node, (name) => types.needValue(name, true));
  const task = taskParts(offer, names, style, said, types, libraryNames(offer, existing));

  const commit = commitPart(offer, names, style, checker, noUncheckedIndexedAccess === true);
  const moved = offer.helpers.moved;
  const movedSpans = [
    ...commit.patches
      .filter((p) => /^;?$/.test(p.text) && !isOfLead(offer, p))
      .flatMap((p) => around(p, commit.keptType)),
    ...removedSpans(offer),
  ];
  const localCode = offer.helpers.locals.map((fn) => statementOf(fn));
  const localToo = style.typed ? localTypes([...offer.computeNodes, ...localCode], checker) : [];
  const useless = uselessNow([...localCode, ...localToo], movedSpans, checker);
  const gone = lineSpans([...moved, ...useless]);
  // What has moved away is handed to the task from here as well, where the loop itself uses it.
  const captured = offer.helpers.captures.filter((s) => moved.some((m) => isDeclaredIn(s, m))).map((s) => s.getName());
  const shared = [...new Set([...stillUsed(moved, [...movedSpans, ...useless.map(lineSpan)], checker), ...captured])];
  const library = [alias('pool', names.pool), ...commit.library.map((name) => alias(name, names[name]))];
  const called = new Set([names.pool, ...commit.library.map((name) => names[name])]);
  const unused = unusedImportPatches(source, [...gone, ...removedSpans(offer)], called, checker);
  const patches: Patch[] = [
    ...commit.patches,
    ...gone.map((g) => withoutText(g, source.text, style.semicolon)),
    ...importPatches(
      source,
      [
        { specifier: 'looppool', names: library },
        { specifier, names: [names.task, ...shared] },
      ],
      style,
      kind,
      style.onlyUsed ? unused : [],
    ),
    ...exportPatches(offer, types.needs.fromFile, moved, specifier, style),
  ];
  patches.push(...unused.filter((p) => !patches.some((q) => q.start < p.end && q.end > p.start)));
  const listed = verdict.kind === 'refused' ? [] : verdict.assumptions;
  // A loop that awaits has the assumption already.
  const interrupted = awaits && !offer.runsAlone && !offer.judged.facts.awaits;
  const url = kind === 'cjs' || isCommonJsOutput(source, program) ? '__filename' : 'import.meta.url';
  const moduleText = workerModuleText(
    existing,
    offer,
    shared,
    task,
    types.needs,
    tasksFile,
    specifierFor(source, source.fileName, program),
    style,
    kind,
    url,
  );
  const edits = toEdits(source.fileName, patches);
  const newFiles: NewFile[] = existing === null ? [{ file: tasksFile, text: moduleText }] : [];
  const tasksEdits: TextEdit[] =
    existing === null ? [] : [{ file: tasksFile, start: 0, end: existing.length, text: moduleText }];
  return {
    site: offer.judged.site,
    version: snapshot.version,
    edits: [...edits, ...tasksEdits],
    newFiles,
    assumptions: [
      ...listed,
      ...(interrupted ? [toReason({ code: 'other-code-runs', node: offer.loop.anchor, detail: '' })] : []),
    ],
    task: names.task,
    tasksFile,
    concurrency: isLimited(offer.judged) ? CONCURRENCY : undefined,
    loopAfter: placeAfter(offer, edits),
  };
}

/** The statements of local functions and types that only the task uses from now on. */
function uselessNow(
  locals: readonly ts.Node[],
  movedSpans: readonly { start: number; end: number }[],
  checker: ts.TypeChecker,
): ts.Statement[] {
  let statements = (locals as readonly ts.Statement[]).filter(
    (s) => ts.isBlock(s.parent) && declaredNames(s).length === 1,
  );
  for (;;) {
    const used = stillUsed(statements, movedSpans, checker);
    if (used.length === 0) return statements;
    statements = statements.filter((s) => !declaredNames(s).some((name) => used.includes(name)));
  }
}

const alias = (name: string, local: string): string => (name === local ? name : `${name} as ${local}`);

/** What parts of the library are called where the file has their names itself. */
const LOCAL_NAMES = { pool: 'workerPool', range: 'countedRange', keysIn: 'keysOf', inTurn: 'oneByOne' } as const;

function chooseNames(
  offer: OfferedLoop,
  taken: Set<string>,
  checker: ts.TypeChecker,
  mainNames: ReadonlySet<string>,
  awaits: boolean,
): CommitNames {
  const imported = (name: keyof typeof LOCAL_NAMES): string => {
    // The file's own import of the library keeps its names.
    const { text } = offer.loop.node.getSourceFile();
    const library = /\{([^}]*)\}\s*(?:from\s*|=\s*require\(\s*)['"]looppool['"]/.exec(text)?.[1] ?? '';
    const known = new RegExp(`(?:^|[,\\s])${name}(?:(?:\\s+as\\s+|\\s*:\\s*)([\\w$]+))?\\s*(?:,|$)`).exec(library);
    if (known) return known[1] ?? name;
    return mainNames.has(name) ? uniqueName(LOCAL_NAMES[name], taken) : name;
  };
  const pool = imported('pool');
  const range = imported('range');
  const keysIn = imported('keysIn');
  const inTurn = imported('inTurn');
  const task = uniqueName(taskName(offer, checker), taken);
  // They are known inside the loop only, and may hide names that it does not use.
  const local = new Set([...namesIn(offer.loop.node.getText()), pool, range, keysIn, inTurn, task]);
  const pieces = new Map<Piece, string>();
  for (const piece of offer.split.pieces)
    pieces.set(piece, piece.local ? piece.local.getName() : uniqueName('result', local));
  const { locals, captures } = offer.helpers;
  const inTask = [offer.loop.node, ...locals].map((node) =>
    node
      .getText()
      .replace(/\bthis\s*\.\s*#?/g, 'this.')
      .replace(ENVIRONMENT, ''),
  );
  const known = namesIn(inTask.join(' ').replace(/\bthis\.[\p{ID_Continue}$]+/gu, ''));
  for (const name of [...captures.map((s) => s.getName()), ...(offer.split.given ?? [])]) known.add(name);
  const fields = new Map(
    offer.helpers.fields.map((f) => [fieldKey(f), uniqueName(fieldName(f).replace('#', ''), known)]),
  );
  const index = usesIndex(offer, checker) ? offer.loop.index!.text : null;
  return {
    awaits,
    pool,
    range,
    keysIn,
    inTurn,
    task,
    inputs: uniqueName('inputs', new Set([...mainNames, ...local])),
    pieces,
    fields,
    values: uniqueName('values', local),
    cursor: uniqueName('at', local),
    index,
    value: VALUE_NAMES[offer.loop.result],
  };
}

const ENVIRONMENT = /\bprocess\.env(\.\w+|\[\s*(['"`])\w+\2\s*\])/g;

/** What the worker module calls parts of the library: their own names, unless the program's helpers there have them. */
function libraryNames(offer: OfferedLoop, existing: string | null): (name: string) => string {
  const { moved, imports, fromFile } = offer.helpers;
  const home = new Set([
    ...moved.flatMap(declaredNames),
    ...imports.map((i) => i.symbol.getName()),
    ...fromFile.map((f) => f.getName()),
  ]);
  const types = namesIn(moved.map((m) => m.getText()).join(' '));
  return (name) => {
    const known = new RegExp(`\\b${name}(?: as |: )(\\w+)[^;\\n]*looppool`).exec(existing ?? '')?.[1];
    if (known) return known;
    return home.has(name) || (name !== 'task' && types.has(name))
      ? `looppool${name.charAt(0).toUpperCase()}${name.slice(1)}`
      : name;
  };
}

/** How a module of the same folder is written in imports of this file. */
function specifierFor(source: ts.SourceFile, target: string, program: ts.Program): string {
  const base = path.basename(target);
  const options = program.getCompilerOptions();
  const relatives = source.statements.flatMap((s) =>
    ts.isImportDeclaration(s) && ts.isStringLiteral(s.moduleSpecifier) && /^\.\.?\//.test(s.moduleSpecifier.text)
      ? [s.moduleSpecifier.text]
      : [],
  );
  const stem = base.replace(/\.[cm]?[jt]sx?$/, '');
  const written = /\.([cm])?[jt]sx?$/.exec(base);
  if (!/\.[cm]?tsx?$/.test(base)) return `./${base}`;
  if (relatives.some((r) => /\.[cm]?tsx?$/.test(r)) || (relatives.length === 0 && options.allowImportingTsExtensions))
    return `./${base}`;
  if (relatives.length > 0 && relatives.every((r) => !/\.[cm]?jsx?$/.test(r))) return `./${stem}`;
  return `./${stem}.${written?.[1] ?? ''}js`;
}

function isCommonJsOutput(source: ts.SourceFile, program: ts.Program): boolean {
  const { module = ts.ModuleKind.NodeNext } = program.getCompilerOptions();
  if (module === ts.ModuleKind.CommonJS || /\.cts$/.test(source.fileName)) return true;
  const byPackage = module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
  // What is JavaScript already runs as it is written.
  return byPackage && !/\.(m[jt]s|jsx?)$/.test(source.fileName) && !isInModulePackage(source.fileName);
}

/** `export` where the worker module imports from the file, and re-exports of what moved away. */
function exportPatches(
  offer: OfferedLoop,
  types: ReadonlyMap<string, readonly ts.Node[]>,
  moved: readonly ts.Statement[],
  specifier: string,
  style: Style,
): Patch[] {
  const patches: Patch[] = [];
  const statements = new Set<ts.Node>([
    ...[...types.values()].flat(),
    ...offer.helpers.fromFile.map((s) => statementOf(s.valueDeclaration ?? s.declarations![0]!)),
  ]);
  for (const node of statements)
    if (!isExported(node)) patches.push({ start: node.getStart(), end: node.getStart(), text: 'export ' });
  const isDefault = (node: ts.Node): boolean =>
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) ?? false);
  const again = moved
    .filter(isExported)
    .flatMap((m) => declaredNames(m).map((name) => (isDefault(m) ? `${name} as default` : name)));
  if (again.length > 0) {
    const source = moved[0]!.getSourceFile();
    const { quote: q, semicolon: s, eol } = style;
    const end = source.text.trimEnd().length;
    patches.push({ start: end, end, text: `${eol}${eol}export { ${again.join(', ')} } from ${q}${specifier}${q}${s}` });
  }
  return patches;
}

/** Whether a statement of the body stays, in the generator that runs ahead. */
const isLeading = ({ lead }: FoundLoop, node: ts.Node): boolean =>
  lead !== undefined && [...lead.before, ...lead.after].some((s) => s === node);

const isOfLead = ({ loop }: OfferedLoop, patch: Patch): boolean =>
  loop.lead !== undefined &&
  [...loop.lead.before, ...loop.lead.after].some(
    (s) => s.pos <= patch.end && s.end >= patch.start && patch.start <= s.getStart(),
  );

/** What is gone of a stretch, but for a type in it that stands elsewhere now. */
function around({ start, end }: Patch, kept: ts.TypeNode | undefined): { start: number; end: number }[] {
  if (!kept || kept.pos < start || kept.end > end) return [{ start, end }];
  return [
    { start, end: kept.getStart() },
    { start: kept.end, end },
  ];
}

function removedSpans(offer: OfferedLoop): { start: number; end: number }[] {
  const { loop, split } = offer;
  if (split.mode === 'map') {
    const gone = loop.callback ?? loop.body;
    return [{ start: gone.getStart(), end: gone.end }];
  }
  return [
    ...[...split.removed].filter((node) => !isLeading(loop, node)).map(lineSpan),
    ...split.pieces.flatMap((p) => (p.expression ? [{ start: p.expression.getStart(), end: p.expression.end }] : [])),
  ];
}

function forEachTypeName(node: ts.Node, visit: (name: string) => void): void {
  if (ts.isTypeReferenceNode(node)) {
    let name = node.typeName;
    while (ts.isQualifiedName(name)) name = name.left;
    visit(name.text);
  }
  if (isImplements(node))
    for (const { expression } of node.types) if (ts.isIdentifier(expression)) visit(expression.text);
  ts.forEachChild(node, (child) => forEachTypeName(child, visit));
}

/** The values whose types some code asks for: `rows` of `typeof rows`. */
function forEachTypeQuery(node: ts.Node, visit: (name: string) => void): void {
  const name = ts.isTypeQueryNode(node) ? firstName(node.exprName) : null;
  if (name !== null) visit(name);
  ts.forEachChild(node, (child) => forEachTypeQuery(child, visit));
}

/** Sorted edits; two insertions at one place become one. */
function toEdits(file: string, patches: readonly Patch[]): TextEdit[] {
  const sorted = [...patches].sort((a, b) => a.start - b.start || a.end - b.end);
  const edits: TextEdit[] = [];
  for (const patch of sorted) {
    const last = edits.at(-1);
    if (last && patch.start === last.end && patch.start === patch.end && last.start === last.end)
      edits[edits.length - 1] = { ...last, text: last.text + patch.text };
    else if (!last || patch.start >= last.end) edits.push({ file, ...patch });
  }
  return edits;
}

/** Where the rewritten loop stands after the edits. */
function placeAfter(offer: OfferedLoop, edits: readonly TextEdit[]): { start: number; end: number } {
  const { node } = offer.loop;
  return { start: shifted(edits, node.getStart(), false), end: shifted(edits, node.end, true) };
}

/** Where what stood at a position of a file stands after edits of it; null where an edit has taken it away. */
export function positionAfter(edits: readonly TextEdit[], position: number): number | null {
  return edits.some((e) => e.start <= position && e.end > position) ? null : shifted(edits, position, true);
}

/** @param inclusive counts what is inserted at the position itself */
const shifted = (edits: readonly TextEdit[], position: number, inclusive: boolean): number =>
  edits
    .filter((e) => e.end < position || (e.end === position && (inclusive || e.start < e.end)))
    .reduce((sum, e) => sum + e.text.length - (e.end - e.start), position);

/** The text of a file after edits of it. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return patched(text, 0, text.length, edits);
}
