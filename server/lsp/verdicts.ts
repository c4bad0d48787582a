import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { LSPErrorCodes, ResponseError, type CancellationToken, type Range } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { ignoredLoops } from '../ignored.js';
import { createKnownParts, knownLoops } from '../knownParts.js';
import type { JudgedLoop } from '../model.js';
import { loopsOf, type ScannedFile, scanPartsInSteps } from '../pipeline.js';
import { told } from './log.js';
import { placedText, type PlacedText } from './toProtocol.js';
import type { Workspace } from './workspace.js';

/** Changes that come close together are judged once. */
const SETTLE_MS = 25;
/** Judging stops so often to hear whether it is still wanted. */
const SLICE_MS = 15;
/** What was only glanced at is judged in full when nothing was typed for so long. */
const IDLE_MS = 300;

/** One document with its loops, all of one moment. */
export interface JudgedDocument extends PlacedText {
  /** Absolute path; of a file that need not be there where the document was never saved. */
  readonly file: string;
  readonly isSaved: boolean;
  readonly loops: readonly JudgedLoop[];
  /** Those that a comment says not to advertise. */
  readonly ignored: ReadonlySet<JudgedLoop>;
}

/** What was last said of a document. */
interface Said {
  readonly moment: number;
  readonly document: JudgedDocument;
  readonly isSettled: boolean;
}

type Check = () => void;
type Steps = Generator<void, JudgedDocument | null, void>;

/**
 * Verdicts of documents: settled ones, and those of a glance, which judges only what was typed into, and says of the rest what was
 * said before. Whatever was glanced at is settled as soon as nobody types.
 */
export class Verdicts {
  readonly #said = new Map<string, Said>();
  /** The last scan of each open document in which the loops could be judged. */
  readonly #whole = new Map<string, { readonly moment: number; readonly scanned: ScannedFile }>();
  #moment = 0;
  #lastChange = 0;
  /** Each ends when the document that is being judged is done. */
  readonly #turns = { settled: Promise.resolve(), glanced: Promise.resolve() };
  #idle: NodeJS.Timeout | null = null;

  /** @param corrected hears that something else is said of a text than before */
  constructor(
    private readonly workspace: Workspace,
    private readonly corrected: () => void,
  ) {}

  /** Verdicts of before no longer count; for showing, they do until they are settled again. */
  changed(): void {
    this.#moment++;
    this.#lastChange = performance.now();
    this.#settleLater();
  }

  /** Verdicts of before are not even shown any more. */
  forget(uri?: string): void {
    if (uri === undefined) return this.#whole.clear();
    this.#whole.delete(uri);
    this.#said.delete(uri);
  }

  stop(): void {
    if (this.#idle) clearTimeout(this.#idle);
  }

  /**
   * The loops of a document, or of a file that is not open; null for what is no program text, or cannot be read.
   *
   * @throws ResponseError when the request was cancelled, or the document moved on meanwhile
   */
  judge(uri: string, token?: CancellationToken, version?: number | null): Promise<JudgedDocument | null> {
    return this.#inTurn('settled', this.#checkOf(uri, token, version), () => this.#judging(uri));
  }

  /**
   * As `judge`, and much sooner: of parts whose text is as it was, this may say what was right before other parts or files changed.
   *
   * @param at lines whose loops are judged as in full
   */
  glance(uri: string, token?: CancellationToken, at?: Range): Promise<JudgedDocument | null> {
    if (!this.#whole.has(uri)) return this.judge(uri, token);
    return this.#inTurn('glanced', this.#checkOf(uri, token), () => this.#glancing(uri, at));
  }

  /** What can be said of a document without judging anything; null where that is nothing. */
  soFar(uri: string): JudgedDocument | null {
    const said = this.#said.get(uri)?.document;
    const open = this.workspace.documents.get(uri);
    if (!open || said?.version === open.version) return said ?? null;
    const whole = this.#whole.get(uri);
    const file = this.workspace.fileOf(uri);
    if (!whole || file === null) return null;
    return this.#documentOf(uri, file, knownLoops(whole.scanned, file, open.getText()));
  }

  #documentOf(uri: string, file: string, loops: readonly JudgedLoop[]): JudgedDocument {
    const open = this.workspace.documents.get(uri);
    const placed = open ? placedText(uri, open.version, open.getText(), true) : this.workspace.find(file);
    const isSaved = URI.parse(uri).scheme === 'file';
    return { ...placed, uri, file, isSaved, loops, ignored: ignoredLoops(placed.text, loops) };
  }

  #checkOf(uri: string, token?: CancellationToken, version?: number | null): Check {
    const { documents } = this.workspace;
    const asked = version ?? documents.get(uri)?.version;
    return () => {
      if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      if (asked !== undefined && asked !== documents.get(uri)?.version) throw movedOn();
    };
  }

