import type { JudgedLoop, Reason, Rewrite } from '../model.js';
import { shown } from './paths.js';

/** The JSON documents of design §6: paths relative to the current directory, lines and columns from 1. */

const place = (reason: Reason, show = shown) => ({
  code: reason.code,
  message: reason.message,
  file: show(reason.span.file),
  line: reason.span.line,
  column: reason.span.column,
});

/** @param show how a path is written */
export function loopJson(loop: JudgedLoop, show = shown) {
  const { site, verdict } = loop;
  const offered = verdict.kind !== 'refused';
  return {
    file: show(site.span.file),
    line: site.anchor.line,
    column: site.anchor.column,
    endLine: site.endLine,
    form: site.form,
    function: site.function,
    verdict: verdict.kind,
    weight: loop.weight,
    rewrite: offered ? verdict.rewrite : null,
    call: offered ? verdict.call : null,
    reasons: offered ? [] : verdict.reasons.map((reason) => place(reason, show)),
    assumptions: offered ? verdict.assumptions.map((reason) => place(reason, show)) : [],
  };
}

export function scanJson(loops: readonly JudgedLoop[], files: number, ms: number) {
  return { loops: loops.map((loop) => loopJson(loop)), summary: scanSummary(loops, files, ms) };
}

export function scanSummary(loops: readonly JudgedLoop[], files: number, ms: number) {
  const count = (kind: string): number => loops.filter((l) => l.verdict.kind === kind).length;
  return {
    files,
    loops: loops.length,
    independent: count('independent'),
    assuming: count('assuming'),
    refused: count('refused'),
    ms,
  };
}

export function rewriteJson(rewrite: Pick<Rewrite, 'edits' | 'newFiles' | 'assumptions'>) {
  return {
    edits: rewrite.edits.map(({ file, start, end, text }) => ({ file: shown(file), start, end, text })),
    newFiles: rewrite.newFiles.map(({ file, text }) => ({ file: shown(file), text })),
    assumptions: rewrite.assumptions.map((reason) => place(reason)),
  };
}

export function refusalJson(reasons: readonly Reason[]) {
  return { verdict: 'refused' as const, reasons: reasons.map((reason) => place(reason)) };
}

const LEVEL = { independent: 'note', assuming: 'note', refused: 'none' } as const;

/** SARIF 2.1.0, for code scanning. */
export function sarif(loops: readonly JudgedLoop[], version: string) {
  const results = loops.map((loop) => {
    const { verdict, site } = loop;
    const [reason] = verdict.kind === 'refused' ? verdict.reasons : [];
    return {
      ruleId: verdict.kind === 'refused' ? (reason?.code ?? 'refused') : `${verdict.kind}-loop`,
      level: LEVEL[verdict.kind],
      message: { text: reason?.message ?? 'The iterations of this loop are independent: it can run in a pool.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: shown(site.span.file).split('\\').join('/') },
            region: { startLine: site.anchor.line, startColumn: site.anchor.column, endLine: site.endLine },
          },
        },
      ],
    };
  });
  const rules = [...new Set(results.map((r) => r.ruleId))].map((id) => ({ id }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'Looppool', version, rules } }, results }],
  };
}
