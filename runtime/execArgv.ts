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

/** The options of `argv` that workers inherit: loaders and conditions, above all. */
export function inheritedExecArgv(argv: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i] ?? '';
    const equals = argument.indexOf('=');
    const flag = equals > 0 && argument.startsWith('--') ? argument.slice(0, equals) : argument;
    const takesValue = Object.hasOwn(DROPPED, flag) ? DROPPED[flag] : undefined;
    if (takesValue === undefined) kept.push(argument);
    else if (takesValue && equals < 0) i += 1;
  }
  return kept;
}