  /** One after the other: the next one mostly finds the answer ready. */
  async #inTurn(kind: 'settled' | 'glanced', check: Check, judging: () => Steps): Promise<JudgedDocument | null> {
    await delay(Math.max(0, this.#lastChange + SETTLE_MS - performance.now()));
    const before = this.#turns[kind];
    let finish = (): void => undefined;
    this.#turns[kind] = new Promise((resolve) => (finish = resolve));
    try {
      await before;
      return await this.#inSlices(kind === 'settled', check, judging);
    } finally {
      finish();
    }
  }

  /** Lets others have their turn now and then; what changed meanwhile counts. */
  async #inSlices(givesWay: boolean, check: Check, judging: () => Steps): Promise<JudgedDocument | null> {
    for (;;) {
      if (givesWay) await this.#turns.glanced;
      check();
      const moment = this.#moment;
      const steps = judging();
      for (let from = performance.now(); moment === this.#moment;) {
        const { done, value } = steps.next();
        if (done) return value;
        if (performance.now() - from < SLICE_MS) continue;
        await nextTurn();
        if (givesWay) await this.#turns.glanced;
        check();
        from = performance.now();
      }
    }
  }

  *#judging(uri: string): Steps {
    const said = this.#said.get(uri);
    if (said?.isSettled && said.moment === this.#moment) return said.document;
    return yield* this.#scanning(uri, (file) => scanPartsInSteps(this.workspace.reader, file));
  }

  *#glancing(uri: string, at?: Range): Steps {
    const said = this.#said.get(uri);
    if (said?.moment === this.#moment && (said.isSettled || !at)) return said.document;
    const whole = this.#whole.get(uri);
    const open = this.workspace.documents.get(uri);
    if (!whole || !open) return yield* this.#judging(uri);
    const from = at ? open.offsetAt({ line: at.start.line, character: 0 }) : Infinity;
    const to = at ? open.offsetAt({ line: at.end.line + 1, character: 0 }) : -Infinity;
    const known = createKnownParts(
      whole.scanned,
      whole.moment === this.#moment,
      (start, end) => start <= to && end >= from,
    );
    const document = yield* this.#scanning(uri, (file) => scanPartsInSteps(this.workspace.reader, file, known));
    this.#settleLater();
    return document;
  }

  *#scanning(uri: string, scan: (file: string) => Generator<void, ScannedFile, void>): Steps {
    const moment = this.#moment;
    const { documents, reader, log } = this.workspace;
    const file = this.workspace.fileOf(uri);
    const open = documents.get(uri);
    if (file === null || reader.textOf(file) === null) return null;
    const started = performance.now();
    try {
      const scanned = yield* scan(file);
      const loops = loopsOf(scanned);
      const document = this.#documentOf(uri, file, loops);
      const isSettled = scanned.parts.every(({ isFresh }) => isFresh);
      const how = isSettled ? 'loops' : 'loops at a glance';
      log.debug(`${file}: ${loops.length} ${how} in ${Math.round(performance.now() - started)} ms`);
      const before = this.#said.get(uri);
      this.#said.set(uri, { moment, document, isSettled });
      if (before && isCorrected(before.document, document)) this.corrected();
      if (open && !scanned.isBroken) this.#whole.set(uri, { moment, scanned });
      return document;
    } catch (error) {
      log.error(`${file} could not be judged: ${told(error)}`);
      return null;
    }
  }

  #settleLater(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#settle(), IDLE_MS);
  }

  /** Ends with the next change. */
  async #settle(): Promise<void> {
    const moment = this.#moment;
    const check = (): void => {
      if (moment !== this.#moment) throw movedOn();
    };
    for (const { uri } of this.workspace.documents.all()) {
      if (!this.#said.has(uri)) continue;
      try {
        await this.#inTurn('settled', check, () => this.#judging(uri));
      } catch (error) {
        if (!(error instanceof ResponseError)) this.workspace.log.error(`${uri}: ${told(error)}`);
      }
    }
  }
}

/** Whether an editor that shows what was said of an open document has to be told; it asks by itself about another text. */
function isCorrected(before: JudgedDocument, now: JudgedDocument): boolean {
  const isOfSameText = now.version !== null && now.version === before.version;
  return isOfSameText && JSON.stringify(now.loops) !== JSON.stringify(before.loops);
}

export function movedOn(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since. Try again.');
}
