import { ts } from 'ts-morph';
import type { AwaitedKind } from './awaited.js';
import type { ReasonCode } from '../analysis/reasons.js';

/** Where the items of a loop come from. */
export type ItemSource =
  | {
      readonly kind: 'iterable';
      readonly expression: ts.Expression;
      readonly skipsHoles: boolean;
      /** From the last item to the first. */
      readonly reversed: boolean;
      /** `pairs`: each item comes with its key or position before it. `values`: of a Map's entries the values alone. `keys`: what `for…in` gives. */
      readonly view: 'items' | 'pairs' | 'values' | 'keys';
      /** What `for await` meets there. */
      readonly awaited?: AwaitedKind;
    }
  | {
      readonly kind: 'range';
      /** Null for 0. */
      readonly start: ts.Expression | null;
      /** The bound as written, and how it becomes an exclusive one. */
      readonly bound: ts.Expression;
      readonly inclusive: boolean;
      readonly step: number;
      /** The constant that the step, or its opposite, stands in. */
      readonly stepName?: ts.Identifier | undefined;
      /** The bound is a length: taken once, and made a whole number. */
      readonly isLength: boolean;
      /** The bound is taken once, before the first iteration. */
      readonly isTaken: boolean;
    }
  | {
      /** What the head of a `for` or `while` says, as it is written: nothing is known of it beforehand. */
      readonly kind: 'head';
      /** Why it is no range. */
      readonly trouble: HeadTrouble;
    };

/** Why the head of a loop cannot be counted, and the part that is in the way. */
export interface HeadTrouble {
  readonly at: ts.Node;
  readonly detail: string;
}

/**
 * The part of a body that runs ahead of the rest, in order: a generator goes through the head and these statements, and
 * what it gives is the item of the rest.
 */
export interface Lead {
  /** Statements before the item is given, and behind that. */
  readonly before: readonly ts.Statement[];
  readonly after: readonly ts.Statement[];
  /** The callback's second parameter, which the generator counts. */
  readonly index: ts.Identifier | null;
  /** Names that the rest uses with the values that they have then, in order of first use. */
  readonly given: readonly ts.Symbol[];
}

/**
 * What becomes of the values that the body returns: `kept` are the items whose value is true, `fold` gives the next
 * accumulator, and a `promised-list` is a promise of one. `none`: statements, and calls whose value nobody uses.
 */
export type LoopResult =
  | 'none'
  | 'list'
  | 'flat-list'
  | 'promised-list'
  | 'kept'
  | 'some'
  | 'every'
  | 'find'
  | 'find-index'
  | 'find-last-index'
  | 'fold';

/**
 * One loop, however it is written: the record every form file produces. It holds AST nodes, so it lives
 * for one call only; `LoopSite` of the model is what leaves the server.
 */
export interface FoundLoop {
  readonly form: string;
  /** The statement or call expression that a rewrite replaces. */
  readonly node: ts.Node;
  readonly anchor: ts.Node;
  readonly body: ts.Statement | ts.Expression;
  /** The callback, where the loop is a call. */
  readonly callback: ts.ArrowFunction | ts.FunctionExpression | null;
  /** The callback is a function's name, and that is the body. */
  readonly isNamed: boolean;
  /** The per-iteration binding: loop variable, destructuring pattern or first parameter. */
  readonly item: ts.BindingName | null;
  /** Second parameter of a callback. */
  readonly index: ts.Identifier | null;
  /** Second parameter of a callback, where it comes with the item: the key of a Map's entry, or a position that counts down. */
  readonly key: ts.Identifier | null;
  readonly source: ItemSource;
  readonly result: LoopResult;
  /** The accumulator, and what it is at first, where the result is a fold. */
  readonly fold: { readonly accumulator: ts.ParameterDeclaration; readonly initial: ts.Expression } | null;
  /** The list tells of each promise how it ended. */
  readonly settled?: boolean;
  /** The class of typed array that a resulting list becomes. */
  readonly into: string | null;
  /** The statement of the body that moves a counter which outlives the loop: it stays as it is. */
  readonly advance: ts.Statement | null;
  /** Other variables of a `for` head, which get their values before the loop. */
  readonly before: readonly (ts.VariableDeclaration | ts.BinaryExpression)[];
  /** Statements that run ahead; no form knows of them, the analysis finds them. */
  readonly lead?: Lead;
}

/** The statements of a body that are split, in order: neither those that lead nor the one that moves a counter. */
export function statementsOf({ body, advance, lead }: FoundLoop): readonly ts.Statement[] {
  if (!ts.isBlock(body)) return ts.isStatement(body) ? [body] : [];
  const apart = new Set<ts.Statement | null>([advance, ...(lead?.before ?? []), ...(lead?.after ?? [])]);
  return body.statements.filter((s) => !apart.has(s));
}

/** A loop that a form recognises and does not take. */
export interface DeclinedLoop {
  readonly form: string;
  readonly node: ts.Node;
  readonly anchor: ts.Node;
  readonly code: ReasonCode;
  /** The part of the loop that is in the way. */
  readonly at: ts.Node;
  /** Fills the message's blank. */
  readonly detail: string;
}

export type FormMatch = { readonly found: FoundLoop } | { readonly declined: DeclinedLoop } | null;

/** What a form file exports. */
export interface Form {
  readonly id: string;
  /** Looks at one node; null when the node is not written in this form. */
  match(node: ts.Node, checker: ts.TypeChecker): FormMatch;
}
