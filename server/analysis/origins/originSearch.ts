import type { ts } from 'ts-morph';
import { bothOrigins, type Origin, sameOrigins } from '../source/access.js';
import { Fixpoint } from '../calls/fixpoint.js';

type Found = readonly Origin[];

/**
 * What can be asked: what a name may be bound to, what is put into the object that it holds, and the same of expressions.
 * Names multiply with every name on the way, and come back to themselves.
 */
interface Subjects {
  readonly bound: ts.Symbol;
  readonly held: ts.Symbol;
  readonly of: ts.Expression;
  readonly heldBy: ts.Expression;
}

export class OriginSearch {
  private readonly questions: { readonly [K in keyof Subjects]: Map<Subjects[K], object> } = {
    bound: new Map(),
    held: new Map(),
    of: new Map(),
    heldBy: new Map(),
  };
  private readonly answers = new Fixpoint<object, Found>(sameOrigins);

  /**
   * @param start what is found at least
   * @param find may ask on
   */
  ask<K extends keyof Subjects>(kind: K, subject: Subjects[K], start: Found, find: () => Found): Found {
    const ofKind: Map<Subjects[K], object> = this.questions[kind];
    let question = ofKind.get(subject);
    if (!question) ofKind.set(subject, (question = {}));
    return this.answers.get(question, start, (before) => bothOrigins(before, find()));
  }
}
