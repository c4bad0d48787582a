import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { extensions } from 'vscode';

describe('The extension', () => {
  it('is the packaged one, and starts', async () => {
    const extension = extensions.getExtension('looppool.looppool-vscode');
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
