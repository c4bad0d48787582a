import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testCollection } from '../support/collection.js';
import { root } from '../support/project.js';

const folder = path.join(root, 'test/corpus');

interface Label {
  readonly file: string;
  readonly breaksAssumption?: string;
}

const { checkLabels } = (await import(path.join(folder, 'check.mjs'))) as { checkLabels: () => string[] };
const labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as readonly Label[];

describe('the labels of test/corpus', () => {
  it('are complete, agree with themselves and point at loops', () => {
    expect(checkLabels()).toEqual([]);
  });
});

testCollection({
  name: "the project's own corpus",
  folder: 'test/corpus/programs',
  sample: 20,
  odd: true,
  assumeNothing: labels.filter((label) => label.breaksAssumption).map((label) => label.file),
});
