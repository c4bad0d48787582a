import { isOfNumbers } from '../analysis/source/symbols.js';
import { ts } from 'ts-morph';
import { fieldKey } from '../analysis/transfer/capturedFields.js';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { isWhole } from '../analysis/dependences/wholeNumbers.js';
import type { JudgedLoop } from '../model.js';
import type { CommitNames } from './commitText.js';
import { inputsText } from './inputsText.js';
import { itemsText } from './resultText.js';
import type { Style } from './style.js';

/** How many items of a loop that awaits are under way at once: enough to hide the waiting, few enough for most services. */
export const CONCURRENCY = 16;

export const isLimited = ({ verdict }: JudgedLoop): boolean =>
  verdict.kind !== 'refused' && verdict.rewrite === 'limit';

/** `hashFile, files, { limit }` */
export function poolCall(offer: OfferedLoop, names: CommitNames, style: Style, checker: ts.TypeChecker): string {
  const { source } = offer.loop;
  const captures = [
    ...offer.helpers.captures.map((s) => s.getName()),
    ...offer.helpers.fields.map((f) => `${names.fields.get(fieldKey(f))!}: ${f.getText()}`),
  ];
  const items = givenItems(offer.loop, names, style, checker);
  const given = [names.task, items];
  // A list keeps holes: `map` by itself, `zip` where there are none.
  const skipHoles =
    offer.holes === 'skip' &&
    !(source.kind === 'iterable' && source.view === 'pairs') &&
    offer.loop.result !== 'list' &&
    !offer.isMap;
  const settings = [
    ...(skipHoles ? ["holes: 'skip'"] : []),
    ...(isLimited(offer.judged) ? [`concurrency: ${CONCURRENCY}`] : []),
  ];
  if (captures.length > 0) given.push(`{ ${captures.join(', ')} }`);
  else if (settings.length > 0) given.push('{}');
  if (settings.length > 0) given.push(`{ ${settings.join(', ')} }`);
  return given.join(', ');
}

/** The items of the call: those of the loop, or what the generator gives that runs ahead. */
function givenItems(loop: OfferedLoop['loop'], names: CommitNames, style: Style, checker: ts.TypeChecker): string {
  const { source } = loop;
  if (source.kind === 'head' || loop.lead)
    return loop.result === 'none' ? `${names.inputs}()` : `(${inputsText(loop, '', style)})()`;
  return source.kind === 'iterable' ? itemsText(source, names) : rangeText(source, names.range, checker);
}

function rangeText(
  source: OfferedLoop['loop']['source'] & { kind: 'range' },
  range: string,
  checker: ts.TypeChecker,
): string {
  const { bound, inclusive, step, stepName } = source;
  const by = stepName ? `${step < 0 ? '-' : ''}${stepName.text}` : step;
  const start = source.start?.getText() ?? '0';
  if (source.isLength && !isWhole(bound, checker)) return `${range}(Math.trunc(${bound.getText()}))`;
  // A comparison makes a number of whatever it is given.
  const limit = isOfNumbers(checker.getTypeAtLocation(bound)) ? bound.getText() : `Number(${bound.getText()})`;
  const end = inclusive ? beyond(source.start, bound, step) : limit;
  if (end === null) return `${range}(${start}, ${limit}, ${by}, { inclusive: true })`;
  if (step !== 1) return `${range}(${start}, ${end}, ${by})`;
  return start === '0' ? `${range}(${end})` : `${range}(${start}, ${end})`;
}

/** A plain exclusive bound for an inclusive one, where start and bound are certainly whole numbers. */
function beyond(start: ts.Expression | null, bound: ts.Expression, step: number): string | null {
  if (start && !ts.isNumericLiteral(start) && !/\.length( - \d+)?$/.test(start.getText())) return null;
  const text = bound.getText();
  if (ts.isNumericLiteral(bound) && Number.isSafeInteger(Number(bound.text)))
    return String(Number(bound.text) + Math.sign(step));
  return /^[\w$.]+\.length$/.test(text) && step > 0 ? `${text} + 1` : null;
}
