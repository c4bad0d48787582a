/**
 * The program of `looppool time --call`: loads the file of the loop (its path is the first argument), and then evaluates
 * the expression that was put at its end. What the file does while it loads does not count as reaching the loop.
 */
import { pathToFileURL } from 'node:url';
import { CALL_GLOBAL, RECORD_GLOBAL } from './protocol.js';

type Anything = (...parts: unknown[]) => unknown;
const recorder = process as unknown as Record<string, Anything & { enter?: Anything; leave?: Anything }>;
const [file] = process.argv.splice(2);

const record = recorder[RECORD_GLOBAL]!;
recorder[RECORD_GLOBAL] = Object.assign((): unknown => undefined, {
  enter: (): unknown => undefined,
  leave: (_visit: unknown, value: unknown): unknown => value,
});
await import(pathToFileURL(file!).href);
recorder[RECORD_GLOBAL] = record;
await (globalThis as unknown as Record<string, Anything>)[CALL_GLOBAL]!();
