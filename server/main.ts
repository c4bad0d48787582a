/** The entry of the language server: `node dist/server.js --stdio`. Wiring only; what is done is in `features/`. */
import {
  CodeActionKind,
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  ExecuteCommandRequest,
  ProposedFeatures,
  TextDocumentSyncKind,
  type CancellationToken,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { codeActionsOf, resolveAction, REWRITE_KIND } from './features/codeActions.js';
import { codeLensesOf } from './features/codeLenses.js';
import { isTarget, runCommand } from './features/commands.js';
import { diagnosticsOf, SOURCE } from './features/diagnostics.js';
import { hoverOf } from './features/hover.js';
import { documentLoops } from './features/scanning.js';
import { toAbilities } from './lsp/abilities.js';
import { pullSettings, takeSettings } from './lsp/configuration.js';
import { toFolder } from './lsp/fromProtocol.js';
import { failingCleanly, guarded } from './lsp/guard.js';
import { told } from './lsp/log.js';
import { promptly } from './lsp/promptly.js';
import { Publisher } from './lsp/publisher.js';
import { toTimingChanged } from './lsp/toProtocol.js';
import type { JudgedDocument } from './lsp/verdicts.js';
import { Workspace } from './lsp/workspace.js';
import {
  Method,
  ServerCommand,
  type DocumentLoops,
  type DocumentRequest,
  type InitializationOptions,
  type LoopTarget,
  type ThemeChanged,
  type TrustChanged,
} from './messages.js';
import type { TimingReport } from './model.js';
import { isTheme } from './timing/report/curvePicture.js';

const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const CONFIGURATIONS = '**/{tsconfig*,jsconfig*,package}.json';
/** For lenses nobody waits longer, where they can be sent later. */
const LENS_LIMIT_MS = 250;

const connection = createConnection(ProposedFeatures.all);
let abilities = toAbilities({});
const workspace: Workspace = new Workspace(
  connection,
  () => abilities,
  (loop, state) => {
    publisher.refresh();
    if (!workspace.hasOwnClient) return;
    void connection.sendNotification(Method.timingChanged, toTimingChanged(loop, state, workspace.find(loop.file).uri));
  },
  () => publisher.changed(),
  () => publisher.changed(),
);
const publisher = new Publisher(connection, workspace);
const { documents, log, verdicts } = workspace;

process.on('uncaughtException', (error) => log.error(`uncaught: ${told(error)}`));
process.on('unhandledRejection', (error) => log.error(`unhandled: ${told(error)}`));

connection.onInitialize(({ capabilities, workspaceFolders, rootUri, initializationOptions }) => {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  abilities = toAbilities(capabilities, options.asksAssumptions === true);
  workspace.trusted = options.trusted === true;
  workspace.hasOwnClient = options.notifyTimings === true;
  workspace.clientAsksReach = options.asksReach === true;
  workspace.theme = isTheme(options.theme) ? options.theme : null;
  workspace.clientAsksLensesAgain = options.asksLensesAgain === true && abilities.refreshesLenses;
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  workspace.folders = uris.map(toFolder).filter((folder) => folder !== null);
  takeSettings(new Map([['', options.settings]]), workspace);
  return { capabilities: offered(), serverInfo: { name: 'looppool' } };
});

/** Nothing of the user's runs on. */
function endAll(): void {
  workspace.timings.cancelAll();
  workspace.profiled.stop();
}

function offered(): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    codeLensProvider: { resolveProvider: false },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, REWRITE_KIND], resolveProvider: true },
    executeCommandProvider: { commands: Object.values(ServerCommand), workDoneProgress: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(abilities.pullsDiagnostics
      ? { diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
  };
}

connection.onInitialized(() => void start().catch((error: unknown) => log.error(`initialized: ${told(error)}`)));

async function start(): Promise<void> {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => toFolder(uri)));
    const come = added.map(({ uri }) => toFolder(uri)).filter((folder) => folder !== null);
    workspace.folders = [...workspace.folders.filter((folder) => !gone.has(folder)), ...come];
    void settingsChanged(undefined);
  });
  await settingsChanged(undefined);
  log.info(`Looppool, on Node ${process.versions.node}; the workspace is ${workspace.trusted ? '' : 'not '}trusted`);
  if (abilities.watchesFiles)
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [SOURCES, CONFIGURATIONS].map((globPattern) => ({ globPattern })),
    });
  if (abilities.watchesConfiguration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'looppool' });
}

