/** Judges programs that are not on disk. */
import path from 'node:path';
import type { JudgedLoop } from '../../server/model.js';
import { scanFile } from '../../server/pipeline.js';
import { createSourceReader, type Reading } from '../../server/project.js';
import { root } from './project.js';

/** A recursion that is worth a thread and is no loop itself. */
export const FIB = 'export function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n';

export const reader = createSourceReader();
/** The file that every program here is. */
export const file = path.join(root, 'tmp/judged.ts');

/** The loops of a program, in the order of the text. */
export function judge(text: string): readonly JudgedLoop[] {
  reader.overlay(file, text, 1);
  return scanFile(reader, file);
}

/** A program with its types. */
export function readText(text: string): Reading {
  reader.overlay(file, text, 1);
  return reader.read(file);
}
