import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, Selection, TabInputWebview, window } from 'vscode';
import { open, rangeOf, until } from './documents.js';

const panels = () =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('looppool.curve'));

describe('The scaling curve', () => {
  it('opens in a panel for an independent loop, and for no other', async () => {
    const refused = await open('examples', 'dependent.ts');
    const place = rangeOf(refused, 'for (let n = from').start;
    window.activeTextEditor!.selection = new Selection(place, place);
    // The error of a refused loop waits for nobody.
    await commands.executeCommand('looppool.measureCurve');
    assert.deepEqual(panels(), []);

    const document = await open('examples', 'greatCircle.js');
    const loop = rangeOf(document, 'map(').start;
    window.activeTextEditor!.selection = new Selection(loop, loop);
    await commands.executeCommand('looppool.measureCurve');
    const [panel] = await until('the panel', () => Promise.resolve(panels().length > 0 && panels()));
    assert.equal(panel!.label, 'Scaling Curve');
    await window.tabGroups.close(panel!);
  });
});
