import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import type { SameLoop } from './sameLoop.js';

type Patch = SameLoop['patches'][number];
/** A label in front of the loop, and everything that names it. */
interface Label {
  readonly statement: ts.LabeledStatement;
  readonly jumps: readonly ts.BreakOrContinueStatement[];
}

/**
 * The same loop, where an inner one that goes on with the next iteration of this one, `continue outer`, is left instead, and a flag
 * says that the rest is skipped: `let skipped = false; for (…) if (…) { skipped = true; break; } if (skipped) continue;`.
 * Whether it is skipped is a value then, as any other, and can be computed.
 *
 * Jumps out of several levels taken apart with a flag, after Erosa and Hendren, "Taming control flow: a structured approach to
 * eliminating goto statements", ICCL 1994.
 *
 * @returns null where the loop has no such jump, or an inner loop does not stand in a block
 */
export function skipsByFlag({ node, body }: FoundLoop): SameLoop | null {
  const label = ts.isIterationStatement(node, false) ? labelOf(node) : null;
  if (!label || !ts.isBlock(body)) return null;
  const { text } = node.getSourceFile();
  const taken = new Set(text.match(/[\w$]+/g));
  const skips = label.jumps.filter(ts.isContinueStatement);
  const loops = new Set(skips.map((skip) => outermostLoop(skip, node)));
  if (![...loops].some((inner) => inner !== node)) return null;
  const patches: Patch[] = [];
  for (const inner of loops) {
    const jumps = skips.filter((skip) => outermostLoop(skip, node) === inner);
    if (inner === node) patches.push(...jumps.map((jump) => instead(jump, 'continue;')));
    else {
      const whole = ts.isLabeledStatement(inner.parent) ? inner.parent : inner;
      if (!ts.isBlock(whole.parent)) return null;
      const flag = uniqueName('skipped', taken);
      const isNear = (jump: ts.Node): boolean => leftBy(jump) === inner;
      const own = whole !== inner ? (whole as ts.LabeledStatement).label.text : null;
      const name = jumps.every(isNear) ? '' : (own ?? uniqueName('search', taken));
      const start = whole.getStart();
      const separator = `${text.includes('\r\n') ? '\r\n' : '\n'}${indentAt(text, start)}`;
      const before = `let ${flag} = false;${separator}${name && !own ? `${name}: ` : ''}`;
      patches.push({ start, end: start, text: before });
      for (const jump of jumps)
        patches.push(instead(jump, `{ ${flag} = true; break${isNear(jump) ? '' : ` ${name}`}; }`));
      patches.push({ start: whole.end, end: whole.end, text: `${separator}if (${flag}) continue;` });
    }
  }
  const isUsedUp = label.jumps.length === skips.length;
  if (isUsedUp) patches.push({ start: label.statement.getStart(), end: node.getStart(), text: '' });
  return { patches: patches.sort((a, b) => a.start - b.start || a.end - b.end), assumed: [] };
}

const instead = (jump: ts.Statement, text: string): Patch => ({ start: jump.getStart(), end: jump.end, text });

/** The label of a loop that has one, and no other. */
function labelOf(loop: ts.Node): Label | null {
  const { parent: statement } = loop;
  if (!ts.isLabeledStatement(statement) || ts.isLabeledStatement(statement.parent)) return null;
  const jumps: ts.BreakOrContinueStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBreakOrContinueStatement(node) && node.label?.text === statement.label.text) jumps.push(node);
    // Labels do not hold in functions that stand there.
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(loop);
  return { statement, jumps };
}

/** The outermost loop around a statement that stands in another loop; that one where there is none between. */
function outermostLoop(node: ts.Node, outer: ts.Node): ts.Node {
  let found = outer;
  for (let around = node.parent; around !== outer; around = around.parent)
    if (ts.isIterationStatement(around, false)) found = around;
  return found;
}

/** What a `break` without a label leaves there. */
const leftBy = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node, (around) => ts.isIterationStatement(around, false) || ts.isSwitchStatement(around));
