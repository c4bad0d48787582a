import type { Block } from './block.js';
import { cutBlock, cutChunk, type Cut } from './chunk.js';
import type { ChunkSizer } from './chunks.js';
import type { Classes } from './classes.js';
import type { Costs } from './costs.js';
import type { Source } from './source.js';
import { Guard } from './transfer.js';

/** Cuts the items of a call into chunks. Runs the items' iterator, nothing else of the user's. */
export class Cutter {
  /** What the items' iterator threw; it belongs behind the last chunk. */
  failure: Cut['failure'] = null;
  readonly #source: Source<unknown>;
  readonly #sizer: ChunkSizer;
  readonly #costs: Costs;
  readonly #classes: Classes;
  readonly #maxItems: number;
  /** Numbers travel block by block, where results are collected. */
  #blocks: boolean;
  #block: Block | null = null;
  #blockAt = 0;

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
    const size = Math.min(this.#sizer.next(this.#remaining()), this.#maxItems);
    const block = this.#nextBlock();
    if (block !== null) {
      const chunk = cutBlock(block, this.#blockAt, size);
      this.#blockAt += chunk.items.length;
      return { chunk, guard: NUMBERS, guardMs: 0, obstacles: [], failure: null };
    }
    const cut = cutChunk(this.#source, Math.min(size, MAX_COPIED), this.#classes);
    this.#costs.copied(0, cut.guardMs);
    this.failure = cut.failure;
    return cut;
  }

  /** Nothing more is cut. */
  close(): void {
    this.#source.close();
  }

  /** Items that were not cut yet; null where nobody knows. */
  #remaining(): number | null {
    const inSource = this.#source.remaining();
    return inSource === null || this.#block === null ? inSource : inSource + this.#block.input.length - this.#blockAt;
  }

  /** The block that the next items are in, if they are numbers. */
  #nextBlock(): Block | null {
    if (this.#block !== null && this.#blockAt < this.#block.input.length) return this.#block;
    if (!this.#blocks) return null;
    const from = performance.now();
    this.#block = this.#source.block?.() ?? null;
    this.#costs.copied(0, performance.now() - from);
    this.#blockAt = 0;
    this.#blocks = this.#block !== null;
    return this.#block;
  }
}

/** The calling thread copies no more at once, or workers run out of work meanwhile. Numbers of a block are not copied. */
const MAX_COPIED = 1 << 15;
/** Nothing stops a number. */
const NUMBERS = new Guard();
