/**
 * What the functions of ECMAScript and Node do, as one table. A function that is not here is unknown, and unknown means dependent.
 * Keys: `Math.sin` and `fs#readFileSync` for functions, `Array#push` for methods.
 */
import { FILE_WRITERS } from '../../fileWriters.js';
import type { OutsideCode } from '../source/access.js';

export interface Builtin {
  /** What the result is made of: a primitive, a new object, a new object that holds what it was given, a part of the receiver, or an argument itself. */
  readonly returns: 'primitive' | 'fresh' | 'holds' | 'element' | 'receiver' | 'first';
  /** What is changed: the object before the dot, or the first argument. */
  readonly changes?: 'receiver' | 'first';
  readonly outside?: OutsideCode;
  /** Compares objects by identity when its argument is one. */
  readonly identity?: boolean;
  /** Relative cost; a plain operator is 1. */
  readonly cost: number;
}

const table = new Map<string, Builtin>();
const add = (prefix: string, names: string, entry: Builtin): void => {
  for (const name of names.split(' ')) table.set(prefix + name, entry);
};

const light: Builtin = { returns: 'primitive', cost: 2 };
add(
  'Math.',
  'abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc',
  light,
);
table.set('Math.random', { returns: 'primitive', outside: 'random', cost: 2 });
add('', 'parseInt parseFloat isNaN isFinite Number String Boolean BigInt', light);
add('Number.', 'isInteger isFinite isNaN isSafeInteger parseFloat parseInt', light);
add('Number#', 'toFixed toPrecision toExponential toString valueOf toLocaleString', { returns: 'primitive', cost: 5 });
add('BigInt#', 'toString valueOf toLocaleString', { returns: 'primitive', cost: 5 });
add('Boolean#', 'toString valueOf', light);
add('NumberFormat#', 'format', { returns: 'primitive', cost: 20 });
add('PluralRules#', 'select', { returns: 'primitive', cost: 20 });
add('RelativeTimeFormat#', 'format', { returns: 'primitive', cost: 20 });
add('DisplayNames#', 'of', { returns: 'primitive', cost: 20 });
add('Collator#', 'compare', { returns: 'primitive', cost: 20 });
add('BigInt.', 'asIntN asUintN', light);
// The registry of a thread is its own, and a symbol never leaves one.
add('Symbol.', 'for keyFor', light);
add('', 'encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape btoa atob', {
  returns: 'primitive',
  cost: 5,
});
add('String.', 'fromCharCode fromCodePoint raw', light);
add(
  'String#',
  'charAt charCodeAt codePointAt at concat endsWith startsWith includes indexOf lastIndexOf localeCompare normalize padEnd padStart repeat slice substring substr toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase trim trimEnd trimStart toString valueOf isWellFormed toWellFormed',
  { returns: 'primitive', cost: 3 },
);
add('String#', 'replace replaceAll search', { returns: 'primitive', changes: 'first', cost: 20 });
add('String#', 'split match matchAll', { returns: 'fresh', changes: 'first', cost: 20 });
add('RegExp#', 'exec', { returns: 'fresh', changes: 'receiver', cost: 20 });
add('RegExp#', 'test toString', { returns: 'primitive', changes: 'receiver', cost: 20 });

