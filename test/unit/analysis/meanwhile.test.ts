import { describe, expect, it } from 'vitest';
import { FIB, judge } from '../../support/judge.js';

const LOOP = 'const ys = [20, 21].map((n) => fib(n));\n';

/** How the first loop that is offered would be called. */
const callIn = (text: string): string | null => {
  const offered = judge(text).find((l) => l.verdict.kind !== 'refused');
  return offered && offered.verdict.kind !== 'refused' ? offered.verdict.call : null;
};

const plain = FIB.replace('export ', '');

describe('nothing can run meanwhile: the call is awaited', () => {
  it.each([
    ['at the top level', `${plain}${LOOP}console.log(ys);`],
    [
      'beside what is awaited',
      `import { setTimeout as delay } from 'node:timers/promises';\n${plain}await delay(1);\n${LOOP}`,
    ],
    ['beside a timer that is awaited', `${plain}await new Promise((resolve) => setTimeout(resolve, 1));\n${LOOP}`],
    ['in what the program does last', `${plain}async function main() { ${LOOP} console.log(ys); }\nmain();`],
    ['with a handler of its errors', `${plain}async function main() { ${LOOP} }\nmain().catch((e) => console.log(e));`],
    [
      'beside callbacks that are called at once',
      `${plain}const zs = [3, 1].toSorted((a, b) => a - b);\n${LOOP}console.log(zs);`,
    ],
    [
      'after a loop that is rewritten',
      `import { pool } from 'looppool';\nimport { one } from './judged.tasks.js';\n${plain}const xs = await pool.map(one, [1]);\n${LOOP}`,
    ],
  ])('%s', (_name, text) => {
    expect(callIn(text)).toBe('async');
  });
});

describe('something may run meanwhile: the call blocks', () => {
  it.each([
    ['a timer', `${plain}setTimeout(() => console.log('now'), 0);\n${LOOP}`],
    [
      'a promise nobody waits for',
      `${plain}async function other() { await null; console.log('now'); }\nvoid other();\n${LOOP}`,
    ],
    ['a microtask', `${plain}queueMicrotask(() => console.log('now'));\n${LOOP}`],
    [
      'a handler',
      `import { EventEmitter } from 'node:events';\n${plain}new EventEmitter().on('x', () => console.log('now'));\n${LOOP}`,
    ],
    ['a handler of the process', `${plain}process.on('exit', () => console.log('now'));\n${LOOP}`],
    ['a `then`', `${plain}const done = Promise.resolve().then(() => console.log('now'));\n${LOOP}await done;`],
    [
      'a timer in a function that is awaited',
      `${plain}async function f() { await new Promise<void>((resolve) => { setTimeout(() => { console.log('now'); resolve(); }, 1); }); }\nconst p = f();\n${LOOP}await p;`,
    ],
    ['several at once', `${plain}async function f() { ${LOOP} console.log(ys); }\nawait Promise.all([f(), f()]);`],
    ['callers elsewhere', `${plain}export async function f() { ${LOOP} return ys; }`],
    [
      'a call that is not the last thing',
      `${plain}async function main() { ${LOOP} console.log(ys); }\nmain();\nconsole.log('then');`,
    ],
    ['an async callback', `${plain}[1].forEach(async () => { await null; console.log('now'); });\n${LOOP}`],
    [
      'an async function handed on by name',
      `${plain}async function f() { await null; console.log('now'); }\n[1].forEach(f);\n${LOOP}`,
    ],
    [
      'promises that a callback returns',
      `${plain}async function f() { await null; console.log('now'); }\nconst all = [1].map(() => f());\n${LOOP}await Promise.all(all);`,
    ],
    [
      'handlers in a variable',
      `import { once } from 'node:events';\n${plain}const handlers = { data() { console.log('now'); } };\ndeclare function listen(o: object): void;\nlisten(handlers);\n${LOOP}console.log(once);`,
    ],
    ['code of a package', `import 'some-package';\n${plain}${LOOP}`],
    ['a function that cannot be followed', `${plain}declare const start: any;\nstart();\n${LOOP}`],
    [
      'a handler in an object',
      `${plain}declare function listen(o: { onData(): void }): void;\nlisten({ onData() { console.log('now'); } });\n${LOOP}`,
    ],
    ['no module', `${plain}function f() { ${LOOP} return ys; }\nconsole.log(f());`],
    ['a field of a class', `${plain}class A { ys = [20, 21].map((n) => fib(n)); }\nconsole.log(new A());`],
  ])('%s', (_name, text) => {
    expect(callIn(text)).toBe('sync');
  });
});

describe('a loop that awaits', () => {
  const delay = "import { setTimeout as delay } from 'node:timers/promises';\nconst out: number[] = [];\n";
  const body = 'for (const n of [1, 2]) { out.push(await delay(n, n)); }\n';
  const verdictOf = (text: string) => judge(text)[0]!.verdict;

  it('runs many items at once where nothing else can run', () => {
    expect(verdictOf(delay + body)).toMatchObject({ kind: 'independent', rewrite: 'limit', call: 'async' });
  });

  it('takes it for granted otherwise', () => {
    const verdict = verdictOf(`${delay}setInterval(() => out.push(0), 1);\n${body}`);
    expect(verdict).toMatchObject({ kind: 'assuming', assumptions: [{ code: 'other-code-runs' }] });
  });

  it('is refused where it starts what nobody waits for', () => {
    const loose = `${delay}const all: Promise<void>[] = [];\nfor (const n of [1, 2]) { all.push(delay(n)); out.push(await delay(n, n)); }\n`;
    expect(verdictOf(loose)).toMatchObject({ kind: 'refused', reasons: [{ code: 'awaits' }] });
  });

  it('is refused where an iteration needs what an earlier one awaited', () => {
    const chained = `${delay}let last = 1;\nfor (const n of [1, 2]) { last = await delay(n, last + n); out.push(last); }\n`;
    expect(verdictOf(chained)).toMatchObject({ kind: 'refused', reasons: [{ code: 'loop-carried-dependence' }] });
  });
});
