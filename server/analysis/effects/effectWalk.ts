import { ts } from 'ts-morph';
import { ANY, type Access, type Effects, type Origin, type Outside, type Step } from '../source/access.js';
import type { OutsideCode } from '../source/access.js';
import { isExports } from '../calls/callees.js';
import { importOf } from '../source/importedNames.js';
import { codeOfImport } from './ofThisThread.js';
import { rootName } from '../source/rootName.js';
import { createOrigins, type Origins } from '../origins/origins.js';
import { mayBeProxy } from './proxies.js';
import type { Likeness, Summaries } from './summaries.js';
import { functionOfArguments, isArguments, isAskedForOne, isNamedFunction } from '../source/givenAsArguments.js';
import {
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  isItem,
  isPlainValue,
  isPrimitive,
  symbolOf,
} from '../source/symbols.js';

interface WalkOptions {
  readonly origins?: Origins;
  /** What is read is of no interest, and is not looked for. */
  readonly writesOnly?: boolean;
  /** Where to put down which part of the whole each node has noted. */
  readonly noted?: Map<ts.Node, Noted>;
  /** Functions go here and are not walked over. */
  readonly apart?: FunctionNode[];
}

/** A write of a part of an object that is not known. */
export interface WriteAnywhere {
  readonly node: ts.Node;
  readonly part: Step;
}

/** Begin and end of what a node has noted: among the accesses, and outside. */
export type Noted = readonly [number, number, number, number];

/** Whether a function literal is an argument and may be given parts of others: where those come from, the code around it says. */
const isGivenItems = (fn: FunctionNode): boolean => ts.isCallExpression(fn.parent) && fn.parameters.length > 0;

/**
 * One walk over code in evaluation order: what it has noted so far, and how to note more. The kinds of
 * syntax are in files of their own, `effectsOf….ts`. Nested function literals count where they stand, as if called there.
 */
export class EffectWalk {
  readonly accesses: Access[] = [];
  readonly outside: Outside[] = [];
  readonly called: ts.Symbol[] = [];
  /** Writes of parts of objects that may be any. */
  readonly anywhere: WriteAnywhere[] = [];
  readonly origins: Origins;
  readonly writesOnly: boolean;
  private isHanding = false;

  /** @param visitNode notes what evaluating a node does */
  constructor(
    readonly region: ts.Node,
    readonly checker: ts.TypeChecker,
    readonly summaries: Summaries,
    private readonly visitNode: (walk: EffectWalk, node: ts.Node) => void,
    private readonly options: WalkOptions = {},
  ) {
    this.origins = options.origins ?? createOrigins(region, checker);
    this.writesOnly = options.writesOnly ?? false;
  }

  /** A new walk of another function or class, of this program or of the one that it is like. */
  over(region: ts.Node, { checker, summaries }: Pick<Likeness, 'checker' | 'summaries'> = this): EffectWalk {
    const origins = summaries.originsIn(region, checker);
    return new EffectWalk(region, checker, summaries, this.visitNode, { origins });
  }

  run(node: ts.Node): Effects {
    this.visit(node);
    return { accesses: this.accesses, outside: this.outside };
  }

  visit(node: ts.Node): void {
    const { noted, apart } = this.options;
    if (apart && isFunctionNode(node) && !isGivenItems(node)) return void apart.push(node);
    const [accesses, outside] = [this.accesses.length, this.outside.length];
    this.visitNode(this, node);
    noted?.set(node, [accesses, this.accesses.length, outside, this.outside.length]);
  }

  /** What is noted meanwhile, functions do to what they are handed. */
  handing(noted: () => void): void {
    const before = this.isHanding;
    this.isHanding = true;
    noted();
    this.isHanding = before;
  }

  note(code: OutsideCode, node: ts.Node, detail: string): void {
    this.outside.push({ code, node, detail });
  }

