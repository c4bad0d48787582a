/** What gives iterations random numbers of their own: the loop can run in a pool then, and the program still runs. */
import { execFileSync } from 'node:child_process';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { patched } from '../../../server/nodeText.js';
import { wayAround } from '../../../server/unblock/waysAround.js';
import { file, judge, reader } from '../../support/judge.js';

/** The program after the change for the loop of a line (from 1), or null where none is offered. */
function changed(text: string, line: number): string | null {
  const loop = judge(text).find(({ site }) => site.anchor.line === line)!;
  expect(loop.verdict.kind).toBe('refused');
  const way = wayAround(reader, file, text, loop);
  return way && patched(text, 0, text.length, way.edits);
}

/** Verdicts of the loops that begin in the function `f`. */
function verdictOf(text: string): string {
  return judge(text).find(({ site }) => site.function === 'f' && site.depth === 0)!.verdict.kind;
}

/** What `f` gives: twice, with all that it has drawn. */
function printed(text: string): string {
  const program = ts.transpile(text.replaceAll('export ', ''), { target: ts.ScriptTarget.ES2022 });
  return execFileSync(process.execPath, ['-e', `${program}\nconsole.log(JSON.stringify([f(), f()]))`], {
    encoding: 'utf8',
  });
}

const WALK = `function walk(steps: number): number {
  let at = 0;
  for (let k = 0; k < steps; k++) at += Math.random() < 0.5 ? 1 : -1;
  return at;
}
`;

const WAYS: Record<string, string> = {
  'a counter, in the loop itself': `export function f(): number[] {
  const hits: number[] = [];
  for (let i = 0; i < 8; i++) {
    let inside = 0;
    for (let k = 0; k < 4000; k++) {
      const x = Math.random();
      if (x * x + Math.random() ** 2 < 1) inside++;
    }
    hits.push(inside);
  }
  return hits;
}
`,
  'a list, through a function': `export function f(): number {
  let total = 0;
  for (const steps of [4000, 5000]) {
    total += walk(steps);
  }
  return total;
}
${WALK}`,
  'a callback that is an expression': `export function f(): number[] {
  return [4000, 5000].map((steps) => walk(steps));
}
${WALK}`,
  'a callback without parameters, and two functions': `export function f(): number[] {
  return Array.from({ length: 3 }, () => twice());
}
const twice = () => walk(4000) + walk(5000);
${WALK}`,
  'names that are taken': `export function f(): number[] {
  const random = 3, seededRandom = 4, index = 5;
  return [random, seededRandom, index].map(steps => {
    return walk(1000 * steps);
  });
}
const walk = steps => {
  let at = 0;
  for (let k = 0; k < steps; k++) at += Math.random() < 0.5 ? 1 : -1;
  return at;
};
`,
};

describe.each(Object.entries(WAYS))('%s', (_, text) => {
  const after = changed(text, text.slice(0, /for \(|\.map\(|Array\.from/.exec(text)!.index).split('\n').length)!;

  it('can run in a pool then', () => {
    expect(after).not.toBeNull();
    expect(verdictOf(after)).not.toBe('refused');
  });

  it('gives the same in every run, and not the same in every iteration', () => {
    const [first, second] = JSON.parse(printed(after)) as unknown[];
    expect(first).toEqual(second);
    expect(printed(after)).toBe(printed(after));
    if (Array.isArray(first)) expect(new Set(first).size).toBeGreaterThan(1);
  });

  it('puts its generator in once', () => {
    expect(after.match(/mulberry32/g)).toHaveLength(1);
    expect(after).not.toMatch(/Math\.random\(\)/);
  });
});

it('uses the generator again that it has put in', () => {
  const loop = (name: string): string => `export function ${name}(): number[] {
  const all: number[] = [];
  for (let i = 0; i < 8; i++) {
    let s = 0;
    for (let k = 0; k < 4000; k++) s += Math.random();
    all.push(s);
  }
  return all;
}
`;
  const once = changed(loop('f') + loop('g'), 3)!;
  const twice = changed(once, once.slice(0, once.lastIndexOf('for (let i')).split('\n').length)!;
  expect(twice.match(/mulberry32/g)).toHaveLength(1);
  expect(twice.match(/const random\d* = seededRandom\(i\)/g)).toHaveLength(2);
});

const LEFT: Record<string, string> = {
  'a function that others may call': `export function f(): number[] {
  return [4000, 5000].map((steps) => walk(steps));
}
export ${WALK}`,
  'a function that is handed on': `export function f(): number[] {
  return [4000, 5000].map((steps) => walk(steps));
}
console.log([1, 2].map(walk));
${WALK}`,
  'a function that is called with fewer values': `export function f(): number[] {
  return [4000, 5000].map((steps) => walk(steps));
}
walk();
${WALK.replace('steps: number', 'steps = 5')}`,
  'a method that draws': `class Walker {
  walk(steps: number): number {
    let at = 0;
    for (let k = 0; k < steps; k++) at += Math.random() < 0.5 ? 1 : -1;
    return at;
  }
}
export function f(): number[] {
  return [4000, 5000].map((steps) => new Walker().walk(steps));
}
`,
  'other reasons': `export function f(): number[] {
  const all = [1];
  for (let i = 1; i < 8; i++) {
    let s = all[i - 1] + Math.random();
    for (let k = 0; k < 4000; k++) s += Math.sin(s);
    all.push(s);
  }
  return all;
}
`,
};

it.each(Object.entries(LEFT))('leaves alone: %s', (_, text) => {
  const loop = judge(text).find(({ site }) => site.function === 'f' && site.depth === 0)!;
  expect(loop.verdict.kind).toBe('refused');
  expect(wayAround(reader, file, text, loop)).toBeNull();
});
