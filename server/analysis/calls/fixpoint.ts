/** An answer that is being worked out, or is there. */
interface Entry<Value> {
  value: Value;
  /** `stale`: found in an earlier round. */
  state: 'open' | 'found' | 'stale' | 'settled';
  /** When it was asked for, and the earliest question still open that it rests on: both count up from 0. */
  asked: number;
  low: number;
  /** Whether it, or one that it rests on, has changed in the present round. */
  hasChanged: boolean;
  /** Whether it was asked for while it was open. */
  isInCircle: boolean;
}

/** More than any program takes: answers that go on changing do not only grow, and the circle would be gone round for ever. */
const MAX_ROUNDS = 1000;

/**
 * Answers to questions that may rest on one another, in circles too: the least ones for which everything holds at once.
 *
 * Those of one circle (a strongly connected component, found as in Tarjan, "Depth-first search and linear graph algorithms",
 * 1972) are found again, each once in a round, until a round changes none (chaotic iteration: Cousot and Cousot, "Abstract
 * interpretation", 1977). All others are found once. Answers must only grow, and cannot grow for ever.
 */
export class Fixpoint<Question, Value> {
  private readonly entries = new Map<Question, Entry<Value>>();
  /** Questions that are open now, outermost first. */
  private readonly path: Entry<Value>[] = [];
  /** What is open, or found and resting on something open. */
  private readonly unsettled: Entry<Value>[] = [];
  private count = 0;

  /** @param isSame whether an answer says nothing new */
  constructor(private readonly isSame: (before: Value, after: Value) => boolean) {}

  /**
   * @param start what is taken for the answer until there is one
   * @param find the answer, given the one before; may ask on
   * @throws Error where the answers of a circle do not settle
   */
  get(question: Question, start: Value, find: (before: Value) => Value): Value {
    let entry = this.entries.get(question);
    if (entry?.state === 'settled') return entry.value;
    const around = this.path.at(-1);
    if (entry?.state === 'open' || entry?.state === 'found') {
      if (around) around.low = Math.min(around.low, entry.low);
      entry.isInCircle = true;
      return entry.value;
    }
    if (!entry) {
      entry = { value: start, state: 'stale', asked: 0, low: 0, hasChanged: false, isInCircle: false };
      this.entries.set(question, entry);
    }
    this.open(entry);
    try {
      this.settle(entry, find);
    } catch (error) {
      this.forget();
      throw error;
    }
    if (around && entry.state !== 'settled') {
      around.low = Math.min(around.low, entry.low);
      around.hasChanged ||= entry.hasChanged;
    }
    return entry.value;
  }

  private open(entry: Entry<Value>): void {
    entry.state = 'open';
    entry.asked = entry.low = this.count++;
    entry.hasChanged = entry.isInCircle = false;
    this.path.push(entry);
    this.unsettled.push(entry);
  }

  /** Finds an answer, and those that rest on one another with it if it is the first of them that was asked for. */
  private settle(entry: Entry<Value>, find: (before: Value) => Value): void {
    for (let round = 1; ; round++) {
      if (round > MAX_ROUNDS)
        throw new Error('its functions call one another in a way that cannot be followed to an end');
      const value = find(entry.value);
      entry.hasChanged ||= !this.isSame(entry.value, value);
      entry.value = value;
      if (entry.low < entry.asked) {
        entry.state = 'found';
        break;
      }
      const circle = this.unsettled.splice(this.unsettled.indexOf(entry) + 1);
      const isDone = !entry.isInCircle || !entry.hasChanged;
      for (const other of circle) other.state = isDone ? 'settled' : 'stale';
      if (isDone) {
        this.unsettled.pop();
        entry.state = 'settled';
        break;
      }
      entry.hasChanged = false;
    }
    this.path.pop();
  }

  /** Drops what rests on a question that could not be answered. */
  private forget(): void {
    for (const [question, { state }] of this.entries) if (state !== 'settled') this.entries.delete(question);
    this.path.length = this.unsettled.length = 0;
  }
}
