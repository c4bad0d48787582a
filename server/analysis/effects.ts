import { ts } from 'ts-morph';
import { ANY, type Access, type Effects, type Outside, type Step } from './access.js';
import { constructorOf, type Builtin, type OutsideCode } from './builtins.js';
import { globalPath, importOf, isSelfContainedObject, resolveCallee, type Callee } from './callees.js';
import { createOrigins, isItem, type Origins } from './origins.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  isPrimitive,
  resolveAlias,
  symbolOf,
  unwrap,
} from './symbols.js';

/** What running a function does to what is not its own: its parameters' objects, and names declared outside it. */
interface Summary extends Effects {
  /** Parameters that the function calls. */
  readonly called: readonly ts.Symbol[];
}

const NOTHING: Effects = { accesses: [], outside: [] };

/** Reads the effects of code inside one region, a loop or a function. */
export interface EffectReader {
  readonly region: ts.Node;
  readonly origins: Origins;
  /** What evaluating `node` reads, writes and does, callees included. */
  effectsOf(node: ts.Node): Effects;
}

/** Effects of called functions, shared by every region of one analysis. */
export type Summaries = Map<FunctionNode, Summary>;

export function createEffectReader(region: ts.Node, checker: ts.TypeChecker, summaries: Summaries): EffectReader {
  const origins = createOrigins(region, checker);
  const memo = new Map<ts.Node, Effects>();
  const effectsOf = (node: ts.Node): Effects => {
    let effects = memo.get(node);
    if (!effects) memo.set(node, (effects = new Visitor(region, checker, origins, summaries).run(node)));
    return effects;
  };
  return { region, origins, effectsOf };
}

/** Walks code in evaluation order and notes every access. Nested function literals count where they stand, as if called there. */
class Visitor {
  private readonly accesses: Access[] = [];
  private readonly outside: Outside[] = [];
  readonly called: ts.Symbol[] = [];

  constructor(
    private readonly region: ts.Node,
    private readonly checker: ts.TypeChecker,
    private readonly origins: Origins,
    private readonly summaries: Summaries,
  ) {}

  run(node: ts.Node): Effects {
    this.visit(node);
    return { accesses: this.accesses, outside: this.outside };
  }

