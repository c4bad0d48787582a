import pc from 'picocolors';
import { counted } from '../counted.js';
import type { JudgedLoop } from '../model.js';
import { ignoredLoops } from '../ignored.js';
import { scanFile } from '../pipeline.js';
import { createSourceReader } from '../project.js';
import { sarif, scanJson } from './json.js';
import { shown, sourceFiles } from './paths.js';
import { trustGiven } from './trustGiven.js';

export interface ScanOptions {
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly all?: boolean;
  readonly trust?: readonly string[];
}

/** `looppool scan`: every loop site with its verdict. */
export function scan(paths: readonly string[], options: ScanOptions, suffix: string, version: string): number {
  const started = performance.now();
  const files = sourceFiles(paths.length > 0 ? paths : ['.'], suffix);
  const reader = createSourceReader(trustGiven(options.trust));
  reader.prepare(files);
  const loops: JudgedLoop[] = [];
  const ignored = new Set<JudgedLoop>();
  for (const file of files) {
    try {
      const found = scanFile(reader, file);
      loops.push(...found);
      for (const loop of ignoredLoops(reader.textOf(file) ?? '', found)) ignored.add(loop);
    } catch (error) {
      // One file that cannot be judged hides no other.
      process.stderr.write(`${shown(file)}: not judged: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  const ms = Math.round(performance.now() - started);
  if (options.sarif) process.stdout.write(JSON.stringify(sarif(loops, version), null, 2) + '\n');
  else if (options.json) process.stdout.write(JSON.stringify(scanJson(loops, files.length, ms), null, 2) + '\n');
  else process.stdout.write(scanText(loops, ignored, files.length, ms, options.all ?? false));
  return 0;
}

function scanText(
  loops: readonly JudgedLoop[],
  ignored: ReadonlySet<JudgedLoop>,
  files: number,
  ms: number,
  all: boolean,
): string {
  const heard = loops.filter((l) => !ignored.has(l));
  const listed = all ? heard : heard.filter((l) => l.weight === 'heavy');
  const lines: string[] = [];
  let file = '';
  for (const loop of listed) {
    if (loop.site.span.file !== file) {
      file = loop.site.span.file;
      lines.push('', pc.bold(shown(file)));
    }
    lines.push(...loopLines(loop));
  }
  const count = (kind: string): number => loops.filter((l) => l.verdict.kind === kind).length;
  const hidden = heard.length - listed.length;
  lines.push(
    '',
    `${counted(loops.length, 'loop')} in ${counted(files, 'file')}: ${count('independent')} independent, ${count('assuming')} assuming, ${count('refused')} refused (${ms} ms)` +
      (hidden > 0 ? pc.dim(`; ${hidden} light ones not shown, --all shows them`) : '') +
      (ignored.size > 0 ? pc.dim(`; ${ignored.size} ignored by comments`) : ''),
  );
  return lines.slice(lines[0] === '' ? 1 : 0).join('\n') + '\n';
}

function loopLines({ site, verdict }: JudgedLoop): string[] {
  const where = `${String(site.anchor.line).padStart(5)}:${site.anchor.column}`.padEnd(10);
  const what = `${site.form}${site.function ? ` in ${site.function}` : ''}`;
  if (verdict.kind === 'refused') {
    return [
      `${where}${pc.yellow('refused')}      ${what}`,
      ...verdict.reasons.slice(0, 2).map((r) => pc.dim(`            line ${r.span.line}: ${r.message}`)),
    ];
  }
  const colour = verdict.kind === 'independent' ? pc.green : pc.cyan;
  return [
    `${where}${colour(verdict.kind.padEnd(13))}${what}`,
    ...verdict.assumptions.map((a) => pc.dim(`            if line ${a.span.line}: ${a.message}`)),
  ];
}
