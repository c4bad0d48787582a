/** Variables of `process.env` at one moment. */
export type Environment = Readonly<Record<string, string>>;

let latest: Environment = Object.freeze({});

/**
 * A snapshot of `process.env`, the same object as last time when nothing changed. A task's module is evaluated
 * in the workers long after the main thread evaluated it; this is what lets both see the same environment.
 */
export function threadEnvironment(): Environment {
  const now = { ...process.env } as Record<string, string>;
  if (!sameEnvironment(now, latest)) latest = Object.freeze(now);
  return latest;
}

/** The environment that the latest registered task saw. */
export function latestEnvironment(): Environment {
  return latest;
}

function sameEnvironment(a: Environment, b: Environment): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Makes this thread's `process.env` hold exactly `env`. */
export function applyEnvironment(env: Environment): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) delete process.env[name];
  }
  for (const [name, value] of Object.entries(env)) {
    if (process.env[name] !== value) process.env[name] = value;
  }
}