add('Array#', 'push unshift', { returns: 'primitive', changes: 'receiver', cost: 2 });
add('Array#', 'pop shift', { returns: 'element', changes: 'receiver', cost: 2 });
add('Array#', 'sort reverse fill copyWithin', { returns: 'receiver', changes: 'receiver', cost: 40 });
add('Array#', 'splice', { returns: 'holds', changes: 'receiver', cost: 20 });
add('Array#', 'indexOf lastIndexOf includes', { returns: 'primitive', identity: true, cost: 10 });
add('Array#', 'join toString toLocaleString', { returns: 'primitive', cost: 20 });
add('Array#', 'some every findIndex findLastIndex forEach', { returns: 'primitive', cost: 20 });
add('Array#', 'at find findLast', { returns: 'element', cost: 10 });
add(
  'Array#',
  'slice concat filter map flatMap flat toSorted toReversed toSpliced with entries keys values reduce reduceRight',
  { returns: 'holds', cost: 20 },
);
for (const kind of 'Int8 Uint8 Uint8Clamped Int16 Uint16 Int32 Uint32 Float32 Float64 BigInt64 BigUint64'.split(' ')) {
  add(`${kind}Array#`, 'set sort reverse fill copyWithin', { returns: 'receiver', changes: 'receiver', cost: 20 });
  add(
    `${kind}Array#`,
    'indexOf lastIndexOf includes join toString some every findIndex findLastIndex forEach at find findLast reduce reduceRight',
    { returns: 'primitive', cost: 20 },
  );
  add(`${kind}Array#`, 'slice filter map toSorted toReversed with entries keys values', { returns: 'fresh', cost: 20 });
  add(`${kind}Array#`, 'subarray', { returns: 'receiver', cost: 3 });
  add(`${kind}Array.`, 'from of', { returns: 'fresh', cost: 20 });
}
add('Array.', 'from of', { returns: 'holds', cost: 20 });
add('Array.', 'isArray', light);
add('Map#', 'get', { returns: 'element', identity: true, cost: 4 });
add('Map#', 'has', { returns: 'primitive', identity: true, cost: 4 });
add('Map#', 'set', { returns: 'receiver', changes: 'receiver', identity: true, cost: 5 });
add('Set#', 'add', { returns: 'receiver', changes: 'receiver', identity: true, cost: 5 });
add('Map#', 'delete clear', { returns: 'primitive', changes: 'receiver', identity: true, cost: 4 });
add('Set#', 'delete clear', { returns: 'primitive', changes: 'receiver', identity: true, cost: 4 });
add('Set#', 'has', { returns: 'primitive', identity: true, cost: 4 });
add('Map#', 'forEach', { returns: 'primitive', cost: 20 });
add('Set#', 'forEach', { returns: 'primitive', cost: 20 });
add('Map#', 'keys values entries', { returns: 'holds', cost: 5 });
add('Set#', 'keys values entries union intersection difference symmetricDifference', { returns: 'holds', cost: 10 });
add('WeakMap#', 'get', { returns: 'element', identity: true, cost: 4 });
add('WeakMap#', 'has', { returns: 'primitive', identity: true, cost: 4 });
add('WeakMap#', 'set delete', { returns: 'receiver', changes: 'receiver', identity: true, cost: 4 });
add('WeakSet#', 'add delete has', { returns: 'receiver', changes: 'receiver', identity: true, cost: 4 });

add('JSON.', 'stringify', { returns: 'primitive', cost: 40 });
add('JSON.', 'parse', { returns: 'fresh', cost: 40 });
add('Object.', 'keys values entries getOwnPropertyNames fromEntries', { returns: 'holds', cost: 10 });
add('Object.', 'is', { returns: 'primitive', identity: true, cost: 2 });
add('Object.', 'hasOwn isFrozen isSealed isExtensible', light);
add('Object.', 'assign freeze seal preventExtensions defineProperty defineProperties setPrototypeOf', {
  returns: 'first',
  changes: 'first',
  cost: 5,
});
add('Object.', 'groupBy getOwnPropertyDescriptor getOwnPropertyDescriptors', { returns: 'holds', cost: 10 });
add('Map.', 'groupBy', { returns: 'holds', cost: 10 });
add('Reflect.', 'ownKeys', { returns: 'holds', cost: 10 });
add('Object.', 'create', { returns: 'holds', cost: 5 });
add('Object#', 'hasOwnProperty propertyIsEnumerable toString valueOf', light);
// As with `new`.
table.set('Array', { returns: 'holds', cost: 10 });
add('', 'Error TypeError RangeError SyntaxError EvalError URIError', { returns: 'fresh', cost: 10 });
table.set('structuredClone', { returns: 'fresh', cost: 40 });
add('Atomics.', 'wait', { returns: 'primitive', changes: 'first', cost: 1000 });
add('Atomics.', 'add and compareExchange exchange load notify or store sub xor', {
  returns: 'primitive',
  changes: 'first',
  cost: 2,
});
add('Date.', 'now', { returns: 'primitive', outside: 'clock', cost: 2 });
add('Date.', 'UTC parse', light);
add('performance.', 'now', { returns: 'primitive', outside: 'clock', cost: 2 });
add(
  'Date#',
  'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getUTCMinutes getUTCSeconds getUTCMilliseconds getTimezoneOffset toISOString toJSON toString toDateString toTimeString toLocaleString toLocaleDateString toLocaleTimeString toUTCString valueOf',
  { returns: 'primitive', cost: 4 },
);
add(
  'Date#',
  'setTime setFullYear setMonth setDate setHours setMinutes setSeconds setMilliseconds setUTCFullYear setUTCMonth setUTCDate setUTCHours setUTCMinutes setUTCSeconds setUTCMilliseconds',
  { returns: 'primitive', changes: 'receiver', cost: 4 },
);
add(
  'DataView#',
  'getInt8 getUint8 getInt16 getUint16 getInt32 getUint32 getFloat32 getFloat64 getBigInt64 getBigUint64',
  light,
);
add(
  'DataView#',
  'setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 setBigInt64 setBigUint64',
  { returns: 'primitive', changes: 'receiver', cost: 2 },
);
add('ArrayBuffer#', 'slice', { returns: 'fresh', cost: 5 });
add(
  'console.',
  'log error warn info debug table dir trace group groupEnd groupCollapsed time timeEnd timeLog count countReset assert',
  { returns: 'primitive', outside: 'prints', cost: 2 },
);
add('process.', 'exit abort kill chdir emitWarning nextTick on once off', {
  returns: 'primitive',
  outside: 'process',
  cost: 2,
});
add('process.', 'cwd uptime memoryUsage cpuUsage hrtime', { returns: 'fresh', outside: 'clock', cost: 2 });
add('process.stdout.', 'write', { returns: 'primitive', outside: 'prints', cost: 2 });
add('process.stderr.', 'write', { returns: 'primitive', outside: 'prints', cost: 2 });

