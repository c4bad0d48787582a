/** The questions about how a loop is reached when it is timed, and which of its visits counts. */
import path from 'node:path';
import { QuickPickItemKind, RelativePattern, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { Reach } from '../server/messages.js';
import { entryChoices, testsOf } from './entryChoices.js';
import type { ReachedLoop } from './reachMemory.js';

interface Choice extends QuickPickItem {
  /** Asks what has to be asked; undefined where the user has thought better of it. */
  readonly ask?: () => Promise<Reach | undefined>;
}

const NOW = 'now';

/**
 * Asks how a loop is to be reached.
 *
 * @param loop the loop
 * @param now how it is reached at present
 * @param commands what reaches other loops
 */
export async function chooseReach(
  loop: ReachedLoop,
  now: Reach,
  commands: readonly string[],
): Promise<Reach | undefined> {
  const { entry, call, visit } = now;
  const configured = workspace.getConfiguration('looppool', Uri.parse(loop.uri)).get<string>('timing.entry', '').trim();
  const plain = entry === undefined && call === undefined;
  const at = (is: boolean, what = ''): string => [...(is ? [NOW] : []), ...(what ? [what] : [])].join(': ');
  const items: Choice[] = [
    { label: 'What runs', kind: QuickPickItemKind.Separator },
    {
      label: configured ? '$(play) The program of the settings' : '$(play) The file itself',
      description: at(plain, configured),
      ask: () => Promise.resolve(reach({ visit })),
    },
    {
      label: '$(symbol-function) Use an expression…',
      description: at(call !== undefined, call),
      ask: async () => {
        const chosen = await askExpression(loop, call);
        return chosen === undefined ? undefined : reach({ call: chosen, visit });
      },
    },
    {
      label: '$(beaker) A program or a test…',
      description: at(entry !== undefined, entry),
      ask: async () => {
        const chosen = await askEntry(loop, entry, commands);
        return chosen === undefined ? undefined : reach({ entry: chosen, visit });
      },
    },
    { label: 'Which visit of the loop counts', kind: QuickPickItemKind.Separator },
    {
      label: '$(debug-start) The first visit',
      description: at(visit === undefined),
      ask: () => Promise.resolve(reach({ entry, call })),
    },
    {
      label: '$(arrow-both) The visit that takes longest',
      description: at(visit === 'largest', 'the program runs to its end'),
      ask: () => Promise.resolve(reach({ entry, call, visit: 'largest' })),
    },
    {
      label: '$(list-ordered) Another visit, by its number…',
      description: at(typeof visit === 'number', typeof visit === 'number' ? String(visit) : ''),
      ask: async () => {
        const chosen = await askNumber(typeof visit === 'number' ? visit : 2);
        return chosen === undefined ? undefined : reach({ entry, call, visit: chosen });
      },
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: `Time ${nameOf(loop)} With`,
    placeHolder: 'How is the loop reached? The choice is remembered for this function.',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.ask?.();
}

/** An expression that calls the function around the loop, proposed with the cursor between its parentheses. */
export async function askExpression(loop: ReachedLoop, before: string | undefined): Promise<string | undefined> {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(loop.function ?? '');
  const value = before ?? (isName ? `${loop.function}()` : '');
  const cursor = value.length - (before === undefined && isName ? 1 : 0);
  const given = await window.showInputBox({
    title: `Time ${nameOf(loop)} With an Expression`,
    prompt: `It is evaluated where ${fileName(loop)} ends: it can use all that the file declares and imports, and may await.`,
    placeHolder: 'scoreAll(reads)',
    value,
    valueSelection: before === undefined ? [cursor, cursor] : [0, cursor],
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'An expression that runs the loop, such as scoreAll(reads).' : null),
  });
  return given?.trim();
}

/** The command of a program or a test: one of those that may do, or another. */
export async function askEntry(
  loop: ReachedLoop,
  before: string | undefined,
  commands: readonly string[],
): Promise<string | undefined> {
  const title = `Time ${nameOf(loop)} With a Program or a Test`;
  const choices = await findChoices(loop, [...(before === undefined ? [] : [before]), ...commands]);
  const other = 'Another command…';
  const items = [...choices.map(({ command, origin }) => ({ label: command, description: origin })), { label: other }];
  const chosen =
    choices.length === 0
      ? items[0]
      : await window.showQuickPick(items, {
          title,
          placeHolder: 'Which command runs the loop?',
          matchOnDescription: true,
          ignoreFocusOut: true,
        });
  if (chosen === undefined || chosen.label !== other) return chosen?.label;
  const given = await window.showInputBox({
    title,
    prompt: 'The command that runs the loop, without a shell: a program, an npm script, a test.',
    placeHolder: 'node src/main.js --size 10',
    value: before ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A command, such as node src/main.js.' : null),
  });
  return given?.trim();
}

async function findChoices(loop: ReachedLoop, before: readonly string[]): ReturnType<typeof choicesIn> {
  const uri = Uri.parse(loop.uri);
  const folder = workspace.getWorkspaceFolder(uri)?.uri;
  return folder ? choicesIn(folder, uri, before) : before.map((command) => ({ command, origin: 'chosen before' }));
}

async function choicesIn(folder: Uri, uri: Uri, before: readonly string[]): Promise<ReturnType<typeof entryChoices>> {
  const within = (file: Uri): string => path.posix.relative(folder.path, file.path);
  const [manifest, tests] = await Promise.all([
    workspace.fs.readFile(Uri.joinPath(folder, 'package.json')).then(
      (bytes) => Buffer.from(bytes).toString(),
      () => null,
    ),
    workspace.findFiles(new RelativePattern(folder, testsOf(uri.path)), '**/node_modules/**', 20),
  ]);
  return entryChoices({ manifest, file: within(uri), tests: tests.map(within).sort(), before });
}

async function askNumber(before: number): Promise<number | undefined> {
  const given = await window.showInputBox({
    title: 'Which Visit of the Loop Counts',
    prompt: 'The program is ended when it comes to the loop for the n-th time.',
    value: String(before),
    ignoreFocusOut: true,
    validateInput: (text) => (/^\s*[1-9]\d{0,14}\s*$/.test(text) ? null : 'A whole number from 1.'),
  });
  return given === undefined ? undefined : Number(given);
}

/** Without what is left to chance; the first visit is what there is anyway. */
function reach({ entry, call, visit }: { [K in keyof Reach]: Reach[K] | undefined }): Reach {
  return {
    ...(entry === undefined ? {} : { entry }),
    ...(call === undefined ? {} : { call }),
    ...(visit === undefined || visit === 1 ? {} : { visit }),
  };
}

const fileName = ({ uri }: ReachedLoop): string => path.posix.basename(Uri.parse(uri).path);

const nameOf = (loop: ReachedLoop): string => loop.function ?? `the Loop of ${fileName(loop)}`;
