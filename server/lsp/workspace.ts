import { statSync } from 'node:fs';
import path from 'node:path';
import { TextDocuments, type CancellationToken, type Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { LoopTarget, Settings, Theme } from '../messages.js';
import type { JudgedLoop } from '../model.js';
import { createSourceReader } from '../project.js';
import { DEFAULTS } from '../settings.js';
import { type Trust, trustIn } from '../trust.js';
import { ProfiledLoops } from '../timing/profile/profiled.js';
import { TimingStore } from '../timing/store.js';
import type { Abilities } from './abilities.js';
import { toFile } from './fromProtocol.js';
import { Log } from './log.js';
import { placedText, type PlacedText } from './toProtocol.js';
import { type JudgedDocument, Verdicts } from './verdicts.js';

/** What the features share: open documents and files, verdicts, settings, timings. */
export class Workspace {
  readonly reader = createSourceReader((file) => this.trustFor(file));
  readonly documents = new TextDocuments(TextDocument);
  readonly log: Log;
  readonly timings: TimingStore;
  readonly verdicts: Verdicts;
  readonly profiled: ProfiledLoops;
  folders: readonly string[] = [];
  trusted = false;
  /** The editor has a client of ours, which asks and tells the user some things itself. */
  hasOwnClient = false;
  /** The client tells where a loop was not reached, and asks what to run instead. */
  clientAsksReach = false;
  /** The client gets lenses at once, as far as they are known, and asks again when it is told to. */
  clientAsksLensesAgain = false;
  /** Of the editor, where hovers can show pictures; else null. */
  theme: Theme | null = null;
  settings: ReadonlyMap<string, Settings> = new Map();

  constructor(
    readonly connection: Connection,
    readonly abilities: () => Abilities,
    timingChanged: ConstructorParameters<typeof TimingStore>[0],
    profileChanged: () => void,
    verdictsChanged: () => void,
  ) {
    this.verdicts = new Verdicts(this, verdictsChanged);
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
    if (isNew) this.#dropTimingsThrough(file, Date.now());
    this.verdicts.changed();
  }

  documentClosed(uri: string, languageId: string): void {
    const file = toFile(uri, languageId, this.folders[0] ?? process.cwd());
    this.verdicts.forget(uri);
    if (file === null) return;
    this.reader.uncover(file);
    this.verdicts.changed();
  }

  filesChanged(files: readonly string[]): void {
    this.reader.filesChanged(files.some((file) => /(?:^|[\\/])[^\\/]*\.json$/.test(file)));
    for (const file of files) {
      // Told late on a busy machine, it may be the very file that was timed.
      const changedMs = changeOf(file);
      this.timings.drop(file, changedMs);
      this.#dropTimingsThrough(file, changedMs);
    }
    this.changed();
  }

  /** What a loop calls may be in another file: a result of before says nothing of the new one. */
  #dropTimingsThrough(file: string, changedMs: number): void {
    if (this.timings.isEmpty) return;
    for (const importer of this.reader.importersOf(file)) this.timings.drop(importer, changedMs);
  }

  /** More than an open text has changed: nothing of before counts. */
  changed(): void {
    this.verdicts.forget();
    this.verdicts.changed();
  }

  /** The text of a file as the editor sees it. */
  find(file: string): PlacedText {
    const open = this.documents.all().find((document) => this.fileOf(document.uri) === file);
    if (open) return placedText(open.uri, open.version, open.getText(), true);
    return placedText(URI.file(file).toString(), null, this.reader.textOf(file) ?? '', false);
  }

  /** Finds the loop that a command or an action names, by settled verdicts; throws as `Verdicts.judge` does. */
  async judgeTarget(
    { uri, position, version }: LoopTarget,
    token?: CancellationToken,
  ): Promise<{ readonly document: JudgedDocument; readonly loop: JudgedLoop } | null> {
    const document = await this.verdicts.judge(uri, token, version);
    const loop = document && loopAtPosition(document, position);
    return document && loop ? { document, loop } : null;
  }
}

/** When a file was changed on the disk, in milliseconds since 1970; of one that cannot be looked at: now. */
function changeOf(file: string): number {
  try {
    return statSync(file).ctimeMs;
  } catch {
    return Date.now();
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
