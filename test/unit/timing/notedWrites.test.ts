/** Writes to files are noted while a loop is compared, and by nothing else. */
import fs, { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noteWrites, takeWrites, unwatchWrites, watchWrites } from '../../../server/timing/values/notedWrites.js';

const plain = createRequire(import.meta.url)('node:fs') as typeof fs;
const original = plain.writeFileSync;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'noted-'));
  watchWrites();
});
afterEach(() => {
  unwatchWrites();
  rmSync(folder, { recursive: true, force: true });
});

it('notes calls with what they were given, in their order, and lets them through', async () => {
  const file = path.join(folder, 'a');
  noteWrites();
  plain.writeFileSync(file, 'text');
  plain.appendFileSync(new URL(`file://${file}`), new Uint8Array([33, 34]), { encoding: 'utf8' });
  await plain.promises.writeFile(path.join(folder, 'b'), new Float64Array([1]));
  await new Promise((resolve) => plain.rename(path.join(folder, 'b'), path.join(folder, 'c'), resolve));
  expect(takeWrites()).toEqual([
    { call: 'writeFileSync', given: [file, 'text'] },
    { call: 'appendFileSync', given: [`file://${file}`, '!"', { encoding: 'utf8' }] },
    {
      call: 'writeFile',
      given: [path.join(folder, 'b'), Buffer.from(new Float64Array([1]).buffer).toString('latin1')],
    },
    { call: 'rename', given: [path.join(folder, 'b'), path.join(folder, 'c')] },
  ]);
  expect(fs.readFileSync(file, 'utf8')).toBe('text!"');
  expect(fs.readdirSync(folder).sort()).toEqual(['a', 'c']);
});

it('keeps a digest of much data, and tells new folders by their order', async () => {
  noteWrites();
  const one = plain.mkdtempSync(path.join(folder, 'x-'));
  const two = await plain.promises.mkdtemp(path.join(folder, 'x-'));
  plain.writeFileSync(path.join(one, 'large'), Buffer.alloc(100_000));
  plain.writeFileSync(path.join(two, 'large'), Buffer.alloc(100_000, 1));
  const [, , first, second] = takeWrites();
  expect(first!.given).toEqual(['<new folder 1>/large', expect.stringMatching(/^100000 bytes, sha256 [\da-f]{16}$/)]);
  expect(second!.given[0]).toBe('<new folder 2>/large');
  expect(second!.given[1]).not.toBe(first!.given[1]);
});

it('notes nothing at other times, and gives the functions back', () => {
  plain.writeFileSync(path.join(folder, 'a'), '');
  expect(takeWrites()).toEqual([]);
  expect(plain.writeFileSync).not.toBe(original);
  unwatchWrites();
  expect(plain.writeFileSync).toBe(original);
  noteWrites();
  plain.writeFileSync(path.join(folder, 'a'), '');
  expect(takeWrites()).toEqual([]);
});
