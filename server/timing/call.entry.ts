/**
 * The program of `looppool time --call`: loads the file of the loop (its path is the first argument), and then evaluates
 * the expression that was put at its end. What the file does while it loads does not count as reaching the loop.
 */
import { pathToFileURL } from 'node:url';
import { CALL_GLOBAL, RECORD_GLOBAL } from './protocol.js';

const host = globalThis as unknown as Record<string, (() => unknown) | undefined>;
const [file] = process.argv.splice(2);
const record = host[RECORD_GLOBAL];
host[RECORD_GLOBAL] = () => undefined;
await import(pathToFileURL(file!).href);
host[RECORD_GLOBAL] = record;
await host[CALL_GLOBAL]!();
