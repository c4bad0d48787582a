/** Types into a file as a person does, and waits for new verdicts after each keystroke. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { quantile } from 'simple-statistics';
import type { DocumentLoops } from '../../../server/messages.js';
import { type Client, withClient } from '../../protocol/client.js';
import { startTsServer } from './tsserver.js';

const KEYS = 60;
/** Judging all loops anew takes longer, and is not waited for after each key. */
const SETTLED_KEYS = 15;
/** The server waits so long for more changes; that is no work. */
const SETTLE_MS = 25;

/** Milliseconds from a change to what it asks for. */
export interface KeystrokeTimes {
  /** To the lenses that an editor shows. */
  readonly median: number;
  readonly p95: number;
  /** To the verdicts of all loops, none of them of before (median). */
  readonly settled: number;
  /** To the errors of the file by tsserver (median). */
  readonly reference: number;
}

/** @param file absolute path, where `text` is put */
export async function keystrokes(file: string, text: string): Promise<KeystrokeTimes> {
  writeFileSync(file, text);
  const places = keyPlaces(text);
  const server = startTsServer();
  server.tell('open', { file, fileContent: text });
  await server.ask('geterr', { files: [file], delay: 0 });
  /** Both are asked in turn, so that what else the machine does hits both alike. */
  const reference: number[] = [];
  const check = async (at: number): Promise<void> => {
    const before = text.slice(0, at).split('\n');
    const [line, offset] = [before.length, before.at(-1)!.length + 1];
    const started = performance.now();
    server.tell('change', { file, line, offset, endLine: line, endOffset: offset, insertString: '1' });
    await server.ask('geterr', { files: [file], delay: 0 });
    reference.push(performance.now() - started);
  };
  const shown: number[] = [];
  const settled: number[] = [];
  await withClient({ folders: [path.dirname(file)] }, async (client) => {
    const uri = await client.open(file, text);
    await client.lenses(uri);
    for (const [k, at] of places.entries()) {
      const isShown = k % 4 !== 3 || settled.length >= SETTLED_KEYS;
      const started = performance.now();
      await client.change(uri, at, at, '1');
      await (isShown ? lenses(client, uri) : loops(client, uri));
      (isShown ? shown : settled).push(performance.now() - started - SETTLE_MS);
      await check(at);
    }
  });
  server.stop();
  const median = (times: readonly number[]): number => quantile([...times], 0.5);
  return { median: median(shown), p95: quantile(shown, 0.95), settled: median(settled), reference: median(reference) };
}

async function lenses(client: Client, uri: string): Promise<void> {
  if ((await client.lenses(uri)).length === 0) throw new Error('there are no lenses');
}

async function loops({ connection }: Client, uri: string): Promise<void> {
  const answer = await connection.sendRequest<DocumentLoops>('looppool/loops', { uri });
  if (answer.loops.length === 0) throw new Error('no loops were found');
}

/** Behind numbers, all over the file: another digit leaves a program, but for one behind a single zero. */
function keyPlaces(text: string): number[] {
  const all = [...text.matchAll(/(?<=[ (+])[1-9]\d*(?=[;,) ])/g)].map(({ index, 0: { length } }) => index + length);
  return Array.from({ length: KEYS }, (_, k) => all[(k * 7919) % all.length]!)
    .sort((a, b) => b - a)
    .filter((at, k, sorted) => at !== sorted[k - 1]);
}
