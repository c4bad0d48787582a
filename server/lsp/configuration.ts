import type { Connection } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Settings } from '../messages.js';
import { readSettings } from '../settings.js';
import type { Workspace } from './workspace.js';

/** Asks the editor for the settings of every workspace folder, and those without one. */
export async function pullSettings(connection: Connection, workspace: Workspace): Promise<void> {
  const scopes = ['', ...workspace.folders];
  const given = (await connection.workspace.getConfiguration(
    scopes.map((folder) => ({
      section: 'looppool',
      ...(folder === '' ? {} : { scopeUri: URI.file(folder).toString() }),
    })),
  )) as unknown[];
  takeSettings(new Map(scopes.map((folder, index) => [folder, given[index]])), workspace);
}

/** @param given what the editor has below `looppool`, by workspace folder; under the empty name without one */
export function takeSettings(given: ReadonlyMap<string, unknown>, workspace: Workspace): void {
  const settings = new Map<string, Settings>();
  for (const [folder, values] of given)
    settings.set(
      folder,
      readSettings(values, (problem) => workspace.log.warn(problem)),
    );
  workspace.settings = settings;
  workspace.changed(); // verdicts rest on them
  workspace.log.level = settings.get('')?.log.level ?? 'info';
}