  private visit(node: ts.Node): void {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isIdentifier(node)) return this.binding(node, false);
    if (ts.isBinaryExpression(node) && isAssignment(node)) return this.assignment(node);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
        this.visit(node.operand);
        return this.write(node.operand);
      }
    }
    if (ts.isDeleteExpression(node)) {
      this.visit(node.expression);
      return this.write(node.expression);
    }
    if (ts.isBinaryExpression(node)) this.comparison(node);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return this.part(node);
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isNewExpression(node)) return this.construct(node);
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) return this.declaration(node);
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return this.loop(node);
    if (ts.isShorthandPropertyAssignment(node)) return this.binding(node.name, false);
    if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) this.visit(node.name.expression);
      return this.visit(node.initializer);
    }
    if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) {
      this.visit(node.expression);
      return this.everything(node.expression);
    }
    if (ts.isSwitchStatement(node) && this.mayBeShared(node.expression))
      this.note('identity', node.expression, node.expression.getText());
    if (ts.isTemplateSpan(node)) this.text(node.expression);
    if (ts.isFunctionDeclaration(node) && node !== this.region && node.name) this.binding(node.name, true);
    if (ts.isTaggedTemplateExpression(node)) this.note('unknown-call', node, node.tag.getText());
    if (node.kind === ts.SyntaxKind.ThisKeyword) this.note('this', node, 'this');
    if (node.kind === ts.SyntaxKind.SuperKeyword || ts.isYieldExpression(node))
      this.note('unknown-call', node, node.getText().slice(0, 20));
    if (ts.isAwaitExpression(node)) this.note('awaits', node, 'await');
    if (ts.isMetaProperty(node)) this.note('module-url', node, node.getText());
    if (
      ts.isClassLike(node) ||
      ts.isJsxElement(node) ||
      ts.isJsxSelfClosingElement(node) ||
      ts.isJsxFragment(node) ||
      ts.isWithStatement(node)
    ) {
      this.note('unknown-call', node, node.getText().slice(0, 20));
    }
    ts.forEachChild(node, (child) => {
      // Names of declarations, labels and properties are not reads.
      if (ts.isIdentifier(child) && isMereName(child, node)) return;
      this.visit(child);
    });
  }

  private note(code: OutsideCode, node: ts.Node, detail: string): void {
    this.outside.push({ code, node, detail });
  }

  private access(
    write: boolean,
    symbol: ts.Symbol,
    content: boolean,
    path: readonly Step[],
    node: ts.Node,
    within: ts.Node | null = null,
  ): void {
    this.accesses.push({ write, symbol, content, path, node, within });
  }

  private binding(node: ts.Identifier, write: boolean): void {
    if (node.text === 'undefined' || node.text === 'NaN' || node.text === 'Infinity') return;
    if (node.text === 'arguments') return this.note('this', node, 'arguments');
    const symbol = symbolOf(node, this.checker);
    if (symbol && ['worker_threads', 'process', 'cluster'].includes(importOf(symbol)?.module ?? ''))
      this.note('environment', node, node.text);
    if (!symbol || isGlobal(symbol)) {
      if (!write && /^(globalThis|global|self|window|process)$/.test(node.text))
        this.note('environment', node, node.text);
      if (write) this.note('unknown-call', node, node.text);
      return;
    }
    this.access(write, symbol, false, [], node);
  }

  private assignment(node: ts.BinaryExpression): void {
    const compound = node.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    if (compound) this.visit(node.left);
    this.visit(node.right);
    this.write(node.left, !compound);
  }

  /** A write of a target; `visitParts` also evaluates the object and subscript of `o[k]`. */
  private write(target: ts.Expression, visitParts = false): void {
    target = unwrap(target);
    if (ts.isIdentifier(target)) return this.binding(target, true);
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
      if (visitParts) {
        this.visit(target.expression);
        if (ts.isElementAccessExpression(target)) this.visit(target.argumentExpression);
      }
      if (globalPath(target.expression, this.checker) !== null)
        return this.note('unknown-call', target, target.getText());
      if (this.accessor(target, 'set')) return;
      return this.touch(true, target.expression, [stepOf(target)], target);
    }
    if (ts.isArrayLiteralExpression(target)) {
      for (const element of target.elements) this.write(assignedPart(element), visitParts);
    } else if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (ts.isShorthandPropertyAssignment(property)) this.binding(property.name, true);
        else if (ts.isPropertyAssignment(property)) this.write(assignedPart(property.initializer), visitParts);
        else this.note('unknown-call', property, property.getText());
      }
    } else if (!ts.isOmittedExpression(target)) this.note('unknown-call', target, target.getText());
  }

  /** Notes an access of a part of whatever `object` may be. */
  private touch(
    write: boolean,
    object: ts.Expression,
    steps: readonly Step[],
    node: ts.Node,
    within: ts.Node | null = null,
    deep = !write,
  ): void {
    if (isPrimitive(this.checker.getTypeAtLocation(object), this.checker)) return;
    for (const origin of this.origins.of(object)) {
      if (origin === 'unknown' && write) this.note('unknown-call', node, node.getText());
      if (origin === 'fresh' || origin === 'unknown') continue;
      this.access(write, origin.symbol, true, [...origin.path, ...steps], node, within);
      this.noteProxy(origin.symbol, node);
    }
    if (!deep || steps.at(-1)?.kind !== 'any') return;
    // A new object may hold old ones.
    for (const origin of this.origins.inside(object)) {
      if (typeof origin !== 'string') this.access(write, origin.symbol, true, [...origin.path, ANY], node, within);
    }
  }

  /** Reading a Proxy runs its code. */
  private noteProxy(symbol: ts.Symbol, node: ts.Node): void {
    const declaration = declarationOf(symbol);
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return;
    const made = unwrap(declaration.initializer);
    if (ts.isNewExpression(made) && made.expression.getText() === 'Proxy') this.note('proxy', node, node.getText());
  }

  private everything(object: ts.Expression): void {
    this.touch(false, object, [ANY], object);
  }

  private part(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    if (this.isOfThisThread(node)) return this.note('environment', node, node.getText());
    const path = globalPath(node.expression, this.checker);
    if (path !== null || (ts.isPropertyAccessExpression(node) && globalPath(node, this.checker) !== null)) return;
    this.visit(node.expression);
    if (ts.isElementAccessExpression(node)) this.visit(node.argumentExpression);
    if (this.accessor(node, 'get')) return;
    this.touch(false, node.expression, [stepOf(node)], node);
  }

  /** Whether a property may be another one in a worker: `process.argv`, or anything kept on the global object. */
  private isOfThisThread(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
    if (/^process\.env$/.test(node.expression.getText())) return true;
    if (!ts.isIdentifier(node.expression) || !isGlobal(symbolOf(node.expression, this.checker))) return false;
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : '';
    if (node.expression.text === 'process')
      return !['platform', 'arch', 'version', 'versions', 'pid', 'stdout', 'stderr'].includes(name);
    return ['globalThis', 'global', 'self', 'window'].includes(node.expression.text);
  }

  /** Runs a getter or setter of the program's own; false where the property is plain. */
  private accessor(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, kind: 'get' | 'set'): boolean {
    if (!ts.isPropertyAccessExpression(node)) return false;
    const property = this.checker.getSymbolAtLocation(node.name);
    if (!property || !(property.flags & ts.SymbolFlags.Accessor)) return false;
    const found = (property.declarations ?? []).find((d) =>
      kind === 'get' ? ts.isGetAccessor(d) : ts.isSetAccessor(d),
    );
    if (!found || found.getSourceFile().isDeclarationFile) return false;
    this.merge(
      { kind: 'program', functions: [found as ts.AccessorDeclaration], closure: null, receiver: node.expression },
      node,
      [],
    );
    return true;
  }

  /** An object made into text or a number is read whole, and may have its own way of it. */
  private text(expression: ts.Expression): void {
    const type = this.checker.getTypeAtLocation(expression);
    if (isPrimitive(type, this.checker)) return;
    this.everything(expression);
    for (const name of ['toString', 'valueOf', 'toJSON']) {
      const declaration = type.getProperty(name)?.valueDeclaration;
      if (declaration && !declaration.getSourceFile().isDeclarationFile)
        this.note('unknown-call', expression, `${expression.getText()}.${name}`);
    }
  }

  private comparison(node: ts.BinaryExpression): void {
    const plain = [
      ts.SyntaxKind.CommaToken,
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
      ts.SyntaxKind.QuestionQuestionToken,
    ];
    if (!plain.includes(node.operatorToken.kind) && !/^[!=]==?$|^in$|^instanceof$/.test(node.operatorToken.getText())) {
      this.text(node.left);
      this.text(node.right);
    }
    const kinds = [
      ts.SyntaxKind.EqualsEqualsEqualsToken,
      ts.SyntaxKind.ExclamationEqualsEqualsToken,
      ts.SyntaxKind.EqualsEqualsToken,
      ts.SyntaxKind.ExclamationEqualsToken,
    ];
    if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) return this.everything(node.right);
    if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return this.note('identity', node, node.getText());
    if (!kinds.includes(node.operatorToken.kind)) return;
    if (this.mayBeShared(node.left) && this.mayBeShared(node.right)) this.note('identity', node, node.getText());
  }

  /** Objects compared by identity inside a new Set or Map, or by the cases of a `switch`. */
  private identityIn(expression: ts.Expression, node: ts.Node): void {
    const shared = this.origins
      .inside(expression)
      .some(
        (o) =>
          o === 'unknown' || (o !== 'fresh' && (!isDeclaredIn(o.symbol, this.region) || isItem(o.symbol, this.region))),
      );
    if (shared) this.note('identity', node, node.getText());
  }

  /** Whether an expression may be an object that exists outside the region. */
  private mayBeShared(expression: ts.Expression): boolean {
    if (isPrimitive(this.checker.getTypeAtLocation(expression), this.checker)) return false;
    return this.origins
      .of(expression)
      .some(
        (o) =>
          o === 'unknown' || (o !== 'fresh' && (!isDeclaredIn(o.symbol, this.region) || isItem(o.symbol, this.region))),
      );
  }

  private declaration(node: ts.VariableDeclaration | ts.ParameterDeclaration): void {
    if (node.initializer) this.visit(node.initializer);
    this.pattern(node.name, node.initializer);
  }

  private pattern(name: ts.BindingName, source: ts.Expression | undefined): void {
    if (ts.isIdentifier(name)) {
      if (source || !ts.isVariableDeclaration(name.parent)) this.binding(name, true);
      return;
    }
    if (source) this.everything(source);
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.propertyName && ts.isComputedPropertyName(element.propertyName))
        this.visit(element.propertyName.expression);
      if (element.initializer) this.visit(element.initializer);
      this.pattern(element.name, source ?? element.initializer);
      if (ts.isIdentifier(element.name)) this.binding(element.name, true);
    }
  }

  private loop(node: ts.ForOfStatement | ts.ForInStatement): void {
    this.visit(node.expression);
    this.everything(node.expression);
    if (ts.isForOfStatement(node)) {
      if (node.awaitModifier) this.note('awaits', node, 'for await');
      const type = this.checker.getTypeAtLocation(node.expression);
      if (isIteratorType(type) && this.mayBeShared(node.expression))
        this.note('unknown-call', node.expression, node.expression.getText());
    }
    const { initializer } = node;
    if (ts.isVariableDeclarationList(initializer))
      for (const d of initializer.declarations) this.pattern(d.name, node.expression);
    else this.write(initializer, true);
    this.visit(node.statement);
  }

  private call(node: ts.CallExpression): void {
    if (node.expression.kind === ts.SyntaxKind.SuperKeyword && isInErrorClass(node))
      return node.arguments.forEach((a) => this.visit(a));
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      return this.note('unknown-call', node, node.getText());
    }
    const callee = resolveCallee(node.expression, this.checker);
    const target = unwrap(node.expression);
    // The receiver is evaluated first; its own parts count, the method's name does not.
    if (ts.isPropertyAccessExpression(target)) {
      if (globalPath(target.expression, this.checker) === null) this.visit(target.expression);
    } else if (callee.kind !== 'builtin') this.visit(node.expression);
    for (const argument of node.arguments) this.visit(argument);
    this.merge(callee, node, node.arguments);
  }

  private construct(node: ts.NewExpression): void {
    for (const argument of node.arguments ?? []) this.visit(argument);
    const name = node.expression.getText();
    const known =
      ts.isIdentifier(node.expression) && isGlobal(symbolOf(node.expression, this.checker))
        ? constructorOf(name)
        : undefined;
    if (known) {
      if (known.outside) this.note(known.outside, node, name);
      if (name === 'Date' && !node.arguments?.length) this.note('clock', node, 'new Date()');
      for (const argument of node.arguments ?? []) this.everything(argument);
      const [content] = node.arguments ?? [];
      if (content && /^(Set|Map|WeakMap|WeakSet)$/.test(name)) this.identityIn(content, node);
      return;
    }
    const symbol = ts.isIdentifier(node.expression) ? symbolOf(node.expression, this.checker) : undefined;
    const declaration = symbol ? declarationOf(resolveAlias(symbol, this.checker)) : undefined;
    this.visit(node.expression);
    if (
      !declaration ||
      !ts.isClassDeclaration(declaration) ||
      declaration.heritageClauses?.some((h) => h.token === ts.SyntaxKind.ExtendsKeyword && !extendsError(h))
    ) {
      return this.note('unknown-call', node, `new ${name}`);
    }
    this.note('class-instance', node, name);
    for (const member of declaration.members) {
      if (
        ts.isPropertyDeclaration(member) &&
        member.initializer &&
        !member.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword)
      ) {
        const origins = createOrigins(declaration, this.checker);
        const field = new Visitor(declaration, this.checker, origins, this.summaries).run(member.initializer);
        this.outside.push(...field.outside.filter((o) => o.code !== 'this'));
        for (const a of field.accesses)
          if (!isDeclaredIn(a.symbol, declaration))
            this.access(a.write, a.symbol, a.content, a.path.map(blur), node, a.within ?? a.node);
      }
    }
    const constructor = declaration.members.find(ts.isConstructorDeclaration);
    if (constructor)
      this.merge(
        { kind: 'program', functions: [constructor], closure: null, receiver: null },
        node,
        node.arguments ?? [],
        true,
      );
  }

  /** Adds what a call does, with the callee's parameters replaced by the arguments. `fresh`: `this` is a new object. */
  private merge(callee: Callee, node: ts.Expression, args: readonly ts.Expression[], fresh = false): void {
    switch (callee.kind) {
      case 'builtin':
        return this.builtin(callee.key, callee.entry, callee.receiver, node, args);
      case 'parameter':
        // What the argument does is added by the caller, who knows it.
        this.called.push(callee.symbol);
        return isDeclaredIn(callee.symbol, this.region) && isFunctionNode(this.region)
          ? undefined
          : this.unknown('unknown-call', node, args, callee.symbol.getName());
      case 'package':
        return this.unknown('package-call', node, args, `\`${callee.name}\` of \`${callee.module}\``);
      case 'unknown':
        if (callee.receiver && isSelfContainedObject(callee.receiver, this.checker)) {
          for (const argument of args) this.everything(argument);
          return this.touch(true, callee.receiver, [ANY], node);
        }
        if (callee.receiver) this.touch(true, callee.receiver, [ANY], node, null, true);
        return this.unknown('unknown-call', node, args, callee.name);
      case 'program':
        for (const fn of callee.functions) this.program(fn, callee, node, args, fresh);
    }
  }

  /** An unknown function may change whatever it is given. */
  private unknown(code: OutsideCode, node: ts.Node, args: readonly ts.Expression[], detail: string): void {
    this.note(code, node, detail);
    for (const argument of args) {
      if (isFunctionNode(unwrap(argument))) continue;
      this.touch(false, argument, [ANY], argument);
      if (code === 'unknown-call') this.touch(true, argument, [ANY], argument, null, true);
    }
  }

  private builtin(
    key: string,
    entry: Builtin,
    receiver: ts.Expression | null,
    node: ts.Expression,
    args: readonly ts.Expression[],
  ): void {
    if (entry.outside) this.note(entry.outside, node, key.replace('#', '.'));
    // `push`, `set` and `add` only write.
    if (receiver && !/#(push|unshift|set|add)$/.test(key)) this.everything(receiver);
    for (const argument of args) {
      const given = unwrap(argument);
      if (isFunctionNode(given)) continue;
      if (isCallable(given, this.checker)) this.callback(given, node, [...(receiver ? [receiver] : []), ...args]);
      else this.everything(argument);
    }
    const changed = entry.changes === 'receiver' ? receiver : entry.changes === 'first' ? args[0] : undefined;
    if (changed && !isStatelessRegExp(changed, this.checker)) this.touch(true, changed, [ANY], node);
    const compared = key === 'Object.is' ? args[1] : args[0];
    const [first] = compared ? [compared] : [];
    if (
      entry.identity &&
      first &&
      !isPrimitive(this.checker.getTypeAtLocation(first), this.checker) &&
      this.mayBeShared(first)
    ) {
      this.note('identity', node, node.getText());
    }
  }

  private program(
    fn: FunctionNode,
    callee: Callee & { kind: 'program' },
    node: ts.Expression,
    args: readonly ts.Expression[],
    fresh: boolean,
  ): void {
    const summary = summaryOf(fn, this.checker, this.summaries);
    const argumentOf = (symbol: ts.Symbol): ts.Expression | null | undefined => {
      const position = parameterIndex(symbol, fn);
      return position < 0 ? undefined : (args[position] ?? null);
    };
    for (const access of summary.accesses) {
      const argument = argumentOf(access.symbol);
      if (argument === null || (argument !== undefined && !access.content)) continue;
      if (argument !== undefined) this.touchThrough(access, argument, node, !isWholeParameter(access.symbol));
      else if (isThisOf(access.symbol, fn)) {
        if (callee.receiver) this.touchThrough(access, callee.receiver, node);
      } else if (this.isOwnState(access.symbol, fn, callee.closure)) {
        // State of a closure: it belongs to the variable that holds the closure.
        if (callee.closure) this.access(access.write, callee.closure, true, [ANY], node, access.node);
      } else
        this.access(
          access.write,
          access.symbol,
          access.content,
          access.path.map(blur),
          node,
          access.within ?? access.node,
        );
    }
    for (const outside of summary.outside) {
      if (outside.code === 'this' && (fresh || callee.receiver)) continue;
      this.outside.push(outside);
    }
    for (const symbol of summary.called) {
      const argument = argumentOf(symbol);
      if (argument === undefined || argument === null) continue;
      const given = unwrap(argument);
      if (!isFunctionNode(given)) this.callback(given, node, [...(callee.receiver ? [callee.receiver] : []), ...args]);
    }
  }

  /** A function given by name: what it does to its parameters may happen to any part of what it is given along with. */
  private callback(given: ts.Expression, node: ts.Expression, sources: readonly ts.Expression[]): void {
    const callee = resolveCallee(given, this.checker);
    if (callee.kind === 'parameter') this.called.push(callee.symbol);
    if (callee.kind !== 'program')
      return callee.kind === 'builtin'
        ? this.merge(callee, node, [])
        : this.unknown('unknown-call', node, sources, given.getText());
    const own = sources.filter((s) => unwrap(s) !== given && !isCallable(unwrap(s), this.checker));
    for (const fn of callee.functions) {
      this.program(fn, callee, node, [], false);
      for (const access of summaryOf(fn, this.checker, this.summaries).accesses) {
        if (parameterIndex(access.symbol, fn) >= 0)
          for (const source of own) this.touch(access.write, source, [ANY], node, access.within ?? access.node, true);
      }
    }
  }

  private touchThrough(access: Access, argument: ts.Expression, node: ts.Node, viaPattern = false): void {
    const steps: readonly Step[] = viaPattern ? [ANY] : access.path.map(blur);
    const reached = access.within ?? access.node;
    this.touch(access.write, argument, steps, node, reached, false);
    // Below the first step it may be an object that a new one holds.
    if (steps.length < 2 && steps[0]?.kind !== 'any') return;
    for (const origin of this.origins.inside(argument)) {
      if (typeof origin !== 'string')
        this.access(access.write, origin.symbol, true, [...origin.path, ANY], node, reached);
    }
  }

  /** Whether a name belongs to one run of the function that made the closure, and that run happened inside the region. */
  private isOwnState(symbol: ts.Symbol, fn: FunctionNode, closure: ts.Symbol | null): boolean {
    if (!closure) return false;
    const home = enclosingFunction(fn);
    return !ts.isSourceFile(home) && isDeclaredIn(symbol, home) && !isInside(this.region, home);
  }
}

