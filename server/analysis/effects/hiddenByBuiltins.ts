import { ts } from 'ts-morph';
import { partOfLiteral } from '../source/partOfLiteral.js';
import { isFunctionNode, unwrap } from '../source/symbols.js';
import { noteItemAccessors } from './definedAccessors.js';
import { noteAccessorsInside, noteOwnAccessors, noteTakenProperty } from './effectsOfAccessors.js';
import { noteAwaited, noteConversion, noteIterated, noteOwnMethod } from './effectsOfConversions.js';
import type { EffectWalk } from './effectWalk.js';

/** Builtins that make text or numbers of what they are given, that read all of its properties, or that walk over it. */
export const CONVERTS =
  /^((Math|JSON|String|Number|BigInt|Date|RegExp|DataView|Buffer|NumberFormat|PluralRules|RelativeTimeFormat|DisplayNames|Collator|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)[.#]|Array#(at|flat|slice|with)$|Object(\.hasOwn$|#)|\w+$)/;
const CONVERTS_ITEMS = /^Array#(join|toString|toLocaleString|sort|toSorted)$/;
const READS_PARTS = /^(Object\.(assign|values|entries)|JSON\.stringify|structuredClone)$/;
const READS_ALL_PARTS = /^(JSON\.stringify|structuredClone)$/;
const WALKS_OVER = /^(Array\.from|Object\.fromEntries|\w+\.groupBy|\w+Array\.from|Promise\.\w+)$/;

const BY_PATTERN = /^String#(match|matchAll|replace|replaceAll|search|split)$/;
/** What a pattern is asked for, of its own or under a well-known symbol. */
const OF_PATTERNS = ['exec', 'flags', 'match', 'matchAll', 'replace', 'search', 'split'];

/** What a builtin runs of the program without being given it as a function. */
export function noteHidden(
  walk: EffectWalk,
  key: string,
  receiver: ts.Expression | null,
  args: readonly ts.Expression[],
): void {
  const given = args.filter((a) => !isFunctionNode(unwrap(a)) && !ts.isSpreadElement(a));
  if (CONVERTS.test(key)) {
    given.forEach((argument) => noteConversion(walk, argument, key === 'JSON.stringify'));
    for (const argument of args) if (ts.isSpreadElement(argument)) noteConversion(walk, argument.expression);
  }
  if (receiver && CONVERTS_ITEMS.test(key)) noteConversion(walk, receiver);
  if (READS_PARTS.test(key)) given.forEach((argument) => noteOwnAccessors(walk, argument, 'get'));
  if (READS_ALL_PARTS.test(key)) given.forEach((argument) => noteAccessorsInside(walk, argument));
  if (key === 'Object.assign' && args[0]) noteOwnAccessors(walk, args[0], 'set');
  if (WALKS_OVER.test(key)) given.forEach((argument) => noteIterated(walk, argument));
  if (/Array\.from$/.test(key) && given[0]) {
    noteTakenProperty(walk, given[0], 'length');
    // `Array.from({ length: n })` makes a number of it.
    const like = unwrap(given[0]);
    const length = ts.isObjectLiteralExpression(like) ? partOfLiteral(like, 'length') : null;
    if (length) noteConversion(walk, length);
  }
  if (key === 'Array#concat') given.forEach((argument) => noteOwnMethod(walk, argument, ['isConcatSpreadable']));
  if (BY_PATTERN.test(key) && args[0]) noteOwnMethod(walk, args[0], OF_PATTERNS);
  if (key.startsWith('Promise.')) given.forEach((argument) => noteAwaited(walk, argument));
  if (receiver && key.startsWith('Array#')) noteItemAccessors(walk, receiver, receiver);
}
