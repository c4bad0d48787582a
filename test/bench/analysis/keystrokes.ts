/** Types into a file as a person does, and waits for new verdicts after each keystroke. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { quantile } from 'simple-statistics';
import type { DocumentLoops } from '../../../server/messages.js';
import { withClient } from '../../protocol/client.js';
import { startTsServer } from './tsserver.js';

const KEYS = 60;
/** The server waits so long for more changes; that is no work. */
const SETTLE_MS = 25;

/**
 * @param file absolute path, where `text` is put
 * @returns milliseconds from a change to the new verdicts, and what tsserver takes for the errors of the file (median)
 */
export async function keystrokes(
  file: string,
  text: string,
): Promise<{ median: number; p95: number; reference: number }> {
  writeFileSync(file, text);
  const places = keyPlaces(text);
  const times = await withClient({ folders: [path.dirname(file)] }, async (client) => {
    const uri = await client.open(file, text);
    const ask = (): Promise<DocumentLoops> => client.connection.sendRequest('looppool/loops', { uri });
    await ask();
    const measured: number[] = [];
    for (const at of places) {
      const started = performance.now();
      await client.change(uri, at, at, '1');
      const { loops } = await ask();
      if (loops.length === 0) throw new Error('no loops were found');
      measured.push(performance.now() - started - SETTLE_MS);
    }
    return measured;
  });
  const server = startTsServer();
  const reference: number[] = [];
  server.tell('open', { file, fileContent: text });
  await server.ask('geterr', { files: [file], delay: 0 });
  for (const at of places.slice(0, 20)) {
    const before = text.slice(0, at).split('\n');
    const [line, offset] = [before.length, before.at(-1)!.length + 1];
    const started = performance.now();
    server.tell('change', { file, line, offset, endLine: line, endOffset: offset, insertString: '1' });
    await server.ask('geterr', { files: [file], delay: 0 });
    reference.push(performance.now() - started);
  }
  server.stop();
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95), reference: quantile(reference, 0.5) };
}

/** Behind numbers, all over the file: another digit leaves a program. */
function keyPlaces(text: string): number[] {
  const all = [...text.matchAll(/(?<=[ (+])\d+(?=[;,) ])/g)].map(({ index, 0: { length } }) => index + length);
  return Array.from({ length: KEYS }, (_, k) => all[(k * 7919) % all.length]!)
    .sort((a, b) => b - a)
    .filter((at, k, sorted) => at !== sorted[k - 1]);
}
