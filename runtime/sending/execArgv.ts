import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Flags of the main thread that make no sense in a worker or would stop it. The value says whether the flag takes a separate argument. */
const DROPPED: Readonly<Record<string, boolean>> = {
  '--eval': true,
  '-e': true,
  '--print': true,
  '-p': true,
  '-pe': true,
  '--input-type': true,
  '--interactive': false,
  '-i': false,
  '--check': false,
  '-c': false,
  '--test': false,
  '--test-only': false,
  '--test-name-pattern': true,
  '--test-reporter': true,
  '--test-reporter-destination': true,
  '--test-concurrency': true,
  '--test-timeout': true,
  '--test-shard': true,
  '--test-isolation': true,
  '--test-force-exit': false,
  '--experimental-test-coverage': false,
  '--experimental-test-isolation': true,
  '--test-update-snapshots': false,
  '--test-skip-pattern': true,
  '--watch': false,
  '--watch-path': true,
  '--watch-preserve-output': false,
  '--inspect': false,
  '--inspect-brk': false,
  '--inspect-wait': false,
  '--inspect-port': true,
  '--debug-port': true,
  '--run': true,
  '--build-snapshot': false,
  '--experimental-sea-config': true,
  // Belong to the process, and a worker refuses them.
  '--title': true,
  '--expose-gc': false,
  '--expose_gc': false,
  '--max-old-space-size': true,
  '--max-semi-space-size': true,
  '--stack-size': true,
  '--prof': false,
  '--cpu-prof': false,
  '--heap-prof': false,
  '--abort-on-uncaught-exception': false,
  '--icu-data-dir': true,
  '--openssl-config': true,
  '--secure-heap': true,
  '--secure-heap-min': true,
  '--use-openssl-ca': false,
  '--use-bundled-ca': false,
  '--zero-fill-buffers': false,
  '--v8-pool-size': true,
  '--huge-max-old-generation-size': false,
};

/** Warnings about modules that the program has loaded, and been warned of, before any thread. */
const SAID_ONCE = process.allowedNodeEnvironmentFlags.has('--disable-warning')
  ? ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON']
  : [];

/** What the program registered otherwise than by a flag: `ts-node main.ts` does. */
function registeredLoaders(argv: readonly string[]): string[] {
  const instance = (process as unknown as Record<symbol, { readonly options?: object } | undefined>)[
    Symbol.for('ts-node.register.instance')
  ];
  if (instance === undefined || argv.some((argument) => argument.includes('ts-node'))) return [];
  for (const from of [process.argv[1] ?? '', join(process.cwd(), 'x')]) {
    try {
      // Types have been checked by the program.
      return ['--require', createRequire(from).resolve('ts-node/register/transpile-only')];
    } catch {
      // Not to be found from there.
    }
  }
  return [];
}

/** The options of `argv` that workers inherit: loaders and conditions, above all. */
export function inheritedExecArgv(argv: readonly string[]): string[] {
  const kept: string[] = [];
  // `ts-node main.ts` adds its own command to Node's options.
  const command = argv.findIndex((argument) => /[\\/]ts-node[\\/]dist[\\/]bin/.test(argument));
  const end = command < 0 ? argv.length : command;
  for (let i = 0; i < end; i += 1) {
    const argument = argv[i] ?? '';
    const equals = argument.indexOf('=');
    const flag = equals > 0 && argument.startsWith('--') ? argument.slice(0, equals) : argument;
    const takesValue = Object.hasOwn(DROPPED, flag) ? DROPPED[flag] : undefined;
    if (takesValue === undefined) kept.push(argument);
    else if (takesValue && equals < 0) i += 1;
  }
  return [...kept, ...SAID_ONCE, ...registeredLoaders(kept)];
}
