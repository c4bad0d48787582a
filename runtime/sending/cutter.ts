import { chunkOfBlock, cutChunk, type Chunk, type Cut } from './chunk.js';
import type { ChunkSizer } from './chunks.js';
import type { Classes } from '../wire/classes.js';
import type { Costs } from '../inline/costs.js';
import type { Source } from '../items/source.js';
import { Guard } from '../wire/transfer.js';

/** Cuts the items of a call into chunks. Runs the items' iterator, nothing else of the user's. */
export class Cutter {
  /** What the items' iterator threw; it belongs behind the last chunk. */
  failure: Cut['failure'] = null;
  readonly #source: Source<unknown>;
  readonly #sizer: ChunkSizer;
  readonly #costs: Costs;
  readonly #classes: Classes;
  readonly #maxItems: number;
  /** Numbers travel in blocks, where results are collected. */
  #blocks: boolean;

  /** @param maxItems No chunk gets more; null: no limit. */
  constructor(
    source: Source<unknown>,
    sizer: ChunkSizer,
    costs: Costs,
    classes: Classes,
    blocks: boolean,
    maxItems: number | null,
  ) {
    this.#classes = classes;
    this.#source = source;
    this.#sizer = sizer;
    this.#costs = costs;
    this.#blocks = blocks;
    this.#maxItems = maxItems ?? Infinity;
  }

  /** The next chunk; without one where no item is left. */
  cut(): Cut {
    const size = Math.min(this.#sizer.next(this.#source.remaining()), this.#maxItems);
    const chunk = this.#blocks ? this.#cutNumbers(size) : null;
    if (chunk !== null) return { chunk, guard: NUMBERS, guardMs: 0, obstacles: [], failure: null };
    const cut = cutChunk(this.#source, Math.min(size, MAX_COPIED), this.#classes);
    this.#costs.copied(0, cut.guardMs);
    this.failure = cut.failure;
    return cut;
  }

  /** Nothing more is cut. */
  close(): void {
    this.#source.close();
  }

  /** Null where the next items are no numbers, or none are left: then it is not tried again. */
  #cutNumbers(size: number): Chunk | null {
    const from = performance.now();
    const block = this.#source.block?.(size) ?? null;
    this.#costs.copied(0, performance.now() - from);
    if (block !== null) return chunkOfBlock(block);
    this.#blocks = false;
    return null;
  }
}

/** The calling thread copies no more at once, or workers run out of work meanwhile. Numbers of a block are not copied. */
const MAX_COPIED = 1 << 15;
/** Nothing stops a number. */
const NUMBERS = new Guard();