add('fs#', 'readFileSync readdirSync statSync lstatSync', { returns: 'fresh', outside: 'reads-files', cost: 500 });
add('fs#', 'existsSync realpathSync readlinkSync accessSync', {
  returns: 'primitive',
  outside: 'reads-files',
  cost: 200,
});
table.set('fs#createReadStream', { returns: 'fresh', outside: 'reads-files', cost: 200 });
add('', 'readline#createInterface readline/promises#createInterface', { returns: 'holds', cost: 20 });
add('zlib#', 'createGunzip createInflate createInflateRaw createUnzip createBrotliDecompress', {
  returns: 'fresh',
  cost: 20,
});
const writes: Builtin = { returns: 'primitive', outside: 'writes-files', cost: 5 };
add('fs#', FILE_WRITERS.map((name) => `${name}Sync`).join(' '), writes);
add('timers/promises#', 'setTimeout setImmediate', { returns: 'fresh', cost: 500 });
add('fs/promises#', 'readFile readdir stat lstat', { returns: 'fresh', outside: 'reads-files', cost: 500 });
add('fs/promises#', 'access realpath readlink', { returns: 'primitive', outside: 'reads-files', cost: 200 });
add('fs/promises#', FILE_WRITERS.join(' '), writes);
add('Promise.', 'resolve all allSettled', { returns: 'holds', cost: 5 });
add('path#', 'join basename dirname extname normalize relative resolve isAbsolute', { returns: 'primitive', cost: 5 });
add('path#', 'parse', { returns: 'fresh', cost: 5 });
add('crypto#', 'createHash createHmac', { returns: 'fresh', cost: 300 });
add('crypto#', 'hash', { returns: 'primitive', cost: 300 });
add('crypto#', 'pbkdf2Sync scryptSync hkdfSync', { returns: 'fresh', cost: 5000 });
add('crypto#', 'randomBytes randomInt randomUUID randomFillSync getRandomValues', {
  returns: 'fresh',
  outside: 'random',
  cost: 20,
});
add('crypto#', 'timingSafeEqual', light);
add(
  'zlib#',
  'gzipSync gunzipSync deflateSync inflateSync deflateRawSync inflateRawSync brotliCompressSync brotliDecompressSync unzipSync',
  { returns: 'fresh', cost: 2000 },
);
add('zlib#', 'crc32', { returns: 'primitive', cost: 200 });
add('util#', 'inspect format isDeepStrictEqual', { returns: 'primitive', cost: 40 });
add('buffer#', 'Buffer', { returns: 'fresh', cost: 5 });
add('Buffer.', 'from alloc allocUnsafe allocUnsafeSlow concat', { returns: 'fresh', cost: 10 });
add('Buffer.', 'byteLength isBuffer compare', light);
add('looppool#', 'task range keysIn inTurn', { returns: 'fresh', cost: 2 });
add('looppool#', 'emit', light);
add('looppool#pool.', 'map mapSync allSettled zip zipSync imap imapUnordered submit', {
  returns: 'holds',
  outside: 'runs-pool',
  cost: 1000,
});
const WORDS = ['8', '16LE', '16BE', '32LE', '32BE'].flatMap((bits) =>
  ['Int', 'UInt', 'Uint'].map((kind) => kind + bits),
);
const BIG_WORDS = ['BigInt64', 'BigUInt64', 'BigUint64', 'Float', 'Double', 'Int', 'UInt', 'Uint'];
const NUMBERS = [...WORDS, ...BIG_WORDS.flatMap((kind) => [`${kind}LE`, `${kind}BE`])];
add('Buffer#', `toString equals compare indexOf lastIndexOf includes ${NUMBERS.map((n) => `read${n}`).join(' ')}`, {
  returns: 'primitive',
  cost: 5,
});
add('Buffer#', 'toJSON', { returns: 'fresh', cost: 5 });
add('Buffer#', `write ${NUMBERS.map((n) => `write${n}`).join(' ')}`, {
  returns: 'primitive',
  changes: 'receiver',
  cost: 3,
});
add('Buffer#', 'fill swap16 swap32 swap64', { returns: 'receiver', changes: 'receiver', cost: 3 });
add('Buffer#', 'subarray slice', { returns: 'receiver', cost: 3 });
add('Buffer#', 'copy', { returns: 'primitive', changes: 'first', cost: 5 });
add('perf_hooks#', 'performance', { returns: 'primitive', outside: 'clock', cost: 2 });

