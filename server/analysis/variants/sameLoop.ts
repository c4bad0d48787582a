import type { ts } from 'ts-morph';
import type { Change } from '../../moves.js';
import type { Assumed } from '../reasons.js';

/** A loop written in another way, so that what stood against it is gone: what it does is the same. */
export interface SameLoop {
  /** Changes of the text, in order. */
  readonly patches: readonly Change[];
  /** What reads the values that this is about, where it is about those alone: a dependence of another read stays. */
  readonly reads?: readonly ts.Node[];
  /** On what the two are the same. */
  readonly assumed: readonly Assumed[];
  /** What becomes of the rewritten text in the place of the loop. */
  readonly finish?: (text: string) => string;
}
