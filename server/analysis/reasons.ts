import { ts } from 'ts-morph';
import type { Reason, Span } from '../model.js';
import { spanOf } from '../project.js';

/**
 * All text about refusals and assumptions. A message says what is in the way, why that matters, and what to do about it;
 * `{}` is replaced by the detail that the analysis found, `{written}` by the line of the write that a read depends on.
 */
export const REASONS = {
  'loop-carried-dependence':
    'An iteration needs the value of `{}` that an earlier iteration wrote{written}, so the iterations cannot run at the same time. Compute it from the item or the index alone, or leave the loop as it is.',
  'nothing-to-compute': 'There is nothing in this loop that is worth a thread: {}. Leave it as it is.',
  random:
    '`{}` gives every iteration the next number of one sequence, so the order of calls decides the result. Give each iteration its own seed, or draw into a constant of its own before the work.',
  clock:
    '`{}` reads the clock, and its answer depends on when an iteration runs. Take the time before the loop, or after it.',
  environment:
    '`{}` is read inside the loop, and a worker has its own copy of the environment. Read it into a constant before the loop.',
  process: '`{}` acts on the whole process, which a worker cannot do. Move it out of the loop.',
  prints:
    '`{}` prints inside the part that computes, and output must keep its order. Return the text and print it in the loop.',
  'writes-files':
    '`{}` writes files inside the part that computes, and writes must keep their order. Return the data and write it in the loop.',
  'unknown-call':
    '`{}` cannot be followed, so it may have any effect. Call a function whose body can be read, or compute before the call.',
  'module-state': '`{}` is state of a module: a worker would have its own copy of it. Pass the value as a parameter.',
  'not-cloneable': '{} cannot be copied to a worker. Pass the plain data that the loop needs from it.',
  'object-identity':
    '`{}` compares objects by identity, and a worker works on copies. Compare an id or another plain value.',
  'returns-shared-object':
    '`{}` hands out an object that exists outside the loop; a worker could only hand out a copy. Return its index or key.',
  'closure-capture':
    '`{}` is a function that the code around the loop made or was given; it cannot travel to a worker. Call one by its name that stands at the top level of a file, and pass it what it uses.',
  'name-clash':
    '`{}` means one thing in the loop and another in a function that the loop calls, and a worker module has to hold both. Rename one of them.',
  'recursive-function':
    'The loop stands inside `{}`, which its own iterations call: it would have to move to the worker module with the function. Run the outermost call in a loop of its own.',
  'declared-later':
    '`{}` is declared after this loop, and may not be there yet when the loop begins. Move its declaration before the loop.',
  'uses-this':
    '`{}` belongs to the surrounding object or call, which cannot travel to a worker. Declare fields that never change `readonly`, or copy what the loop needs into constants before it.',
  awaits:
    'The loop starts something that nobody waits for, so its end is not known where it stands. Await it where it is started.',
  proxy: '`{}` is a Proxy: reading it may do anything. Copy what the loop needs into a plain object before it.',
  'module-url': '`{}` is different in a worker module. Read it into a constant before the loop.',
  'stack-trace':
    '`{}` says which functions were being called, and in a worker those are others. Use the message of the error.',
  'shared-memory':
    '`{}` shares memory with what an earlier iteration wrote{written} under another name, so the iterations cannot run at the same time. Use separate objects, or copy what the loop reads before it.',
  'changes-collection':
    'The loop changes `{}` while it walks over it, so the number of iterations is not known beforehand. Walk over a copy.',
  'changes-counter':
    'The loop changes its own counter `{}`, so the iterations are not known beforehand. Use a separate variable.',
  'changes-bound':
    'The bound `{}` can change while the loop runs, so the number of iterations is not known beforehand. Take it into a constant before the loop.',
  'var-outlives-iteration':
    '`{}` is declared with `var`, so its value can be seen after its iteration. Declare it with `let` or `const`, where it gets its value.',
  'unsupported-header':
    'The head of the loop is not one that can be counted beforehand: {}. Write it as `for (let i = a; i < b; i++)` or `for (const x of xs)`.',
  'unknown-type':
    'Nothing says what `{}` is, and the items of an array, a string, a Map or a Set alone can be read ahead. Say its type: `@param {number[]} name` in a comment, `name: number[]` in TypeScript.',
  'unsupported-iterator':
    '`{}` runs code of its own for each item, and reading ahead would run it early. Walk over an array, a string, a Map or a Set, or over a generator that has no effects and reads nothing that the loop writes.',
  'unsupported-stream':
    "What `{}` does between its items cannot be told, and reading ahead would do it early. Walk over the lines of `readline.createInterface({ input })`, text of `fs.createReadStream(file, 'utf8')`, a list, or an async generator that has no effects and reads nothing that the loop writes.",
  'form-not-supported': 'Not rewritten yet: {}.',
  'module-has-effects':
    'A worker would have to load {}. Move what the loop calls to a module that does nothing but declare it.',
  'syntax-error': 'The file has a syntax error: {}. Loops are judged again when it is gone.',
  'no-await-here':
    'An awaited call cannot stand here: {}. Use the blocking call, or make the function around the loop `async`.',
  'no-blocking-here': 'A blocking call cannot stand here: the loop itself awaits. Use the awaited call.',
  'already-parallel': '{} runs in a pool already, and a worker should not start one of its own. Leave it as it is.',
} as const;