  access(
    write: boolean,
    symbol: ts.Symbol,
    content: boolean,
    path: readonly Step[],
    node: ts.Node,
    within: ts.Node | null = null,
    through?: ts.Symbol,
  ): void {
    if (!write && this.writesOnly) return;
    const given = this.isHanding ? { isGiven: true as const } : {};
    this.accesses.push({ write, symbol, content, path, node, within, ...given, ...(through ? { through } : {}) });
  }

  binding(node: ts.Identifier, write: boolean): void {
    if (node.text === 'undefined' || node.text === 'NaN' || node.text === 'Infinity') return;
    if (node.text === 'arguments') {
      const fn = functionOfArguments(node);
      // Whoever calls a function knows what it is given.
      const isOwn = fn !== null && fn === this.region && isNamedFunction(fn) && isAskedForOne(node);
      return isOwn ? undefined : this.note('this', node, 'arguments');
    }
    const symbol = symbolOf(node, this.checker);
    const imported = symbol && importOf(symbol);
    const ofThread = imported ? codeOfImport(imported) : null;
    if (ofThread) this.note(ofThread, node, node.text);
    if (!symbol || isGlobal(symbol)) {
      if (!write && /^(globalThis|global|self|window|process)$/.test(node.text))
        this.note('environment', node, node.text);
      if (write) this.note('unknown-call', node, node.text);
      return;
    }
    this.access(write, symbol, false, [], node);
  }

  /** Notes an access of a part of whatever `object` may be. */
  touch(
    write: boolean,
    object: ts.Expression,
    steps: readonly Step[],
    node: ts.Node,
    within: ts.Node | null = null,
    deep = !write,
  ): void {
    if (!write && this.writesOnly) return;
    if (isPlainValue(object, this.checker) && !isExports(object, this.checker)) return;
    if (mayBeProxy(object, this.checker)) {
      this.note('proxy', node, node.getText());
      this.note('unknown-call', node, node.getText());
    }
    const name = this.nameBefore(object);
    for (const origin of this.origins.of(object)) {
      if (origin === 'unknown' && write) this.anywhere.push({ node, part: steps.at(-1) ?? ANY });
      // Of a module that is none to TypeScript, nothing says what is in it.
      if (origin === 'unknown' && (write || isExports(object, this.checker)))
        this.note('unknown-call', node, node.getText());
      if (origin === 'fresh' || origin === 'unknown') continue;
      if (write && isArguments(origin.symbol)) this.note('unknown-call', node, node.getText());
      this.access(write, origin.symbol, true, [...origin.path, ...steps], node, within, name);
    }
    if (!deep || steps.at(-1)?.kind !== 'any') return;
    // A new object may hold old ones.
    for (const origin of this.origins.inside(object)) {
      if (typeof origin !== 'string')
        this.access(write, origin.symbol, true, [...origin.path, ANY], node, within, name);
    }
  }

  /** The name that the way to an object begins with. */
  nameBefore(object: ts.Expression): ts.Symbol | undefined {
    const name = rootName(object);
    return name ? symbolOf(name, this.checker) : undefined;
  }

  everything(object: ts.Expression): void {
    this.touch(false, object, [ANY], object);
  }
  /** Whether an expression may be an object that exists outside the region. */
  mayBeShared(expression: ts.Expression): boolean {
    if (isPrimitive(this.checker.getTypeAtLocation(expression), this.checker)) return false;
    return this.origins.of(expression).some((origin) => this.isShared(origin));
  }

  /** Whether an object may hold one that exists outside the region. */
  mayHoldShared(expression: ts.Expression): boolean {
    return this.origins.inside(expression).some((origin) => this.isShared(origin));
  }

  private isShared(origin: Origin): boolean {
    if (origin === 'unknown' || origin === 'fresh') return origin === 'unknown';
    return !isDeclaredIn(origin.symbol, this.region) || isItem(origin.symbol, this.region);
  }
}
