/** Rejections that nobody handles: Node ends a program for one, after the run that made it. */
import { tellError } from '../values/tellError.js';

/**
 * From now on, what a run leaves rejected is noted by `take`. A rejection at any other time still ends the process, unless the runs
 * before it made such, too.
 */
export class Rejections {
  readonly #noted: string[] = [];
  #noting = false;
  #known = false;

  constructor() {
    process.on('unhandledRejection', (reason) => {
      if (this.#noting) this.#noted.push(tellError(reason));
      else if (!this.#known) throw reason;
    });
  }

  /** What has been rejected since, in words, once Node has had the time to notice. */
  async take(): Promise<string> {
    this.#noting = true;
    await new Promise((resolve) => setImmediate(resolve));
    this.#noting = false;
    this.#known ||= this.#noted.length > 0;
    return this.#noted.splice(0).join('\n');
  }
}