/** What is said where a call reads what was written: nobody has written the call. */
const CALLED: Partial<Record<ReasonCode, string>> = {
  'loop-carried-dependence':
    '`{}` reads what an earlier iteration wrote{written}, so the iterations cannot run at the same time. Give each iteration its own, or leave the loop as it is.',
};

/** What is said of instances: whose construction is followed. */
const MADE: Partial<Record<ReasonCode, string>> = {
  'unknown-call':
    '`{}` may have any effect: classes are followed where a `class` statement declares them and they extend no other class. Make the instance before the loop, or call a function whose body can be read.',
};

/** What is said where an iteration only meets what it has written itself. */
const WITHIN: Partial<Record<ReasonCode, string>> = {
  'loop-carried-dependence':
    'An iteration needs the value of `{}` that it has itself written{written}, and what it writes outside is only there when all is computed. Keep the value in a variable of the body, and write it at the end.',
};

export type ReasonCode = keyof typeof REASONS;

/** What an offer takes for granted: a closed list. */
export const ASSUMPTIONS = {
  'different-objects': '{} are different objects, and no part of one is in the other.',
  'different-rows': 'The items of `{}` are different objects.',
  'distinct-items': 'The items of `{}` are different objects, and have no parts in common.',
  'different-files': 'The files that {} reads are not files that the loop writes.',
  'other-code-runs': 'Other code may run during this loop, and leaves alone what the loop reads and writes.',
  'no-holes': '`{}` has no holes.',
  'no-failures': 'No iteration ends in an error, for `{}` runs ahead of them.',
  'whole-iterations': 'No iteration ends in an error halfway: what it has written to `{}` until then would be lost.',
  'package-pure': '{} has no side effects, and gives the same answer in a worker.',
} as const;

export type AssumptionCode = keyof typeof ASSUMPTIONS;

/** Another place that belongs to a reason. */
export interface Related {
  readonly message: string;
  readonly node: ts.Node;
}

/** A reason before it is written out: with nodes instead of spans. */
export interface Blocker {
  readonly code: ReasonCode;
  readonly node: ts.Node;
  readonly detail: string;
  readonly related: readonly Related[];
  /** Nothing is carried from one iteration to another. */
  readonly isWithin?: boolean;
}

export interface Assumed {
  readonly code: AssumptionCode;
  readonly node: ts.Node;
  readonly detail: string;
}

/** Writes a reason or an assumption out as plain data. */
export function toReason(found: Blocker | Assumed): Reason {
  const related = 'related' in found ? found.related : [];
  const isCalled = ts.isCallExpression(found.node) && found.detail === found.node.getText();
  const texts = 'isWithin' in found ? WITHIN : isCalled ? CALLED : ts.isNewExpression(found.node) ? MADE : {};
  return {
    ...reasonAt(spanOf(found.node), found.code, found.detail, writtenAt(found, related), texts),
    related: related.map(({ message, node }) => ({ message, span: spanOf(node) })),
  };
}

/** A reason or an assumption where no node is at hand. */
export function reasonAt(
  span: Span,
  code: ReasonCode | AssumptionCode,
  detail: string,
  written = '',
  texts: Partial<Record<ReasonCode, string>> = {},
): Reason {
  const own = texts[code as ReasonCode];
  const text: string = own ?? (code in REASONS ? REASONS[code as ReasonCode] : ASSUMPTIONS[code as AssumptionCode]);
  const shown = detail.replace(/\s+/g, ' ').slice(0, 160);
  return { code, message: text.replace('{}', () => shown).replace('{written}', written), span, related: [] };
}

/** What the related place of a write is called. */
export const WRITTEN_HERE = 'written here';

/** ` in line 12`, ` in line 7 of queue.ts`: the write that a read depends on. */
function writtenAt(found: Blocker | Assumed, related: readonly Related[]): string {
  const write = related.find((r) => r.message === WRITTEN_HERE);
  if (!write) return '';
  const line = ` in line ${spanOf(write.node).line}`;
  const file = write.node.getSourceFile();
  return file === found.node.getSourceFile() ? line : `${line} of ${file.fileName.split('/').pop()}`;
}
