/** Variables of other modules in the process where they live: read, and set to what they were in the program. */
import { compare } from './compare.js';
import { setBack } from './setBack.js';

/** How one variable is read, and set where it is no constant. */
export type Binding = readonly [get: () => unknown, set?: (value: unknown) => void];

/** Variables by `file#name`. */
export class ModuleBindings {
  readonly #bindings = new Map<string, Binding>();
  readonly #failed = new Set<string>();

  /** What a module calls at its end: see `withStateHook`. */
  readonly take = (shown: string, bindings: Readonly<Record<string, Binding>>): void => {
    for (const [name, binding] of Object.entries(bindings)) this.#bindings.set(`${shown}#${name}`, binding);
  };

  entries(): Iterable<[string, Binding]> {
    return this.#bindings;
  }

  /** Variables that could not be set to what was recorded, since other code holds the very object. */
  get failed(): readonly string[] {
    return [...this.#failed];
  }

  /**
   * Sets the variables that `inputs` has by their key. Objects stay the objects that other code of the modules may hold, and are what
   * the other inputs lead to as well.
   */
  restore(inputs: Record<string, unknown>): void {
    const kept = new Map<object, object>();
    for (const [key, [get, set]] of this.#bindings) {
      if (!Object.hasOwn(inputs, key)) continue;
      const [now, wanted] = [get(), inputs[key]];
      const next = setBack(now, wanted, kept);
      if (Object.is(next, now)) continue;
      if (set) set(next);
      else if (compare(now, next) !== null) this.#failed.add(key);
    }
    for (const [name, value] of Object.entries(inputs))
      if (typeof value === 'object' && value !== null && kept.has(value)) inputs[name] = kept.get(value);
  }

  /** Puts the values of now in the place of those that were recorded. */
  readInto(inputs: Record<string, unknown>): void {
    for (const [key, [get]] of this.#bindings) if (Object.hasOwn(inputs, key)) inputs[key] = get();
  }

  /** Those of `values` that are variables of modules. */
  among(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const keys = [...this.#bindings.keys()].filter((key) => Object.hasOwn(values, key)).sort();
    return Object.fromEntries(keys.map((key) => [key, values[key]]));
  }
}
