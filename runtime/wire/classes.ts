import { fail } from '../check.js';
import type { TaskFunction } from '../task.js';

/** A class whose instances a task is given, or gives back; its constructor may be private. */
export interface Class {
  readonly name: string;
  readonly prototype: object;
}

/** Classes whose instances are made again on the other thread: the same list on both, by position. */
export class Classes {
  readonly #prototypes: readonly object[];
  readonly #positions: ReadonlyMap<unknown, number>;
  readonly #reasons: ReadonlyMap<unknown, string>;

  constructor(classes: readonly Class[]) {
    this.#prototypes = classes.map((one) => one.prototype);
    const reasons = classes.map((one) => [one.prototype as unknown, whyNotRebuilt(one)] as const);
    this.#reasons = new Map(reasons.flatMap(([prototype, why]) => (why === null ? [] : [[prototype, why]])));
    this.#positions = new Map(
      this.#prototypes.map((one, i) => [one, i] as const).filter(([one]) => !this.#reasons.has(one)),
    );
  }

  get size(): number {
    return this.#prototypes.length;
  }

  /** Position of the class that has exactly this prototype; undefined where none has. */
  position(prototype: unknown): number | undefined {
    return this.#positions.get(prototype);
  }

  /** Why instances with this prototype cannot be made again although their class is listed. */
  reason(prototype: unknown): string | undefined {
    return this.#reasons.get(prototype);
  }

  /** Gives clones their classes back. @param instances by position of their class */
  restore(instances: readonly (readonly object[])[]): void {
    instances.forEach((clones, i) => {
      for (const clone of clones) Object.setPrototypeOf(clone, this.#prototypes[i] ?? null);
    });
  }
}

export const NO_CLASSES = new Classes([]);

/** Private names live in the object, where no clone can take them. */
const PRIVATE_NAME = /[.?]\s*#[\p{ID_Start}$_]|#[\p{ID_Start}$_][\p{ID_Continue}$]*\s+in\b/u;

/** A class whose instances are more than what their properties hold. */
function whyNotRebuilt(one: Class): string | null {
  for (
    let prototype: object | null = one.prototype;
    prototype !== null && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (typeof made !== 'function') return 'its prototype has no constructor';
    const text = Function.prototype.toString.call(made);
    if (/\{\s*\[native code\]\s*\}$/.test(text)) return `it extends ${made.name}`;
    if (PRIVATE_NAME.test(text)) return `${made.name} has private names (#)`;
  }
  return null;
}

/** A program may load the library more than once, as a module and by `require`: all copies know the classes of a task. */
const REGISTRY = Symbol.for('looppool.classes');
const registered: WeakMap<TaskFunction, () => readonly Class[]> =
  (globalThis as { [REGISTRY]?: WeakMap<TaskFunction, () => readonly Class[]> })[REGISTRY] ?? new WeakMap();
Object.defineProperty(globalThis, REGISTRY, { value: registered, configurable: true, writable: true });

const resolved = new WeakMap<TaskFunction, Classes>();

/** Notes what a task said; it is asked for the list when the task is first used, when all modules are loaded. */
export function registerClasses(fn: TaskFunction, classes: () => readonly Class[]): void {
  registered.set(fn, classes);
}

/** The classes of a task. @throws TypeError where the option `classes` gives something else. */
export function classesOf(fn: TaskFunction): Classes {
  const known = resolved.get(fn);
  if (known !== undefined) return known;
  const given = registered.get(fn);
  if (given === undefined) return NO_CLASSES;
  const expected = 'options.classes of task(): expected a function that returns an array of classes';
  if (typeof given !== 'function') fail(expected, given);
  const list: unknown = given();
  if (!Array.isArray(list) || !list.every(isClass)) fail(expected, list);
  const classes = new Classes(list as readonly Class[]);
  resolved.set(fn, classes);
  return classes;
}

const isClass = (value: unknown): boolean =>
  typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
