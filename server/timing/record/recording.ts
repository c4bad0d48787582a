/** The file as the recorder runs it: as it was, with one call right before the loop that takes down its inputs. */
import { ts } from 'ts-morph';
import { parseFile, type ParsedFile } from '../source/parsedFile.js';
import { RECORD_GLOBAL, type Visit } from '../protocol.js';
import { nodeOf, referencesOf, type Reference } from '../source/references.js';
import { findRegion, type Region } from '../source/region.js';

export interface Recording {
  readonly text: string;
  /** The names it records, `this` among them where the loop uses it. */
  readonly names: readonly string[];
}

/**
 * Rewrites `text` so that reaching the loop at `[start, end)` records its inputs.
 *
 * @param visit `'largest'` lets the loop tell when it has ended, too
 */
export function instrument(file: string, text: string, start: number, end: number, visit: Visit): Recording {
  const parsed = parseFile(file, text);
  const region = findRegion(parsed.source, start, end);
  const names = visibleNames(parsed, region);
  if (region.usesThis) names.push('this');
  const thunks = names.map((name) => `${JSON.stringify(name)}: () => ${name}`).join(', ');
  const recorder = `globalThis.process.${RECORD_GLOBAL}`;
  const [before, after] = visit === 'largest' ? aroundVisit() : beforeVisit();
  return {
    text: text.slice(0, region.start) + before + text.slice(region.start, region.end) + after + text.slice(region.end),
    names,
  };

  function beforeVisit(): readonly [string, string] {
    const call = `${recorder}({ ${thunks} })`;
    return region.kind === 'expression' ? [`(${call}, (`, '))'] : [`{ ${call}; `, '\n}'];
  }

  function aroundVisit(): readonly [string, string] {
    const enter = `${recorder}.enter({ ${thunks} })`;
    if (region.kind === 'expression') return [`${recorder}.leave(${enter}, (`, '))'];
    return [`{ const __looppoolVisit = ${enter}; try { `, `\n} finally { ${recorder}.leave(__looppoolVisit); } }`];
  }
}

/** Names of the variables that the loop may read, through helpers of the file too, as far as they can be named where it stands. */
function visibleNames(parsed: ParsedFile, region: Region): string[] {
  const known = new Map<ts.Symbol, Reference>();
  const open: ts.Node[][] = [[...region.nodes]];
  for (let nodes = open.pop(); nodes; nodes = open.pop()) {
    for (const reference of referencesOf(parsed, nodes)) {
      if (known.has(reference.symbol)) continue;
      known.set(reference.symbol, reference);
      if (reference.kind !== 'import') open.push([nodeOf(reference)]);
    }
  }
  const at = region.nodes[0]!;
  return [...known.values()]
    .filter(
      ({ kind, symbol, name }) =>
        kind === 'value' && parsed.checker.resolveName(name, at, ts.SymbolFlags.Value, false) === symbol,
    )
    .map(({ name }) => name);
}
