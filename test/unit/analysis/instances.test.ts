import { describe, expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { inProject } from '../../support/project.js';

const WORK = 'export function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n';
const CIRCLE = `import { fib } from './fib.js';
export class Circle {
  constructor(readonly r: number) {}
  area(): number { return fib(this.r); }
}
`;
const LOOP = `import { Circle } from './circle.js';
export const areas = (circles: Circle[]): number[] => circles.map((circle) => circle.area());
`;

/** Why the loop of main.ts is refused; its verdict where it is not. */
async function reason(files: Record<string, string>, name = 'main.ts'): Promise<string> {
  const all = { 'fib.js': WORK, 'circle.ts': CIRCLE, 'main.ts': LOOP, ...files };
  return inProject(all, (project) => {
    const [loop] = scanFile(createSourceReader(), project.at(name));
    const { verdict } = loop!;
    return verdict.kind === 'refused' ? verdict.reasons[0]!.message : verdict.kind;
  });
}

describe('instances of a class', () => {
  it('travel, where nothing else could stand for one', async () => {
    expect(await reason({})).toBe('independent');
    const other = 'export class Square { constructor(readonly side: number) {} area(): number { return 1; } }\n';
    expect(await reason({ 'other.ts': other })).toBe('independent');
  });

  it('stay where another file that is used with it extends the class, by whatever name', async () => {
    for (const base of ['Round', 'mixed(Round)', '(Round)']) {
      const sub = `import { Circle as Round } from './circle.js';\nconst mixed = <T>(one: T): T => one;\nexport class Sub extends ${base} {}\n`;
      const app = `import { areas } from './main.js';\nimport { Sub } from './sub.js';\nmixed;\nareas([new Sub(3)]);\nfunction mixed() {}\n`;
      expect(await reason({ 'sub.ts': sub, 'app.ts': app }), base).toMatch(
        /would have to import|in a way that cannot be followed/,
      );
    }
  });

  it('stay where something has the shape of one, unless the class has private parts', async () => {
    const twin = `import { areas } from './main.js';\nclass Twin { constructor(readonly r: number) {} area(): number { return 2; } }\nareas([new Twin(3)]);\n`;
    const fake = `import { areas } from './main.js';\n\nareas([{ r: 3, area: () => 2 }]);\n`;
    const cast = `import { areas } from './main.js';\nimport type { Circle } from './circle.js';\nareas([{ area: () => 1 } as unknown as Circle]);\n`;
    expect(await reason({ 'app.ts': twin })).toContain('class `Twin` looks like one');
    expect(await reason({ 'app.ts': fake })).toContain('the object in line 3 looks like one');
    expect(await reason({ 'app.ts': cast })).toContain('the object in line 3 looks like one');
    const closed = CIRCLE.replace('readonly r', 'private readonly r');
    expect(await reason({ 'circle.ts': closed, 'app.ts': twin })).toBe('independent');
    expect(await reason({ 'circle.ts': closed, 'app.ts': cast })).toContain('the object in line 3 looks like one');
  });

  it('stay where a mixin may have replaced a method', async () => {
    const app = (source: string): string =>
      `import { areas } from './main.js';\nimport { Circle } from './circle.js';\nconst mixin = { area: () => 1 };\nObject.assign(Circle.prototype, ${source});\nareas([]);\n`;
    expect(await reason({ 'app.ts': app('mixin') })).toContain('cannot be followed');
    expect(await reason({ 'app.ts': app('{ area: () => 1 }') })).toContain('cannot be followed');
  });

  it('stay where plain JavaScript has another class with a method of that name', async () => {
    const circle = CIRCLE.replace('readonly r: number) {}', 'r) { this.r = r; }').replace(': number {', ' {');
    const main = `import { Circle } from './round.js';\nconst circles = [new Circle(1), new Circle(2)];\nexport const areas = circles.map((circle) => circle.area());\n`;
    const files = { 'circle.ts': 'export {};\n', 'round.js': circle, 'main.js': main };
    expect(await reason(files, 'main.js')).toBe('independent');
    const square = `import { areas } from './main.js';\nlet asked = 0;\nclass Square { area() { return ++asked; } }\nconsole.log(areas, new Square());\n`;
    expect(await reason({ ...files, 'app.js': square }, 'main.js')).toContain('class `Square` looks like one');
    expect(await reason({ ...files, 'app.js': square.replace('area()', 'size()') }, 'main.js')).toBe('independent');
  });
});
