import type { ts } from 'ts-morph';
import type { Trust } from '../../trust.js';
import type { Effects } from '../source/access.js';
import { Fixpoint } from '../calls/fixpoint.js';
import type { Counterparts } from '../source/counterparts.js';
import { createOrigins, type Origins } from '../origins/origins.js';
import type { FunctionNode } from '../source/symbols.js';

/** What running a function does to what is not its own: its parameters' objects, and names declared outside it. */
export interface Summary extends Effects {
  /** Parameters that the function calls. */
  readonly called: readonly ts.Symbol[];
  /** It rests on types that were inferred from the whole program. */
  readonly isGuessed: boolean;
  /** It has, or had, so many accesses that one of each kind stands for all of them. */
  readonly isLarge: boolean;
}

/** A program that another one is like: what its functions do, the functions of the other one do as well. */
export interface Likeness {
  readonly summaries: Summaries;
  readonly checker: ts.TypeChecker;
  readonly counterparts: Counterparts;
}

/** Effects of called functions, shared by every region of one analysis. */
export class Summaries {
  readonly of = new Fixpoint<FunctionNode, Summary>(
    (before, after) =>
      before.accesses.length === after.accesses.length &&
      before.accesses.every((access, k) => access === after.accesses[k]) &&
      before.outside.length === after.outside.length &&
      before.called.length === after.called.length &&
      before.isGuessed === after.isGuessed &&
      before.isLarge === after.isLarge,
  );
  private readonly origins = new Map<ts.Node, Origins>();

  /** What was found out of functions in the program that this one is like; null where that means nothing here. */
  readonly carried = new Map<FunctionNode, Summary | null>();

  /** @param trust functions whose effects the user answers for */
  constructor(
    readonly trust: Trust,
    readonly like?: Likeness,
  ) {}

  /** Where objects in a called function come from. */
  originsIn(fn: ts.Node, checker: ts.TypeChecker): Origins {
    let origins = this.origins.get(fn);
    if (!origins) this.origins.set(fn, (origins = createOrigins(fn, checker)));
    return origins;
  }
}
