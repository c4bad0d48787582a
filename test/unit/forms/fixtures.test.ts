import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { readFixtures, withResults, type Block } from '../../support/fixture.js';
import { asShown, readHeaders } from '../../support/formHeaders.js';
import { makeProject } from '../../support/project.js';
import { resultsOf } from '../../support/rewrite.js';

const update = process.env['UPDATE_FIXTURES'] === '1';
const project = makeProject();
const typed: string[] = [];
afterAll(() => project.remove());

/** Puts a rewritten program aside, so that all of them are compiled together. */
function keep(name: string, files: readonly Block[]): void {
  const sources = files.filter((b) => /\.[cm]?ts$/.test(b.file));
  for (const { file, text } of sources) project.write(path.join(name, file), text);
  const manifest = files.find((b) => b.file === 'package.json');
  project.write(path.join(name, 'package.json'), manifest?.text ?? '{ "type": "module" }');
  typed.push(...sources.map((b) => project.at(path.join(name, b.file))));
}

describe('fixtures: the rewrite is exactly this text', () => {
  it.each(readFixtures().map((f) => [f.name, f] as const))('%s', (name, fixture) => {
    const results = resultsOf(fixture);
    if (update) {
      writeFileSync(fixture.path, withResults(readFileSync(fixture.path, 'utf8'), results));
    } else {
      expect(asText(results)).toEqual(asText(fixture.blocks.filter((b) => b.kind !== 'before' && b.kind !== 'with')));
    }
    const replaced = new Set(results.map((b) => b.file));
    keep(name, [...fixture.blocks.filter((b) => b.kind === 'with' && !replaced.has(b.file)), ...results]);
  });
});

describe('headers of the form files: the example is what the tool does', () => {
  it.each(readHeaders().map((f) => [f.name, f] as const))('%s', (_name, fixture) => {
    expect(asText(resultsOf(fixture).map(asShown))).toEqual(
      asText(fixture.blocks.filter((b) => b.kind === 'after' || b.kind === 'worker')),
    );
  });
});

it('the rewritten fixtures compile in strict mode', () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(project.at('tsconfig.json'), (name) => ts.sys.readFile(name)).config,
    ts.sys,
    project.folder,
  );
  const program = ts.createProgram(typed, options);
  const complaints = typed.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((d) => {
      const { line } = source.getLineAndCharacterOfPosition(d.start ?? 0);
      return `${path.relative(project.folder, file)}:${line + 1} ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`;
    });
  });
  expect(complaints).toEqual([]);
});

const asText = (blocks: readonly Block[]): Record<string, string> =>
  Object.fromEntries(blocks.map((b) => [b.file ? `${b.kind} ${b.file}` : b.kind, b.text]));