/** Effects of a function on what is not its own, from its body; recursion is followed until nothing new comes. */
function summaryOf(fn: FunctionNode, checker: ts.TypeChecker, summaries: Summaries): Summary {
  const known = summaries.get(fn);
  if (known) return known;
  let summary: Summary = { ...NOTHING, called: [] };
  for (let round = 0; round < 4; round++) {
    summaries.set(fn, summary);
    const visitor = new Visitor(fn, checker, createOrigins(fn, checker), summaries);
    for (const parameter of fn.parameters) forEachDefault(parameter, (value) => visitor.run(value));
    const effects = fn.body ? visitor.run(fn.body) : NOTHING;
    const accesses = effects.accesses.filter(
      (a) => !isDeclaredIn(a.symbol, fn) || (a.content && parameterIndex(a.symbol, fn) >= 0),
    );
    const next: Summary = {
      accesses: distinct(accesses),
      outside: effects.outside.filter(
        (o, i, all) => all.findIndex((p) => p.code === o.code && p.node === o.node) === i,
      ),
      called: [...new Set(visitor.called)],
    };
    const grown = next.accesses.length > summary.accesses.length || next.outside.length > summary.outside.length;
    summary = next;
    if (!grown) break;
    // A function that calls itself is in other summaries of this round: they are made again.
    if (round > 0)
      for (const other of summaries.keys()) if (other !== fn && isInside(fn, other)) summaries.delete(other);
  }
  summaries.set(fn, summary);
  return summary;
}

