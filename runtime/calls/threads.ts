import { latestEnvironment } from '../wire/environment.js';
import { Initializer } from '../inline/initializer.js';
import { Link } from '../sending/link.js';
import { defaultWidth, type PoolSettings } from '../settings.js';

/** The threads of one pool, started by the first call that needs them. */
export class Threads {
  readonly settings: PoolSettings;
  /** Why no call can be made any more, or null. */
  closed: string | null = null;
  readonly initializer: Initializer | null;
  /** What they would have saved in calls that went without them, in milliseconds. */
  missedMs = 0;
  #width: number | null;
  #link: Link | null = null;

  constructor(settings: PoolSettings) {
    this.settings = settings;
    this.#width = settings.workers;
    this.initializer = settings.initializer === null ? null : new Initializer(settings.initializer);
  }

  get width(): number {
    return (this.#width ??= defaultWidth());
  }

  /** Workers have answered before, so that another call costs no start-up. */
  get warm(): boolean {
    return this.#link?.warm === true;
  }

  connect(): Link {
    // A supervisor that died took its calls with it; the next call gets a new one.
    if (this.#link === null || this.#link.broken !== null) {
      const { name, resourceLimits } = this.settings;
      this.#link = new Link({ workers: this.width, name, env: latestEnvironment(), resourceLimits });
    }
    return this.#link;
  }

  async end(why: string): Promise<void> {
    const link = this.#link;
    this.#link = null;
    await link?.terminate(why);
  }
}
