import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import type { Outside } from '../source/access.js';
import { resolveCallee } from '../calls/callees.js';
import type { Judge } from '../dependences/hindrance.js';
import type { Blocker } from '../reasons.js';
import { unwrap } from '../source/symbols.js';

/**
 * Whether a loop that awaits, or the calls behind a `Promise.all`, wait for something outside the program: a file, a timer. Others only compute,
 * with pauses, and threads make them faster.
 *
 * @param outside what the calls do that is no plain computing, in functions that they call, too
 */
export function waitsForOthers(outside: readonly Outside[], checker: ts.TypeChecker): boolean {
  return outside.some(({ code, node }) => code === 'awaits' && !isOfProgram(node, checker));
}

/** Whether what an `await` waits for is made by the program itself; functions that it calls for that are looked at by themselves. */
function isOfProgram(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isAwaitExpression(node)) return false;
  const awaited = unwrap(node.expression);
  if (checker.getTypeAtLocation(awaited).getProperty('then') === undefined) return true;
  if (!ts.isCallExpression(awaited)) return false;
  if (resolveCallee(awaited.expression, checker).kind === 'program') return true;
  return awaited.expression.getText() === 'Promise.resolve';
}

/** Why calls that take turns cannot become the iterations of a loop: something in them commits. */
export function effectAmongPromises({ body, anchor }: FoundLoop, judge: Judge): Blocker {
  const [blocker] = judge.hindrance(body, new Set()).blockers;
  if (blocker) return blocker;
  const write = judge.writes[0];
  return {
    code: 'form-not-supported',
    node: write?.node ?? anchor,
    detail:
      'a `Promise.all` whose calls take turns in changing something. Return what is computed, and change it afterwards',
    related: [],
  };
}
