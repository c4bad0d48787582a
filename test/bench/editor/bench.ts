/**
 * `npm run bench:editor`: what the extension costs in a real VS Code. Prints a table:
 * size of the `.vsix`; time from opening a file to its first lens, cold (a new window: editor, extension and server start as well)
 * and warm (another file in that window); resident memory of the language server after that, and after a scan of the workspace.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageExtension } from '../../../extension/package.js';
import { copyExamples } from '../../editor/support/makeWorkspace.js';
import { findObstacle, openEditor, type OpenEditor } from '../../editor/support/openEditor.js';
import { Workbench } from '../../editor/support/workbench.js';
import { writeProject } from '../analysis/generatedProject.js';

const FILES = 500;

interface Measured {
  readonly name: string;
  readonly firstFile: string;
  readonly coldMs: number;
  /** The part of it after the text of the file was on the screen. */
  readonly coldAfterTextMs: number;
  readonly warmMs: readonly number[];
  readonly memoryMb: number;
  readonly memoryAfterScanMb: number;
}

/** Resident memory of the language server, in MB; Linux only. */
function serverMemory(parent: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // it has ended meanwhile
    }
  };
  const parentOf = (pid: string): string => /^PPid:\s*(\d+)/m.exec(read(pid, 'status'))?.[1] ?? '0';
  const descends = (pid: string): boolean =>
    pid === String(parent) || (pid !== '0' && pid !== '1' && descends(parentOf(pid)));
  const [server] = all.filter((pid) => read(pid, 'cmdline').includes('dist/server.js') && descends(pid));
  const kb = server ? /^VmRSS:\s*(\d+)/m.exec(read(server, 'status'))?.[1] : undefined;
  if (kb === undefined) throw new Error('There is no language server.');
  return Number(kb) / 1024;
}

async function measure(
  editor: OpenEditor,
  name: string,
  folder: string,
  [first, ...others]: readonly [string, ...string[]],
): Promise<Measured> {
  const began = performance.now();
  const user = await Workbench.open(editor, folder, first);
  const shown = performance.now();
  await user.lens('Parallelize').waitFor({ state: 'attached' }); // it may be below the window
  const lens = performance.now();
  const warmMs: number[] = [];
  for (const file of others) {
    const start = performance.now();
    await user.open(file);
    await user.lens('Parallelize').waitFor({ state: 'attached' }); // it may be below the window
    warmMs.push(performance.now() - start);
  }
  const memoryMb = serverMemory(editor.server.pid);
  await user.run('Looppool: Scan Workspace for Loops');
  await user.page.locator('[role=treeitem][aria-label*="independent"]').first().waitFor({ timeout: 300_000 });
  const memoryAfterScanMb = serverMemory(editor.server.pid);
  await user.close();
  return {
    name,
    firstFile: first,
    coldMs: lens - began,
    coldAfterTextMs: lens - shown,
    warmMs,
    memoryMb,
    memoryAfterScanMb,
  };
}

const obstacle = await findObstacle();
if (obstacle) throw new Error(`Nothing can be measured: ${obstacle}`);
const editor = await openEditor({ settings: { 'editor.minimap.enabled': false } });
try {
  const vsix = await packageExtension(editor.folder);
  const examples = path.join(editor.folder, 'examples');
  const large = path.join(editor.folder, 'large');
  copyExamples(examples);
  mkdirSync(large);
  const modules = writeProject(large, FILES).map((file) => path.relative(large, file));
  const results = [
    await measure(editor, 'examples', examples, ['align.ts', 'bootstrap.js', 'squares.ts', 'hashFiles.ts']),
    await measure(editor, `${FILES} files`, large, [modules[FILES - 1]!, modules[17]!, modules[260]!, modules[401]!]),
  ];
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  console.log(`.vsix ${(statSync(vsix).size / 1e6).toFixed(1)} MB`);
  console.table(
    Object.fromEntries(
      results.map((one) => [
        one.name,
        {
          'first lens, cold': seconds(one.coldMs),
          'after the text is shown': seconds(one.coldAfterTextMs),
          'first lens, warm': one.warmMs.map((ms) => seconds(ms)).join(' '),
          'server memory': `${one.memoryMb.toFixed(0)} MB`,
          'after a scan': `${one.memoryAfterScanMb.toFixed(0)} MB`,
        },
      ]),
    ),
  );
} finally {
  await editor.close();
}
