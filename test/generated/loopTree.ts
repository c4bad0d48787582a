/** Random loops as trees, so that fast-check can make a failing one smaller. Names are numbers here: `printLoop` decides what they can mean. */
import * as fc from 'fast-check';
import { FORMS, type FormName } from './loopForms.js';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** Any number in scope. */
  | { readonly kind: 'name'; readonly pick: number }
  /** Something that the loop may write elsewhere. */
  | { readonly kind: 'state'; readonly pick: number }
  | { readonly kind: 'sum'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly of: 'heavy' | 'mix'; readonly argument: Expression }
  /** A sum over two items, by a callback. */
  | { readonly kind: 'fold'; readonly of: 'heavy' | 'mix'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression };

/** What is declared; a `match` cannot be copied to another thread. */
export type Word = 'const' | 'let' | 'array' | 'object' | 'function' | 'match';

export type Statement =
  | {
      readonly kind: 'declare';
      readonly word: Word;
      readonly value: Expression;
    }
  | { readonly kind: 'effect'; readonly pick: number; readonly value: Expression; readonly other: Expression }
  | { readonly kind: 'assign'; readonly pick: number; readonly operator: '=' | '+='; readonly value: Expression }
  /** A step of something that depends on the order, and costs little. */
  | { readonly kind: 'step'; readonly pick: number }
  | { readonly kind: 'jump'; readonly pick: number; readonly test: Expression }
  | { readonly kind: 'throw'; readonly test: Expression; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  | {
      readonly kind: 'switch';
      readonly test: Expression;
      /** Some end with a `break`, others run on into the next. */
      readonly cases: readonly { readonly body: readonly Statement[]; readonly isEnded: boolean }[];
    }
  | { readonly kind: 'loop'; readonly over: 'range' | 'list'; readonly body: readonly Statement[] }
  | { readonly kind: 'try'; readonly body: readonly Statement[]; readonly handler: readonly Statement[] };

export interface Loop {
  readonly form: FormName;
  readonly items: number;
  /** The state belongs to the module instead of the function. */
  readonly shared: boolean;
  /** Errors are thrown and caught. */
  readonly caught: boolean;
  /** Which of the oddities it has. */
  readonly odd: number | null;
  readonly body: readonly Statement[];
  readonly value: Expression;
}

const pick = fc.nat({ max: 50 });

const { expression, statements } = fc.letrec<{ expression: Expression; statement: Statement; statements: Statement[] }>(
  (tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('name' as const), pick }),
      fc.record({ kind: fc.constant('number' as const), value: fc.nat({ max: 9 }) }),
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('call' as const),
          of: fc.constantFrom('heavy' as const, 'mix' as const),
          argument: tie('expression'),
        }),
      },
      fc.record({ kind: fc.constant('state' as const), pick }),
      fc.record({ kind: fc.constant('sum' as const), left: tie('expression'), right: tie('expression') }),
      fc.record({
        kind: fc.constant('fold' as const),
        of: fc.constantFrom('heavy' as const, 'mix' as const),
        left: tie('expression'),
        right: tie('expression'),
      }),
      fc.record({
        kind: fc.constant('choice' as const),
        test: tie('expression'),
        yes: tie('expression'),
        no: tie('expression'),
      }),
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('effect' as const),
          pick,
          value: tie('expression'),
          other: tie('expression'),
        }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('declare' as const),
          word: fc.constantFrom<Word>('const', 'const', 'let', 'array', 'object', 'function', 'match'),
          value: tie('expression'),
        }),
      },
      fc.record({
        kind: fc.constant('assign' as const),
        pick,
        operator: fc.constantFrom('=' as const, '+=' as const),
        value: tie('expression'),
      }),
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), pick }) },
      fc.record({ kind: fc.constant('jump' as const), pick, test: tie('expression') }),
      fc.record({ kind: fc.constant('throw' as const), test: tie('expression'), value: tie('expression') }),
      fc.record({
        kind: fc.constant('if' as const),
        test: tie('expression'),
        yes: tie('statements'),
        no: tie('statements'),
      }),
      fc.record({
        kind: fc.constant('switch' as const),
        test: tie('expression'),
        cases: fc.array(fc.record({ body: tie('statements'), isEnded: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        over: fc.constantFrom('range' as const, 'list' as const),
        body: tie('statements'),
      }),
      fc.record({ kind: fc.constant('try' as const), body: tie('statements'), handler: tie('statements') }),
    ),
    statements: fc.array(tie('statement'), { minLength: 1, maxLength: 3, depthIdentifier: 'statements' }),
  }),
);

/** A loop of any form, with anything in it that the printer knows how to write. */
export const loops: fc.Arbitrary<Loop> = fc.record({
  form: fc.constantFrom(...(Object.keys(FORMS) as FormName[])),
  items: fc.nat({ max: 3 }),
  shared: fc.boolean(),
  caught: fc.boolean(),
  odd: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 99 }) }),
  body: fc.array(statements, { minLength: 1, maxLength: 3 }).map((parts) => parts.flat()),
  value: expression,
});