/** @param pushed what the editor sent along, where it cannot be asked */
async function settingsChanged(pushed: unknown): Promise<void> {
  try {
    if (abilities.configuration) await pullSettings(connection, workspace);
    else if (pushed !== undefined) takeSettings(new Map([['', pushed]]), workspace);
    publisher.changed();
  } catch (error) {
    log.error(`settings: ${told(error)}`);
  }
}

connection.onDidChangeConfiguration(({ settings }) => {
  void settingsChanged((settings as { looppool?: unknown } | null)?.looppool);
});

connection.onDidChangeWatchedFiles(({ changes }) => {
  workspace.filesChanged(changes.map(({ uri }) => toFolder(uri)).filter((file) => file !== null));
  publisher.changed();
});

connection.onNotification(Method.trustChanged, (change: TrustChanged | undefined) => {
  workspace.trusted = change?.trusted === true;
  if (!workspace.trusted) endAll();
});

connection.onNotification(Method.themeChanged, (change: ThemeChanged | undefined) => {
  if (isTheme(change?.theme)) workspace.theme = change.theme;
});

// Opening comes as a change as well.
documents.onDidChangeContent(({ document }) => {
  workspace.documentChanged(document);
  publisher.textChanged(document.uri);
});
documents.onDidClose(({ document: { uri, languageId } }) => {
  workspace.documentClosed(uri, languageId);
  publisher.closed(uri);
});
documents.onDidSave(() => {
  if (!abilities.watchesFiles) workspace.filesChanged([]);
});

/** A glance is for editors that can be told when it was wrong. */
const shown = (uri: string, canBeTold: boolean, token: CancellationToken): Promise<JudgedDocument | null> =>
  canBeTold ? verdicts.glance(uri, token) : verdicts.judge(uri, token);

connection.onHover(
  guarded('hover', log, null, async ({ textDocument, position }, token) => {
    const document = await verdicts.glance(textDocument.uri, token, { start: position, end: position });
    return document && hoverOf(document, position, workspace);
  }),
);
connection.onCodeLens(
  guarded('codeLens', log, [], async ({ textDocument: { uri } }, token) => {
    publisher.lensesAsked(uri);
    const judged = shown(uri, abilities.refreshesLenses, token);
    const document = await (workspace.clientAsksLensesAgain
      ? promptly(
          judged,
          LENS_LIMIT_MS,
          () => verdicts.soFar(uri),
          () => publisher.refresh(),
        )
      : judged);
    return document ? codeLensesOf(document, workspace) : [];
  }),
);
connection.onCodeAction(
  guarded('codeAction', log, [], async (params, token) => {
    const document = await verdicts.glance(params.textDocument.uri, token, params.range);
    return document ? codeActionsOf(document, params, workspace) : [];
  }),
);
connection.onCodeActionResolve(failingCleanly('codeAction/resolve', log, (action) => resolveAction(action, workspace)));
connection.languages.diagnostics.on(
  guarded(
    'diagnostic',
    log,
    { kind: DocumentDiagnosticReportKind.Full, items: [] },
    async ({ textDocument }, token) => {
      const document = await shown(textDocument.uri, abilities.refreshesDiagnostics, token);
      return { kind: DocumentDiagnosticReportKind.Full, items: document ? diagnosticsOf(document, workspace) : [] };
    },
  ),
);
connection.onRequest(
  ExecuteCommandRequest.type,
  failingCleanly('executeCommand', log, (params, token) => runCommand(params, workspace, token)),
);
connection.onRequest(
  Method.loops,
  guarded<DocumentRequest, DocumentLoops>(Method.loops, log, { version: null, loops: [] }, async ({ uri }, token) => {
    const document = await verdicts.judge(uri, token);
    return document ? documentLoops(document, workspace) : { version: null, loops: [] };
  }),
);
connection.onRequest(
  Method.timingReport,
  guarded<LoopTarget, TimingReport | null>(Method.timingReport, log, null, async (target, token) => {
    const found = isTarget(target) ? await workspace.judgeTarget(target, token) : null;
    if (!found) return null;
    const { document, loop } = found;
    const state = workspace.timings.get({ file: document.file, text: document.text, start: loop.site.span.start });
    return state?.kind === 'done' ? state.report : null;
  }),
);

connection.onShutdown(() => {
  publisher.stop();
  verdicts.stop();
  endAll();
});

documents.listen(connection);
connection.listen();
