import type { ts } from 'ts-morph';
import type { CallSites } from './callSites.js';

/** What is asked of a whole program to tell what its containers hold. */
export interface WholeProgram {
  /** The program's own sources. */
  readonly files: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
  /** The member that a name after a dot means; undefined where that cannot be told. */
  readonly symbolAt: (name: ts.Node) => ts.Symbol | undefined;
  /** The type of a node; null for `any`. */
  readonly infer: (node: ts.Node) => ts.Type | null;
  readonly sites: CallSites;
}