/** What `new Name(…)` makes; classes that are not here are the program's own or unknown. */
const constructors = new Map<string, Builtin>();
const construct = (names: string, entry: Builtin): void => {
  for (const name of names.split(' ')) constructors.set(name, entry);
};
construct('Array Map Set WeakMap WeakSet Object', { returns: 'holds', cost: 10 });
construct(
  'ArrayBuffer SharedArrayBuffer Date RegExp Error TypeError RangeError SyntaxError EvalError URIError URL URLSearchParams TextEncoder TextDecoder',
  { returns: 'fresh', cost: 10 },
);
construct(
  'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array DataView',
  { returns: 'holds', cost: 10 },
);
construct(
  'Intl.Collator Intl.DateTimeFormat Intl.DisplayNames Intl.ListFormat Intl.Locale Intl.NumberFormat Intl.PluralRules Intl.RelativeTimeFormat Intl.Segmenter',
  { returns: 'fresh', cost: 200 },
);
construct('Proxy', { returns: 'holds', outside: 'proxy', cost: 10 });

/** The entry of a function or method, or undefined where nothing is known. `ReadonlyArray#map` is `Array#map`. */
export function builtinOf(key: string): Builtin | undefined {
  return table.get(key.replace(/^Readonly(?=(Array|Map|Set)#)/, ''));
}

export function constructorOf(name: string): Builtin | undefined {
  return constructors.get(name);
}

/** Whether anything is known about a global object of this name: `Math`, `JSON`, `console` … */
export function isKnownGlobal(name: string): boolean {
  return GLOBALS.has(name);
}
const GLOBALS = new Set(
  [...table.keys()].flatMap((key) => (/^\w+\./.test(key) ? [key.slice(0, key.indexOf('.'))] : [])),
);

/** Whether a global of this name is a function or class that something is known of, or holds such functions. */
export const isGlobalFunction = (name: string): boolean =>
  table.has(name) || constructors.has(name) || GLOBALS.has(name);

/** Whether something that is known has this name, in whatever it is: `map` of `Array#map`. */
export const isNameOfBuiltin = (name: string): boolean => NAMES.has(name);
const NAMES = new Set([...table.keys()].map((key) => key.slice(key.search(/[^.#]+$/))));

/** Methods of an object that one of these made touch that object only: a hash, a buffer, a decoder. */
export const isSelfContained = (key: string): boolean =>
  /^(crypto#create|Buffer\.|zlib#|fs#readFileSync|fs#statSync|crypto#\w+Sync|URL|TextEncoder|TextDecoder)/.test(key);

/** Everything that is known, for checking that there is such a thing: keys, and names of constructors. @internal */
export const everyBuiltin = (): { readonly keys: readonly string[]; readonly constructors: readonly string[] } => ({
  keys: [...table.keys()],
  constructors: [...constructors.keys()],
});
