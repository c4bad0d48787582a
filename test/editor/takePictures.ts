/** `npm run pictures`: takes the pictures of the README and the walkthrough anew, `extension/pictures/{find,fix,time}-{dark,light}.png`. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../support/project.js';
import { copyExamples } from './support/makeWorkspace.js';
import { findObstacle, openEditor } from './support/openEditor.js';
import { Workbench } from './support/workbench.js';

const pictures = path.join(root, 'extension/pictures');
/** Within the repository, so that the editor finds the types of Node, and programs find tsx. */
const examples = path.join(root, 'tmp/pictures');

const obstacle = await findObstacle();
if (obstacle) throw new Error(`No pictures can be taken: ${obstacle}`);
rmSync(examples, { recursive: true, force: true });
copyExamples(examples);
const editor = await openEditor({
  settings: {
    'window.autoDetectColorScheme': true,
    'editor.minimap.enabled': false,
    'editor.stickyScroll.enabled': false,
    'editor.scrollbar.horizontal': 'hidden',
    'editor.scrollbar.vertical': 'hidden',
    'editor.overviewRulerBorder': false,
    'editor.occurrencesHighlight': 'off',
    'editor.renderLineHighlight': 'none',
    'breadcrumbs.enabled': false,
    'workbench.layoutControl.enabled': false,
  },
});

/** Takes the picture of some lines of the active editor. */
async function take(user: Workbench, name: string, height: number): Promise<void> {
  const box = await user.page.locator('.editor-group-container.active .editor-container').boundingBox();
  if (!box) throw new Error('There is no editor.');
  await user.shootInto(pictures, name, { clip: { x: box.x, y: box.y, width: Math.min(box.width, 760), height } });
  console.log(`extension/pictures/${name}-{dark,light}.png`);
}

async function open(program: string): Promise<Workbench> {
  const user = await Workbench.open(editor, examples, program);
  await user.lens('Parallelize').waitFor();
  await user.run('View: Toggle Primary Side Bar Visibility');
  return user;
}

try {
  const align = await open('align.ts');
  await take(align, 'find', 350);
  await align.goTo(15, 16);
  await align.action(/^Parallelize/);
  await take(align, 'fix', 560);
  await align.close();

  const sleeping = await open('sleeping.ts');
  await sleeping.lens('Time both').click();
  await sleeping.lens(/^serial .* same result$/).waitFor();
  await sleeping.page.mouse.move(0, 0);
  await take(sleeping, 'time', 400);
  await sleeping.close();
} finally {
  await editor.close();
}
