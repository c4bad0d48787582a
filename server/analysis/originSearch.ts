import type { ts } from 'ts-morph';
import type { Origin } from './access.js';

/** What is looked for: what a name may be bound to, or what is put into the object that it holds. */
type Kind = 'bound' | 'held';

const KINDS: readonly Kind[] = ['bound', 'held'];

type Found = readonly Origin[];

/** What one step of a search has met, with all the steps below it. */
interface Step {
  /** Everything that it looked for. */
  readonly met: Record<Kind, Set<ts.Symbol>>;
  /** What it looked for while that was being looked for already, further out. */
  readonly cutAt: Record<Kind, Set<ts.Symbol>>;
}

interface Known extends Step {
  readonly found: Found;
}

/**
 * Keeps a search for origins from going round in circles, and from going the same way twice: names multiply with every name on
 * the way, and most searches come to few of them, very often.
 */
export class OriginSearch {
  /** What is being looked for now. */
  private readonly open: Record<Kind, Set<ts.Symbol>> = { bound: new Set(), held: new Set() };
  private readonly settled: Record<Kind, Map<ts.Symbol, Found>> = { bound: new Map(), held: new Map() };
  /** What the steps of the present search have found, for those that come to the same place at the same depth. */
  private readonly known = new Map<ts.Symbol, Map<string, Known[]>>();
  private readonly steps: Step[] = [];

  /** How many searches for what objects hold stand inside one another. */
  get nesting(): number {
    return this.open.held.size;
  }

  /**
   * @param inCircle what is found where the search has come back to what it is looking for
   * @param find may search on
   */
  run(kind: Kind, symbol: ts.Symbol, depth: number, inCircle: Found, find: () => Found): Found {
    const settled = this.settled[kind].get(symbol);
    if (settled) return settled;
    const around = this.steps.at(-1);
    around?.met[kind].add(symbol);
    if (this.open[kind].has(symbol)) {
      around?.cutAt[kind].add(symbol);
      return inCircle;
    }
    const key = `${kind} ${depth} ${this.nesting > 0}`;
    const before = this.known
      .get(symbol)
      ?.get(key)
      ?.find((one) => this.holds(one));
    if (before) {
      if (around) addAll(around, before);
      return before.found;
    }
    const step: Step = { met: emptySets(), cutAt: emptySets() };
    this.open[kind].add(symbol);
    this.steps.push(step);
    const found = find();
    this.steps.pop();
    this.open[kind].delete(symbol);
    step.cutAt[kind].delete(symbol);
    if (around) {
      addAll(around, step);
      this.know(symbol, key, { ...step, found });
    } else {
      this.known.clear();
      this.settled[kind].set(symbol, found);
    }
    return found;
  }

  private know(symbol: ts.Symbol, key: string, known: Known): void {
    let ofSymbol = this.known.get(symbol);
    if (!ofSymbol) this.known.set(symbol, (ofSymbol = new Map<string, Known[]>()));
    const same = ofSymbol.get(key);
    if (same) same.push(known);
    else ofSymbol.set(key, [known]);
  }

  /** Whether the search, from where it is now, would go round in the same circles. */
  private holds({ met, cutAt }: Step): boolean {
    return KINDS.every((kind) => {
      let circles = 0;
      for (const symbol of this.open[kind]) {
        if (!met[kind].has(symbol)) continue;
        if (!cutAt[kind].has(symbol)) return false;
        circles++;
      }
      return circles === cutAt[kind].size;
    });
  }
}

const emptySets = (): Record<Kind, Set<ts.Symbol>> => ({ bound: new Set(), held: new Set() });

function addAll(to: Step, { met, cutAt }: Step): void {
  for (const kind of KINDS) {
    for (const symbol of met[kind]) to.met[kind].add(symbol);
    for (const symbol of cutAt[kind]) to.cutAt[kind].add(symbol);
  }
}
