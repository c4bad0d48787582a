/** A small editor: starts the built server over stdio, keeps documents as an editor does, and applies the edits it is sent. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  type ApplyWorkspaceEditParams,
  type ClientCapabilities,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type ProtocolConnection,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Theme } from '../../server/messages.js';
import { root } from '../support/project.js';

export const serverFile = path.join(root, 'dist/server.js');

/** What VS Code can do, as far as the server asks. */
export const FULL: ClientCapabilities = {
  textDocument: {
    codeAction: {
      dataSupport: true,
      disabledSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
    },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
  workspace: {
    applyEdit: true,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create'],
      changeAnnotationSupport: {},
    },
    codeLens: { refreshSupport: true },
    workspaceFolders: true,
  },
  window: { workDoneProgress: true },
};

export interface ClientOptions {
  /** Absolute paths. */
  readonly folders?: readonly string[];
  readonly trusted?: boolean;
  readonly settings?: unknown;
  readonly asksAssumptions?: boolean;
  readonly notifyTimings?: boolean;
  readonly asksReach?: boolean;
  readonly asksLensesAgain?: boolean;
  readonly theme?: Theme;
  readonly capabilities?: ClientCapabilities;
  /** Answers `window/showMessageRequest`: the title of the action taken. */
  readonly answer?: string;
}

export class Client {
  readonly connection: ProtocolConnection;
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly logged: string[] = [];
  readonly shown: string[] = [];
  readonly applied: WorkspaceEdit[] = [];
  readonly progress: unknown[] = [];
  refreshes = 0;
  initialized!: InitializeResult;
  readonly #documents = new Map<string, TextDocument>();
  readonly #listeners = new Set<() => void>();

  private constructor(readonly process: ChildProcess) {
    this.connection = createProtocolConnection(
      new StreamMessageReader(process.stdout!),
      new StreamMessageWriter(process.stdin!),
    );
  }

  static async start(options: ClientOptions = {}): Promise<Client> {
    if (!existsSync(serverFile)) throw new Error('dist/server.js is missing: run `npm run build` first');
    const node = process.env['LOOPPOOL_TEST_NODE'] ?? process.execPath;
    const client = new Client(spawn(node, [serverFile, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] }));
    client.#listen(options);
    client.connection.listen();
    client.initialized = await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? FULL,
      workspaceFolders: (options.folders ?? []).map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) })),
      initializationOptions: {
        trusted: options.trusted ?? false,
        settings: options.settings,
        asksAssumptions: options.asksAssumptions ?? false,
        notifyTimings: options.notifyTimings ?? false,
        asksReach: options.asksReach ?? false,
        asksLensesAgain: options.asksLensesAgain ?? false,
        theme: options.theme,
      },
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  /** Ends the server as an editor does; the exit code. */
  async stop(): Promise<number | null> {
    const ended = this.ended();
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return ended;
  }

  ended(): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null)
      return Promise.resolve(this.process.exitCode);
    return new Promise((resolve) => this.process.once('exit', (code) => resolve(code)));
  }

  async open(file: string, text: string, languageId = 'typescript'): Promise<string> {
    const uri = file.includes(':') && !path.isAbsolute(file) ? file : uriOf(file);
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** One incremental change, by offsets of the text as it is. */
  async change(uri: string, start: number, end: number, text: string): Promise<void> {
    const document = this.document(uri);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    await this.edit(uri, [{ range, text }]);
  }

  async edit(uri: string, contentChanges: readonly { range: Range; text: string }[]): Promise<void> {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, [...contentChanges], version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  /** Titles of the lenses, by line from 0. */
  async lensTitles(uri: string): Promise<string[]> {
    return (await this.lenses(uri)).map(({ range, command }) => `${range.start.line} ${command!.title}`);
  }

  hover(uri: string, line: number, character: number): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
  }

  actions(
    uri: string,
    line: number,
    character: number,
    diagnostics: readonly Diagnostic[] = [],
    only?: readonly string[],
  ): Promise<CodeAction[]> {
    const place = { line, character };
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: place, end: place },
      context: { diagnostics, ...(only ? { only } : {}) },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  execute<R>(command: string, argument?: unknown, workDoneToken?: string): Promise<R> {
    if (workDoneToken)
      this.connection.onProgress(WorkDoneProgress.type, workDoneToken, ({ kind }) => {
        this.progress.push(kind);
      });
    return this.connection.sendRequest('workspace/executeCommand', {
      command,
      arguments: argument === undefined ? [] : [argument],
      ...(workDoneToken ? { workDoneToken } : {}),
    });
  }

  /** Waits until something that the server sends makes a condition true. */
  async until(condition: () => boolean, what: string, ms = 20_000): Promise<void> {
    const end = performance.now() + ms;
    while (!condition()) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`${what}: waited for ${ms} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, Math.min(left, 1000));
        const listeners = this.#listeners;
        function done(): void {
          clearTimeout(timer);
          listeners.delete(done);
          resolve();
        }
        listeners.add(done);
      });
    }
  }

  /** The texts of all files that an edit touches, after it. */
  texts(edit: WorkspaceEdit): Map<string, string> {
    const texts = new Map<string, string>();
    for (const change of edit.documentChanges ?? []) {
      if ('kind' in change) {
        if (change.kind === 'create') texts.set(change.uri, '');
        continue;
      }
      const { uri, version } = change.textDocument;
      const open = this.#documents.get(uri);
      if (open && version !== open.version) throw new Error(`${uri}: version ${version}, not ${open.version}`);
      const before = texts.get(uri) ?? open?.getText() ?? '';
      const edits = change.edits.filter((one) => 'newText' in one);
      texts.set(uri, TextDocument.applyEdits(TextDocument.create(uri, '', 0, before), edits));
    }
    return texts;
  }

  #listen({ answer }: ClientOptions): void {
    const woken = (): void => [...this.#listeners].forEach((listener) => listener());
    const on = (method: string, take: (params: never) => void): void => {
      this.connection.onNotification(method, (params: unknown) => {
        take(params as never);
        woken();
      });
    };
    on('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) =>
      this.diagnostics.set(uri, diagnostics),
    );
    on('window/logMessage', ({ message }: { message: string }) => this.logged.push(message));
    on('window/showMessage', ({ message }: { message: string }) => this.shown.push(message));
    on('looppool/timingChanged', (change: never) => this.progress.push(change));
    this.connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
      this.shown.push(message);
      return answer === undefined ? null : { title: answer };
    });
    this.connection.onRequest('workspace/applyEdit', ({ edit }: ApplyWorkspaceEditParams) => {
      this.applied.push(edit);
      return { applied: true };
    });
    this.connection.onRequest('workspace/codeLens/refresh', () => {
      this.refreshes++;
      woken();
      return null;
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('window/workDoneProgress/create', () => null);
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** Hands a started client to `use`, and ends the server whatever happens. */
export async function withClient<T>(options: ClientOptions, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await Client.start(options);
  try {
    return await use(client);
  } finally {
    client.process.kill('SIGKILL');
    client.connection.dispose();
  }
}