/** Which parameter declares a name; parts of a destructured parameter count as it. */
function parameterIndex(symbol: ts.Symbol, fn: FunctionNode): number {
  return fn.parameters.findIndex((p) =>
    (symbol.declarations ?? []).some(
      (d) => d.getSourceFile() === p.getSourceFile() && d.pos >= p.pos && d.end <= p.end,
    ),
  );
}

function distinct(accesses: readonly Access[]): Access[] {
  const seen = new Set<string>();
  const ids = new Map<ts.Symbol, number>();
  return accesses.filter((a) => {
    if (!ids.has(a.symbol)) ids.set(a.symbol, ids.size);
    const key = `${ids.get(a.symbol)} ${a.write} ${a.content} ${a.path.map((s) => (s.kind === 'name' ? `.${s.name}` : s.kind)).join()} ${(a.within ?? a.node).pos}`;
    return !seen.has(key) && seen.add(key);
  });
}

const isThisOf = (symbol: ts.Symbol, fn: FunctionNode): boolean =>
  ts.isClassLike(fn.parent) && (symbol.declarations ?? []).includes(fn.parent);

function isCallable(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  return !isFunctionNode(expression) && checker.getTypeAtLocation(expression).getCallSignatures().length > 0;
}

/** Default values of a parameter and of the parts it is taken apart into. */
function forEachDefault(
  node: ts.ParameterDeclaration | ts.BindingElement,
  visit: (value: ts.Expression) => void,
): void {
  if (node.initializer) visit(node.initializer);
  if (!ts.isIdentifier(node.name))
    for (const element of node.name.elements) if (!ts.isOmittedExpression(element)) forEachDefault(element, visit);
}

