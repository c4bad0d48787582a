import type { ClientCapabilities } from 'vscode-languageserver/node';
import type { EditAbilities } from './toProtocol.js';

/** What the editor can do, as far as we ask. */
export interface Abilities extends EditAbilities {
  readonly configuration: boolean;
  readonly watchesFiles: boolean;
  readonly watchesConfiguration: boolean;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly showsDisabledActions: boolean;
  readonly resolvesActions: boolean;
  readonly makesProgress: boolean;
  readonly relatedInformation: boolean;
}

/** @param asksAssumptions the client wants questions about what a rewrite assumes, whatever its preview can do */
export function toAbilities(
  { textDocument, workspace, window }: ClientCapabilities,
  asksAssumptions = false,
): Abilities {
  const action = textDocument?.codeAction;
  const resolves = action?.resolveSupport?.properties ?? [];
  return {
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
    annotations: !asksAssumptions && workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    configuration: workspace?.configuration ?? false,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    refreshesLenses: workspace?.codeLens?.refreshSupport ?? false,
    showsDisabledActions: action?.disabledSupport ?? false,
    resolvesActions: resolves.includes('edit') && (action?.dataSupport ?? false),
    makesProgress: window?.workDoneProgress ?? false,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation ?? textDocument?.diagnostic !== undefined,
  };
}
