import { ts } from 'ts-morph';
import { indentAt, type Patch } from '../nodeText.js';
import { styleOf, type Style } from '../rewrite/style.js';
import { uniqueName } from '../uniqueName.js';
import { type Drawing, drawingFunctions, isDraw, mentionsOfRandom } from './drawing.js';

/**
 * Gives each iteration of a loop random numbers of its own, from a generator whose seed is the number of the iteration: then no
 * iteration needs what others have drawn. Functions of the file that draw, too, get the generator as a last parameter, which is
 * `Math.random` for everybody else.
 *
 * Requires: a `for` with a counter, a `for…of`, or an array method with a callback that is written in its place; every number is
 * drawn by `Math.random()`, in the loop or in functions that nobody outside the file can call.
 *
 * @param loop the statement or the call
 * @returns null where it cannot be done by such small changes
 */
export function ownRandom(loop: ts.Node): readonly Patch[] | null {
  const source = loop.getSourceFile();
  const body = bodyOf(loop);
  if (!body) return null;
  const drawing = drawingFunctions(source);
  const inBody = drawsBelow(body, drawing);
  if (!inBody || drawsBelow(loop, drawing)?.length !== inBody.length) return null;
  const called = functionsBehind(inBody, drawing);
  if (!called || called.some(({ node }) => node.pos <= loop.pos && node.end >= loop.end)) return null;

  const taken = new Set(source.text.match(/(?<![\p{L}\p{N}_$.])[\p{L}_$][\p{L}\p{N}_$]*/gu));
  const random = uniqueName('random', taken);
  const style = styleOf(source);
  const known = generatorIn(source, style);
  const seeded = known ?? uniqueName(GENERATOR, taken);
  const seed = seedOf(loop, body, taken, style);
  if (!seed) return null;
  const make = `const ${random} = ${seeded}(${seed.value})${style.semicolon}`;
  return [
    ...seed.patches,
    ...beginningWith([make, ...seed.after], body, style),
    ...inBody.map((draw) => drawnFrom(random, draw)),
    ...called.flatMap((fn) => [
      asParameter(random, fn),
      ...(drawsBelow(fn.body, drawing) ?? []).map((draw) => drawnFrom(random, draw)),
    ]),
    ...(known === null ? [atEnd(source, generatorText(seeded, style))] : []),
  ];
}

const GENERATOR = 'seededRandom';

/** mulberry32, by Tommy Ettinger. */
function generatorText(name: string, { typed, semicolon, eol, indent }: Style): string {
  const [number, returned] = typed ? [': number', ': () => number'] : ['', ''];
  return [
    '/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */',
    `function ${name}(seed${number})${returned} {`,
    `${indent}let state = seed${semicolon}`,
    `${indent}return () => {`,
    `${indent}${indent}state = (state + 0x6d2b79f5) | 0${semicolon}`,
    `${indent}${indent}let mixed = Math.imul(state ^ (state >>> 15), state | 1)${semicolon}`,
    `${indent}${indent}mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)${semicolon}`,
    `${indent}${indent}return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296${semicolon}`,
    `${indent}}${semicolon}`,
    '}',
  ].join(eol);
}

/** Name of the generator that an earlier change has put into the file, or null. */
function generatorIn(source: ts.SourceFile, style: Style): string | null {
  for (const one of source.statements)
    if (ts.isFunctionDeclaration(one) && one.name && source.text.includes(generatorText(one.name.text, style)))
      return one.name.text;
  return null;
}

/** What runs once for each iteration, where it is written in its place. */
function bodyOf(loop: ts.Node): ts.Statement | ts.ConciseBody | null {
  if (ts.isForStatement(loop) || (ts.isForOfStatement(loop) && !loop.awaitModifier)) return loop.statement;
  return callbackOf(loop)?.body ?? null;
}

const METHODS = /^(?:map|forEach|flatMap|filter|some|every|find|findIndex|findLast|findLastIndex)$/;

function callbackOf(loop: ts.Node): ts.ArrowFunction | ts.FunctionExpression | null {
  const call = ts.isExpressionStatement(loop) ? loop.expression : loop;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  const { name, expression } = call.expression;
  const isFrom = name.text === 'from' && ts.isIdentifier(expression) && expression.text === 'Array';
  const given = METHODS.test(name.text) ? call.arguments[0] : isFrom ? call.arguments[1] : undefined;
  return given && (ts.isArrowFunction(given) || ts.isFunctionExpression(given)) ? given : null;
}

interface Seed {
  readonly value: string;
  readonly patches: readonly Patch[];
  /** What follows at the beginning of the body. */
  readonly after: readonly string[];
}

