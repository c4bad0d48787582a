import { ts } from 'ts-morph';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { costOf } from '../analysis/effects/cost.js';
import { resolveCallee } from '../analysis/calls/callees.js';

/** Every identifier written in a text; a generated name is none of them. */
export function namesIn(text: string): Set<string> {
  return new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
}

/** A name for the task: what it does to what, as in `alignRead`. */
export function taskName(offer: OfferedLoop, checker: ts.TypeChecker): string {
  const { given } = offer.split;
  const verb =
    (given && offer.loop.body.getText().replace(/^.*\./s, '')) ??
    mainCallee(offer, checker) ??
    offer.split.pieces.find((p) => p.local)?.local?.getName() ??
    offer.judged.site.function ??
    'compute';
  const { item, source, lead } = offer.loop;
  const [only, more] = lead?.given ?? [];
  const handed = lead && (more ? '' : (only?.getName() ?? ''));
  const itemName = handed ?? given?.[0] ?? (item && ts.isIdentifier(item) ? item.text : '');
  const noun = source.kind === 'range' && !lead ? 'At' : itemName.length > 1 ? capital(itemName) : 'Item';
  const name = verb.toLowerCase().endsWith(noun.toLowerCase()) && noun !== 'At' ? `${verb}Task` : verb + noun;
  return name.replace(/^[A-Z]/, (c) => c.toLowerCase());
}

/** The program's own function in which the compute part spends most. */
function mainCallee(offer: OfferedLoop, checker: ts.TypeChecker): string | null {
  let found: string | null = null;
  let most = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const callee = resolveCallee(node.expression, checker);
      const cost = costOf(node, checker) - node.arguments.reduce((sum, a) => sum + costOf(a, checker), 0);
      if ((callee.kind === 'program' || callee.kind === 'package') && cost > most)
        [found, most] = [node.expression.text, cost];
    }
    ts.forEachChild(node, visit);
  };
  for (const node of offer.computeNodes) visit(node);
  return found;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
