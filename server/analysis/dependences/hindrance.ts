import type { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import type { DependenceTests } from './dependences.js';
import type { Assumed, Blocker } from '../reasons.js';

/** What stands against running a piece of code in a worker, and what an offer would take for granted. */
export interface Hindrance {
  readonly blockers: readonly Blocker[];
  readonly assumed: readonly Assumed[];
  /** It has effects, or reads what commits: it stays, and that is no reason against the loop. */
  readonly stays: boolean;
}

/** Answers whether code of one loop can compute in a worker. */
export interface Judge {
  readonly region: ts.Node;
  readonly writes: readonly Access[];
  /** Temporaries declared outside the loop that each iteration has for itself. */
  readonly privates: ReadonlySet<ts.Symbol>;
  /** How a read would relate to a write of the loop. */
  readonly conflict: DependenceTests['conflict'];
  /** @param committed locals of the body that only the commit part knows */
  hindrance(node: ts.Node, committed: ReadonlySet<ts.Symbol>): Hindrance;
  /** Names declared outside the loop that `node` uses as values. */
  isOuter(symbol: ts.Symbol): boolean;
  /** Whether a name is (a part of) the item of an iteration. */
  isItem(symbol: ts.Symbol): boolean;
  /** Whether a name of the body only leads to objects from outside it: what is changed through it is changed there. */
  isHandle(symbol: ts.Symbol): boolean;
  /** What makes reading the items ahead of their iteration visible. */
  readAhead(): Hindrance;
}