/** A pattern without `g` and `y` keeps no place between calls. */
function isStatelessRegExp(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  if (ts.isRegularExpressionLiteral(node)) return !/[gy][a-z]*$/.test(node.text.slice(node.text.lastIndexOf('/')));
  const declaration = ts.isIdentifier(node) ? declarationOf(symbolOf(node, checker) ?? ({} as ts.Symbol)) : undefined;
  const isConstant =
    declaration && ts.isVariableDeclaration(declaration) && declaration.parent.flags & ts.NodeFlags.Const;
  return isConstant && declaration.initializer && ts.isRegularExpressionLiteral(unwrap(declaration.initializer))
    ? isStatelessRegExp(declaration.initializer, checker)
    : false;
}

/** `extends Error`, whose constructor does nothing but remember. */
const extendsError = (clause: ts.HeritageClause): boolean =>
  clause.types.every((t) => /^(Type|Range|Syntax|Reference|URI|Eval)?Error$/.test(t.expression.getText()));

function isInErrorClass(node: ts.Node): boolean {
  let current = node;
  while (!ts.isClassLike(current) && !ts.isSourceFile(current)) current = current.parent;
  return (
    ts.isClassLike(current) &&
    (current.heritageClauses ?? []).some((h) => h.token === ts.SyntaxKind.ExtendsKeyword && extendsError(h))
  );
}

