import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import type { Access } from '../source/access.js';
import type { EffectReader } from '../effects/effects.js';
import type { Judge } from '../dependences/hindrance.js';
import type { ModuleState } from '../program/moduleState.js';

/** What the search for a part that leads knows of the loop. */
export interface LeadState {
  readonly loop: FoundLoop;
  readonly body: ts.Statement;
  readonly statements: readonly ts.Statement[];
  readonly reader: EffectReader;
  readonly checker: ts.TypeChecker;
  readonly state: ModuleState;
  /** Of the loop as it is. */
  readonly judge: Judge;
  /** The names of each statement, as far as they have been asked for. */
  readonly names: Map<ts.Node, AccessedNames>;
}

/** The names that code reads, or reads parts of, and those that it writes. */
export interface AccessedNames {
  readonly read: ReadonlySet<ts.Symbol>;
  readonly written: ReadonlySet<ts.Symbol>;
}

/** What running a statement, or a part of the head, reads and writes. */
export const accessesOf = ({ reader }: LeadState, node: ts.Node): readonly Access[] => reader.effectsOf(node).accesses;

/** The names in that: statements are asked for one another's again and again. */
export function namesOf(lead: LeadState, node: ts.Node): AccessedNames {
  let names = lead.names.get(node);
  if (!names) {
    const [read, written] = [new Set<ts.Symbol>(), new Set<ts.Symbol>()];
    for (const { symbol, write } of accessesOf(lead, node)) (write ? written : read).add(symbol);
    lead.names.set(node, (names = { read, written }));
  }
  return names;
}

/** Nodes of the head that lead, because they are evaluated again for every iteration. */
export function headParts({ loop }: LeadState): ts.Node[] {
  return loop.source.kind === 'head' || loop.advance ? partsOfHead(loop) : [];
}

/** What the head of a counted loop evaluates, the first values apart. */
export function partsOfHead({ node }: FoundLoop): ts.Node[] {
  if (ts.isForStatement(node)) return [node.condition, node.incrementor].filter((part) => part !== undefined);
  return ts.isWhileStatement(node) || ts.isDoStatement(node) ? [node.expression] : [];
}

/** Whether a node or a part of it, functions included, is of some kind. */
export function has(node: ts.Node, is: (part: ts.Node) => boolean): boolean {
  if (is(node)) return true;
  return ts.forEachChild(node, (child) => has(child, is) || undefined) ?? false;
}
