import { CodeLensRefreshRequest, ResponseError, type Connection } from 'vscode-languageserver/node';
import { diagnosticsOf } from '../features/diagnostics.js';
import { LensReminder } from './lensReminder.js';
import { told } from './log.js';
import type { Workspace } from './workspace.js';

/** Typing is over when nothing was typed for so long. */
const PUBLISH_MS = 250;
/** The live text of a timing changes no more often. */
const REFRESH_MS = 200;

/** Keeps hints and lenses up to date without being asked, each in the way that the editor can. */
export class Publisher {
  #publishing: NodeJS.Timeout | null = null;
  #refreshing: NodeJS.Timeout | null = null;
  #refreshed = 0;
  readonly #reminder = new LensReminder(() => this.#refreshLenses());

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
  ) {}

  /** A file or a setting has changed. */
  changed(): void {
    this.#publishSoon();
    this.refresh();
  }

  /** A text has changed: the editor asks by itself, but for a reminder. */
  textChanged(uri: string): void {
    this.#publishSoon();
    if (this.workspace.clientAsksLensesAgain) this.#reminder.changed(uri);
  }

  /** The editor asks for the lenses of a document. */
  lensesAsked(uri: string): void {
    this.#reminder.asked(uri);
  }

  /** Verdicts of documents that were not touched may be others: the editor asks again. */
  refresh(): void {
    const { refreshesLenses, refreshesDiagnostics, pullsDiagnostics } = this.workspace.abilities();
    if (this.workspace.clientAsksLensesAgain) this.#reminder.changed();
    if (this.#refreshing || !(refreshesLenses || (pullsDiagnostics && refreshesDiagnostics))) return;
    const wait = Math.max(0, this.#refreshed + REFRESH_MS - performance.now());
    this.#refreshing = setTimeout(() => {
      this.#refreshing = null;
      this.#refreshed = performance.now();
      if (refreshesLenses) this.#refreshLenses();
      if (pullsDiagnostics && refreshesDiagnostics)
        this.connection.languages.diagnostics.refresh().catch(() => undefined);
    }, wait);
  }

  #refreshLenses(): void {
    this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  #publishSoon(): void {
    if (this.workspace.abilities().pullsDiagnostics) return;
    if (this.#publishing) clearTimeout(this.#publishing);
    this.#publishing = setTimeout(() => void this.#publish(), PUBLISH_MS);
  }

  closed(uri: string): void {
    this.#reminder.closed(uri);
    if (!this.workspace.abilities().pullsDiagnostics) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  stop(): void {
    this.#reminder.stop();
    for (const timer of [this.#publishing, this.#refreshing]) if (timer) clearTimeout(timer);
  }

  async #publish(): Promise<void> {
    this.#publishing = null;
    for (const { uri } of this.workspace.documents.all()) {
      try {
        const document = await this.workspace.verdicts.glance(uri);
        if (!document || !this.workspace.documents.get(uri)) continue;
        const { version } = document;
        const diagnostics = diagnosticsOf(document, this.workspace);
        void this.connection.sendDiagnostics({ uri, ...(version === null ? {} : { version }), diagnostics });
      } catch (error) {
        // A document that moved on will be published then.
        if (error instanceof ResponseError) continue;
        this.workspace.log.error(`hints of ${uri}: ${told(error)}`);
      }
    }
  }
}