const isWholeParameter = (symbol: ts.Symbol): boolean => (symbol.declarations ?? []).some(ts.isParameter);

const isInside = (node: ts.Node, other: ts.Node): boolean =>
  node.getSourceFile() === other.getSourceFile() && node.pos >= other.pos && node.end <= other.end;

/** A subscript of the callee means nothing to the caller. */
const blur = (step: Step): Step => (step.kind === 'index' ? ANY : step);

function stepOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Step {
  if (ts.isPropertyAccessExpression(node)) return { kind: 'name', name: node.name.text };
  const subscript = unwrap(node.argumentExpression);
  return ts.isStringLiteralLike(subscript)
    ? { kind: 'name', name: subscript.text }
    : { kind: 'index', expression: subscript };
}

function isAssignment(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** The target in `[target = value]`. */
function assignedPart(element: ts.Expression): ts.Expression {
  if (ts.isSpreadElement(element)) return element.expression;
  return ts.isBinaryExpression(element) && element.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? element.left
    : element;
}

function isIteratorType(type: ts.Type): boolean {
  return type.getProperty('next') !== undefined;
}

function isMereName(child: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isBreakOrContinueStatement(parent) || ts.isLabeledStatement(parent)) return true;
  if (isFunctionNode(parent) || ts.isClassLike(parent)) return parent.name === child;
  if (ts.isBindingElement(parent)) return parent.name === child || parent.propertyName === child;
  return false;
}
