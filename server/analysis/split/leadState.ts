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
}

/** What running a statement, or a part of the head, reads and writes. */
export const accessesOf = ({ reader }: LeadState, node: ts.Node): readonly Access[] => reader.effectsOf(node).accesses;

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
