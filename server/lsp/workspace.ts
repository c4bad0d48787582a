import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import {
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { ignoredLoops } from '../ignored.js';
import type { LoopTarget, Settings } from '../messages.js';
import type { JudgedLoop } from '../model.js';
import { scanInSteps } from '../pipeline.js';
import { createSourceReader } from '../project.js';
import { DEFAULTS } from '../settings.js';
import { type Trust, trustIn } from '../trust.js';
import { ProfiledLoops } from '../timing/profiled.js';
import { TimingStore } from '../timing/store.js';
import type { Abilities } from './abilities.js';
import { toFile } from './fromProtocol.js';
import { Log, told } from './log.js';
import { placedText, type PlacedText } from './toProtocol.js';

/** Changes that come close together are judged once. */
const SETTLE_MS = 25;
/** Judging stops so often to hear whether it is still wanted. */
const SLICE_MS = 15;

/** One document with its loops, all of one moment. */
export interface JudgedDocument extends PlacedText {
  /** Absolute path; of a file that need not be there where the document was never saved. */
  readonly file: string;
  readonly isSaved: boolean;
  readonly loops: readonly JudgedLoop[];
  /** Those that a comment says not to advertise. */
  readonly ignored: ReadonlySet<JudgedLoop>;
}

/** What the features share: open documents and files, verdicts, settings, timings. */
export class Workspace {
  readonly reader = createSourceReader((file) => this.trustFor(file));
  readonly documents = new TextDocuments(TextDocument);
  readonly log: Log;
  readonly timings: TimingStore;
  readonly profiled: ProfiledLoops;
  folders: readonly string[] = [];
  trusted = false;
  /** The editor has a client of ours, which asks and tells the user some things itself. */
  hasOwnClient = false;
  /** The client tells where a loop was not reached, and asks what to run instead. */
  clientAsksReach = false;
  settings: ReadonlyMap<string, Settings> = new Map();

  readonly #judged = new Map<string, { readonly moment: number; readonly document: JudgedDocument }>();
  #moment = 0;
  #lastChange = 0;
  /** Ends when the document that is being judged is done. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    readonly connection: Connection,
    readonly abilities: () => Abilities,
    timingChanged: ConstructorParameters<typeof TimingStore>[0],
    profileChanged: () => void,
  ) {
    this.profiled = new ProfiledLoops(profileChanged);
    this.log = new Log(connection.console);
    this.timings = new TimingStore(timingChanged);
  }

  /** The file that a document stands for, or null. */
  fileOf(uri: string): string | null {
    const open = this.documents.get(uri);
    return toFile(uri, open?.languageId ?? null, this.folders[0] ?? process.cwd());
  }

  /** Settings of the workspace folder that a file is in. */
  settingsOf(file: string): Settings {
    const folder = this.folderOf(file);
    return this.settings.get(folder ?? '') ?? this.settings.get('') ?? DEFAULTS;
  }

  /** Functions that the user vouches for where a file is judged. */
  trustFor(file: string): Trust {
    return trustIn(this.settingsOf(file).analysis.trustedFunctions);
  }

  /** The innermost workspace folder that a file is in. */
  folderOf(file: string): string | null {
    return this.folders
      .filter((folder) => file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep))
      .reduce<string | null>((best, one) => (best === null || one.length > best.length ? one : best), null);
  }

  documentChanged(document: TextDocument): void {
    const file = this.fileOf(document.uri);
    if (file === null) return;
    const text = document.getText();
    const isNew = this.reader.textOf(file) !== text;
    this.reader.overlay(file, text, document.version);
    if (isNew) this.#dropTimingsThrough(file);
    this.changed();
  }

  documentClosed(uri: string, languageId: string): void {
    const file = toFile(uri, languageId, this.folders[0] ?? process.cwd());
    this.#judged.delete(uri);
    if (file === null) return;
    this.reader.uncover(file);
    this.changed();
  }

  filesChanged(files: readonly string[]): void {
    this.reader.filesChanged(files.some((file) => /(?:^|[\\/])[^\\/]*\.json$/.test(file)));
    for (const file of files) {
      this.timings.drop(file);
      this.#dropTimingsThrough(file);
    }
    this.changed();
  }

  /** What a loop calls may be in another file: a result of before says nothing of the new one. */
  #dropTimingsThrough(file: string): void {
    if (this.timings.isEmpty) return;
    for (const importer of this.reader.importersOf(file)) this.timings.drop(importer);
  }

  /** Verdicts of before no longer count. */
  changed(): void {
    this.#moment++;
    this.#lastChange = performance.now();
  }

  /** The text of a file as the editor sees it. */
  find(file: string): PlacedText {
    const open = this.documents.all().find((document) => this.fileOf(document.uri) === file);
    if (open) return placedText(open.uri, open.version, open.getText(), true);
    return placedText(URI.file(file).toString(), null, this.reader.textOf(file) ?? '', false);
  }

  /**
   * The loops of a document, or of a file that is not open; null for what is no program text, or cannot be read.
   *
   * @throws ResponseError when the request was cancelled, or the document moved on meanwhile
   */
  async judge(uri: string, token?: CancellationToken, version?: number | null): Promise<JudgedDocument | null> {
    const asked = version ?? this.documents.get(uri)?.version;
    await delay(Math.max(0, this.#lastChange + SETTLE_MS - performance.now()));
    const check = (): void => {
      if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      if (asked !== undefined && asked !== this.documents.get(uri)?.version) throw movedOn();
    };
    // One after the other: the next one mostly finds the answer ready.
    const before = this.#turn;
    let finish = (): void => undefined;
    this.#turn = new Promise((resolve) => (finish = resolve));
    try {
      await before;
      check();
      return await this.#judgeInSlices(uri, check);
    } finally {
      finish();
    }
  }

  /** Lets others have their turn now and then; what changed meanwhile counts. */
  async #judgeInSlices(uri: string, check: () => void): Promise<JudgedDocument | null> {
    for (;;) {
      const moment = this.#moment;
      const steps = this.#judging(uri);
      for (let from = performance.now(); moment === this.#moment;) {
        const { done, value } = steps.next();
        if (done) return value;
        if (performance.now() - from < SLICE_MS) continue;
        await nextTurn();
        check();
        from = performance.now();
      }
    }
  }

  *#judging(uri: string): Generator<void, JudgedDocument | null, void> {
    const moment = this.#moment;
    const known = this.#judged.get(uri);
    if (known?.moment === moment) return known.document;
    const file = this.fileOf(uri);
    const open = this.documents.get(uri);
    if (file === null || this.reader.textOf(file) === null) return null;
    const started = performance.now();
    try {
      const loops = yield* scanInSteps(this.reader, file);
      const placed = open ? placedText(uri, open.version, open.getText(), true) : this.find(file);
      const document: JudgedDocument = {
        ...placed,
        uri,
        file,
        isSaved: URI.parse(uri).scheme === 'file',
        loops,
        ignored: ignoredLoops(placed.text, loops),
      };
      this.log.debug(`${file}: ${loops.length} loops in ${Math.round(performance.now() - started)} ms`);
      this.#judged.set(uri, { moment, document });
      return document;
    } catch (error) {
      this.log.error(`${file} could not be judged: ${told(error)}`);
      return null;
    }
  }

  /** Finds the loop that a command or an action names; throws as `judge` does. */
  async judgeTarget(
    { uri, position, version }: LoopTarget,
    token?: CancellationToken,
  ): Promise<{ readonly document: JudgedDocument; readonly loop: JudgedLoop } | null> {
    const document = await this.judge(uri, token, version);
    const loop = document && loopAtPosition(document, position);
    return document && loop ? { document, loop } : null;
  }
}

/** The loop that is reported at a place or, failing that, the innermost one around it, or the first of its line. */
export function loopAtPosition(
  { loops, rangeOf }: JudgedDocument,
  { line, character }: LoopTarget['position'],
): JudgedLoop | undefined {
  const startOf = ({ site }: JudgedLoop) => rangeOf(site.anchor.start, site.anchor.start).start;
  const exact = loops.find((loop) => startOf(loop).line === line && startOf(loop).character === character);
  const around = loops.filter(({ site }) => {
    const { start, end } = rangeOf(site.span.start, site.span.end);
    const after = start.line < line || (start.line === line && start.character <= character);
    return after && (line < end.line || (line === end.line && character <= end.character));
  });
  return exact ?? around.at(-1) ?? loops.find((loop) => startOf(loop).line === line);
}

export function movedOn(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since. Try again.');
}
