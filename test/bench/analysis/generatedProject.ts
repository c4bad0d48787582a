/** Writes projects that are always the same: modules that declare, compute, loop and import each other, as programs do. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tsconfig } from '../../support/project.js';

/**
 * @param folder absolute path of a folder that is there
 * @param count number of modules, all below `src`, twenty in a folder
 * @returns their absolute paths
 */
export function writeProject(folder: string, count: number): string[] {
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "generated", "private": true, "type": "module" }\n');
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ ...tsconfig, include: ['src'] }, null, 2));
  return Array.from({ length: count }, (_, index) => {
    const file = path.join(folder, 'src', fileName(index));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, moduleText(index));
    return file;
  });
}

const fileName = (index: number): string => `part${Math.floor(index / 20)}/module${index}.ts`;

/** A module of some 80 lines. It imports up to three others, with lower numbers: a tree with cross links, as programs are. */
export function moduleText(index: number): string {
  const imported = [...new Set([Math.floor(index / 2), index - 1, Math.floor((index * 7) / 11)])].filter(
    (other) => other >= 0 && other < index,
  );
  const imports = imported.map((other) => {
    const from = path.posix.relative(path.posix.dirname(fileName(index)), fileName(other)).replace(/\.ts$/, '.js');
    return `import { score${other}, type Row${other} } from '${from.startsWith('.') ? from : `./${from}`}';`;
  });
  const uses = imported.map((other) => `score${other}(row.values, ${other + 1})`).join(' + ') || '1';
  const rows = imported.map((other) => `Row${other}`).join(' | ') || 'never';
  return [
    ...imports,
    ...(imports.length > 0 ? [''] : []),
    body(index).replaceAll('USES', uses).replaceAll('ROWS', rows),
    ...(index % 4 === 0 ? [stateful(index)] : []),
    ...(index % 3 === 0 ? [nested(index)] : []),
    ...(index % 5 === 0 ? [report(index)] : []),
  ].join('\n');
}

/** One file of about so many lines, that imports nothing. */
export function longText(lines: number): string {
  const parts: string[] = [];
  for (let index = 0; parts.join('\n').split('\n').length < lines; index++)
    parts.push(body(index).replaceAll('USES', '1').replaceAll('ROWS', 'never'), nested(index));
  return parts.join('\n');
}

/** A loop in a loop in a loop …, each with work of its own. */
export function nestedText(depth: number): string {
  const indent = (level: number): string => '  '.repeat(level + 1);
  const open = Array.from(
    { length: depth },
    (_, level) =>
      `${indent(level)}for (let i${level} = 0; i${level} < size; i${level}++) {\n${indent(level)}  const f${level} = Math.sqrt(size * i${level}) + ${level === 0 ? 'start' : `f${level - 1}`};`,
  );
  const close = Array.from({ length: depth }, (_, level) => `${indent(depth - 1 - level)}}`);
  const inner = `${indent(depth)}for (const x of data) total += Math.cos(x * f${depth - 1});`;
  return `export function sweep(size: number, data: number[], start: number): number {\n  let total = 0;\n${[...open, inner, ...close].join('\n')}\n  return total;\n}\n`;
}

const body = (n: number): string => `export interface Row${n} {
  readonly kind: 'row${n}';
  readonly name: string;
  readonly values: readonly number[];
  readonly weight?: number;
}

export type Shape${n} =
  | { readonly kind: 'circle'; readonly radius: number }
  | { readonly kind: 'box'; readonly width: number; readonly height: number }
  | { readonly kind: 'none' };

export type Linked${n} = Row${n} | ROWS;

/** Recursive, and so worth a thread. */
export function score${n}(values: readonly number[], depth: number): number {
  if (depth <= 0) return values.length;
  return score${n}(values.slice(1), depth - 1) + Math.hypot(...values) * ${n + 1};
}

export function area${n}(shape: Shape${n}): number {
  switch (shape.kind) {
    case 'circle':
      return Math.PI * shape.radius ** 2;
    case 'box':
      return shape.width * shape.height;
    default:
      return 0;
  }
}

function group${n}<T, K extends string>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

export function scoreAll${n}(rows: readonly Row${n}[]): number[] {
  const scores: number[] = [];
  for (const row of rows) {
    const own = score${n}(row.values, 3);
    const others = USES;
    scores.push(own + others * (row.weight ?? 1));
  }
  return scores;
}

export function summary${n}(rows: readonly Row${n}[], shapes: readonly Shape${n}[]): Record<string, number> {
  const byName = group${n}(rows, (row) => row.name);
  const totals: Record<string, number> = {};
  for (const [name, some] of byName) totals[name] = some.reduce((sum, row) => sum + score${n}(row.values, 2), 0);
  const areas = shapes.filter((shape) => shape.kind !== 'none').map((shape) => area${n}(shape));
  totals['area'] = areas.reduce((sum, one) => sum + one, 0);
  return totals;
}
`;

const stateful = (n: number): string => `let calls${n} = 0;
const cache${n} = new Map<string, number>();

export function cached${n}(row: Row${n}): number {
  calls${n}++;
  let known = cache${n}.get(row.name);
  if (known === undefined) cache${n}.set(row.name, (known = score${n}(row.values, 4)));
  return known;
}

export function warm${n}(rows: readonly Row${n}[]): number {
  for (const row of rows) cached${n}(row);
  return calls${n};
}
`;

const nested = (
  n: number,
): string => `export function distances${n}(points: readonly (readonly number[])[]): Float64Array {
  const size = points.length;
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < points[i]!.length; k++) sum += (points[i]![k]! - points[j]![k]!) ** 2;
      out[i * size + j] = Math.sqrt(sum);
    }
  }
  return out;
}

export class Grid${n} {
  readonly cells: number[][] = [];
  constructor(readonly width: number, readonly height: number) {
    for (let y = 0; y < height; y++) this.cells.push(new Array<number>(width).fill(0));
  }
  smooth(rounds: number): number {
    let moved = 0;
    for (let round = 0; round < rounds; round++) {
      for (let y = 1; y < this.height - 1; y++) {
        const row = this.cells[y]!;
        for (let x = 1; x < this.width - 1; x++) {
          const mean = (row[x - 1]! + row[x + 1]!) / 2;
          moved += Math.abs(mean - row[x]!);
          row[x] = mean;
        }
      }
    }
    return moved;
  }
}
`;

const report = (n: number): string => `export function report${n}(rows: readonly Row${n}[]): string {
  const lines: string[] = [];
  rows.forEach((row, index) => {
    const value = score${n}(row.values, 5);
    lines.push(\`\${index + 1}. \${row.name.padEnd(20)} \${value.toFixed(3)}\`);
  });
  let k = 0;
  while (k < lines.length) {
    lines[k] = lines[k]!.trimEnd();
    k++;
  }
  return lines.join('\\n');
}
`;