/** A number of each iteration: the counter, the index of a callback, or a variable that counts. */
function seedOf(
  loop: ts.Node,
  body: ts.Statement | ts.ConciseBody,
  taken: Set<string>,
  { semicolon, eol }: Style,
): Seed | null {
  const source = loop.getSourceFile();
  if (ts.isForStatement(loop)) {
    const { initializer } = loop;
    const [counter, ...others] =
      initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
    return counter && others.length === 0 && ts.isIdentifier(counter.name)
      ? { value: counter.name.text, patches: [], after: [] }
      : null;
  }
  if (ts.isForOfStatement(loop)) {
    if (!ts.isBlock(loop.parent) && !ts.isSourceFile(loop.parent)) return null;
    const name = uniqueName('seed', taken);
    const start = loop.getStart(source);
    const text = `let ${name} = 0${semicolon}${eol}${indentAt(source.text, start)}`;
    return { value: name, patches: [{ start, end: start, text }], after: [`${name}++${semicolon}`] };
  }
  const parameters = (body.parent as ts.ArrowFunction | ts.FunctionExpression).parameters;
  const [first, second] = parameters;
  if (second)
    return ts.isIdentifier(second.name) && !second.dotDotDotToken
      ? { value: second.name.text, patches: [], after: [] }
      : null;
  const index = uniqueName('index', taken);
  if (first?.dotDotDotToken) return null;
  return { value: index, patches: withParameter(body.parent as ts.ArrowFunction, index, '_item'), after: [] };
}

/** @param alone what stands before it where there is no other parameter */
function withParameter(fn: Drawing['node'], text: string, alone: string | null): Patch[] {
  const source = fn.getSourceFile();
  const last = fn.parameters.at(-1);
  if (!last) {
    const open = source.text.indexOf('(', fn.getStart(source)) + 1;
    return [{ start: open, end: open, text: alone === null ? text : `${alone}, ${text}` }];
  }
  const bare = ts.isArrowFunction(fn) && !source.text.slice(last.end, fn.equalsGreaterThanToken.pos).includes(')');
  if (!bare) return [{ start: last.end, end: last.end, text: `, ${text}` }];
  const start = last.getStart(source);
  return [
    { start, end: start, text: '(' },
    { start: last.end, end: last.end, text: `, ${text})` },
  ];
}

function asParameter(random: string, { node }: Drawing): Patch {
  const patches = withParameter(node, `${random} = Math.random`, null);
  const [only, close] = patches;
  // A bare parameter gets its parentheses.
  if (!close) return only!;
  const last = node.parameters.at(-1)!;
  return { start: only!.start, end: close.end, text: `(${last.getText()}${close.text}` };
}

/** Statements at the beginning of a body, which becomes a block where it is none. */
function beginningWith(lines: readonly string[], body: ts.Statement | ts.ConciseBody, style: Style): Patch[] {
  const source = body.getSourceFile();
  const start = body.getStart(source);
  const outer = indentAt(source.text, start);
  const inner = `${style.eol}${outer}${style.indent}`;
  if (ts.isBlock(body)) return [{ start: start + 1, end: start + 1, text: lines.map((line) => inner + line).join('') }];
  const returns = ts.isStatement(body) ? '' : 'return ';
  const begin = `{${lines.map((line) => inner + line).join('')}${inner}${returns}`;
  const end = `${ts.isStatement(body) ? '' : style.semicolon}${style.eol}${outer}}`;
  return [
    { start, end: start, text: begin },
    { start: body.end, end: body.end, text: end },
  ];
}

/** `Math.random()` becomes a call of the generator, and a function that draws gets it. */
function drawnFrom(random: string, draw: ts.CallExpression): Patch {
  const source = draw.getSourceFile();
  if (isDraw(draw)) return { start: draw.expression.getStart(source), end: draw.expression.end, text: random };
  const last = draw.arguments.at(-1);
  const at = last?.end ?? draw.end - 1;
  return { start: at, end: at, text: last ? `, ${random}` : random };
}

function atEnd(source: ts.SourceFile, text: string): Patch {
  const { eol } = styleOf(source);
  const end = source.text.trimEnd().length;
  return { start: end, end: source.text.length, text: `${eol}${eol}${text}${eol}` };
}

/** Calls below a node that draw, themselves or in the functions that they run; null where one cannot be changed. */
function drawsBelow(node: ts.Node, drawing: ReadonlyMap<string, Drawing>): ts.CallExpression[] | null {
  const draws: ts.CallExpression[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isCallExpression(one) && (isDraw(one) || isCallOf(one, drawing))) draws.push(one);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return mentionsOfRandom(node) === draws.filter(isDraw).length ? draws : null;
}

const isCallOf = ({ expression }: ts.CallExpression, drawing: ReadonlyMap<string, Drawing>): boolean =>
  ts.isIdentifier(expression) && drawing.has(expression.text);

/** The functions that some calls run, with those that these run; null where one cannot get a parameter. */
function functionsBehind(
  draws: readonly ts.CallExpression[],
  drawing: ReadonlyMap<string, Drawing>,
): readonly Drawing[] | null {
  const found = new Set<Drawing>();
  const visit = (calls: readonly ts.CallExpression[]): boolean =>
    calls.every(({ expression }) => {
      const fn = ts.isIdentifier(expression) ? drawing.get(expression.text) : undefined;
      if (!fn || found.has(fn)) return true;
      found.add(fn);
      const below = fn.isOpen ? null : drawsBelow(fn.body, drawing);
      return below !== null && visit(below);
    });
  return visit(draws) ? [...found] : null;
}
