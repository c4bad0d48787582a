import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { mayRun } from '../../../server/cli/lasting.js';
import { lastingEffects as effectsOf } from '../../../server/timing/lasting.js';
import type { JudgedLoop } from '../../../server/model.js';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';

const lastingEffects = (loop: JudgedLoop): string | null => effectsOf(loop, (file) => file);
const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lasting-')));
afterEach(() => rmSync(path.join(folder, 'main.ts'), { force: true }));

function loopOf(body: string): JudgedLoop {
  const file = path.join(folder, 'main.ts');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';\nconst save = (x: number) => writeFileSync(\`\${x}\`, 'x');\nfor (const x of [1, 2]) {\n  ${body}\n}\nexport {};\n`,
  );
  return scanFile(createSourceReader(), file)[0]!;
}

/** A terminal at which somebody types `answer`, or none. */
function terminal(answer: string | null) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = '';
  output.on('data', (text) => (printed += String(text)));
  if (answer !== null) input.write(`${answer}\n`);
  Object.assign(input, { isTTY: answer !== null });
  Object.assign(output, { isTTY: answer !== null });
  const streams = { input: input as unknown as NodeJS.ReadStream, output: output as unknown as NodeJS.WriteStream };
  return { streams, printed: () => printed };
}

describe('effects that last', () => {
  it('are named with their lines, through functions too', () => {
    expect(lastingEffects(loopOf('Math.sqrt(x); console.log(x);'))).toBeNull();
    expect(lastingEffects(loopOf('save(x);'))).toMatch(
      /^This loop writes files \(.*main\.ts:\d\); timing runs it again and again\.$/,
    );
  });

  it('are asked about where somebody can answer', async () => {
    const loop = loopOf(`writeFileSync('out', String(x));`);
    for (const [answer, goesOn] of [
      ['y', true],
      ['yes', true],
      ['', false],
      ['no', false],
    ] as const) {
      const { streams, printed } = terminal(answer);
      expect(await mayRun(loop, false, streams)).toBe(goesOn);
      expect(printed()).toMatch(/writes files \(.*main\.ts:4\).* Go on\? \[y\/N\]/);
    }
  });

  it('are asked about where a refused loop calls what may send requests or start programs', async () => {
    const { streams, printed } = terminal('no');
    expect(await mayRun(loopOf('fetch(`http://localhost/${x}`);'), false, streams)).toBe(false);
    expect(printed()).toMatch(/calls code that cannot be followed \(.*main\.ts:4\).* Go on\? \[y\/N\]/);
  });

  it('are only named to a script, and not with --yes', async () => {
    const loop = loopOf(`writeFileSync('out', String(x));`);
    const script = terminal(null);
    expect(await mayRun(loop, false, script.streams)).toBe(true);
    expect(script.printed()).toMatch(/^looppool: This loop writes files/);
    const sure = terminal('no');
    expect(await mayRun(loop, true, sure.streams)).toBe(true);
    expect(sure.printed()).toBe('');
  });
});
