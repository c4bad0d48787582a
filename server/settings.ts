import type { LogLevel, Settings } from './messages.js';
import { isTrustEntry } from './trust.js';

export const DEFAULTS: Settings = {
  advertise: { weight: 'heavy', muted: false },
  codeLens: { enabled: true },
  hints: { enabled: true },
  analysis: { trustedFunctions: [] },
  rewrite: { suffix: '.tasks', call: 'auto' },
  timing: { node: 'node', entry: '', workers: 0, runs: 7, timeout: 300, memory: 0, curve: false },
  log: { level: 'info' },
};

/** From the one that says least. */
export const LOG_LEVELS: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];

/**
 * The settings of an editor, which may be anything: a value that makes no sense is replaced by its default.
 *
 * @param given what the editor has below `looppool`
 * @param complain gets one sentence for each value that was replaced
 */
export function readSettings(given: unknown, complain: (problem: string) => void = () => undefined): Settings {
  const of = <Area extends keyof Settings>(area: Area): Reader<Settings[Area]> => {
    const values = part(given, area);
    return (name, isGood, what) => {
      const value = values[name as string];
      const fallback = DEFAULTS[area][name];
      if (value === undefined || value === null) return fallback;
      if (isGood(value)) return value as typeof fallback;
      complain(`looppool.${area}.${String(name)}: expected ${what}, so ${JSON.stringify(fallback)} is taken`);
      return fallback;
    };
  };
  const [advertise, codeLens, hints, analysis, rewrite, timing, log] = [
    of('advertise'),
    of('codeLens'),
    of('hints'),
    of('analysis'),
    of('rewrite'),
    of('timing'),
    of('log'),
  ];
  return {
    advertise: {
      weight: advertise('weight', oneOf('heavy', 'all'), '"heavy" or "all"'),
      muted: advertise('muted', isBoolean, 'true or false'),
    },
    codeLens: { enabled: codeLens('enabled', isBoolean, 'true or false') },
    hints: { enabled: hints('enabled', isBoolean, 'true or false') },
    analysis: {
      trustedFunctions: analysis(
        'trustedFunctions',
        (value) => Array.isArray(value) && value.every((entry) => isText(entry) && isTrustEntry(entry)),
        'a list of functions such as "some-package#hash"',
      ),
    },
    rewrite: {
      suffix: rewrite('suffix', isSuffix, 'a dot, letters, digits, dots and dashes'),
      call: rewrite('call', oneOf('auto', 'sync', 'async'), '"auto", "sync" or "async"'),
    },
    timing: {
      node: timing('node', (value) => isText(value) && value !== '', 'a path or a name'),
      entry: timing('entry', isText, 'a command'),
      workers: timing('workers', wholeFrom(0), 'a whole number from 0'),
      runs: timing('runs', wholeFrom(1), 'a whole number from 1'),
      timeout: timing('timeout', wholeFrom(1), 'a whole number of seconds from 1'),
      memory: timing('memory', wholeFrom(0), 'a whole number of MB from 0'),
      curve: timing('curve', isBoolean, 'true or false'),
    },
    log: { level: log('level', oneOf(...LOG_LEVELS), LOG_LEVELS.join(', ')) },
  };
}

type Reader<Area> = <Name extends keyof Area>(
  name: Name,
  isGood: (value: unknown) => boolean,
  what: string,
) => Area[Name];

function part(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const inner = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isText = (value: unknown): value is string => typeof value === 'string';
/** It becomes part of a file's name, and must not lead to another folder. */
const isSuffix = (value: unknown): boolean => isText(value) && /^\.[\w-]+(?:\.[\w-]+)*$/.test(value);
const oneOf =
  (...values: readonly string[]) =>
  (value: unknown): boolean =>
    isText(value) && values.includes(value);
const wholeFrom =
  (least: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;
