import { ts } from 'ts-morph';
import { isAccumulator, sourcesOfParameter } from '../calls/callbackParameters.js';
import { resolveCallee } from '../calls/callees.js';
import { ANY, type Origin, somewhereIn, type Step } from '../source/access.js';
import { returnedValues } from '../source/functions.js';
import { declarationOf, type FunctionNode, patternRoot, symbolOf } from '../source/symbols.js';
import { isItemParameter } from './collections.js';
import type { FunctionOrigins } from './functionOrigins.js';
import { handedOrigins } from './handedOrigins.js';
import type { OriginParts, Origins } from './origins.js';
import { stepsInPattern } from './patternSteps.js';
import { thrownIn, thrownOrigins } from './thrownOrigins.js';

/** Where what names are bound to comes from: by declarations, assignments, what callbacks are given, and what is thrown. */
export interface BoundOrigins extends Pick<Origins, 'handed' | 'thrown'> {
  /** What a variable of the region may be bound to. */
  readonly definitions: (symbol: ts.Symbol) => readonly Origin[];
}

export function createBoundOrigins(all: OriginParts): BoundOrigins {
  const { region, checker, stores, originsIn, of, inside, parts, partsAlong, substituted } = all;

  const definitions = (symbol: ts.Symbol): readonly Origin[] => {
    const declaration = declarationOf(symbol);
    const found: Origin[] = [];
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)))
      found.push(...ofDeclaration(declaration));
    if (declaration && ts.isParameter(declaration)) found.push(...ofParameter(declaration));
    for (const value of stores.assignedTo(symbol)) found.push(...of(value));
    for (const value of stores.takenFor(symbol)) found.push(...parts(value, ANY).map(somewhereIn));
    return found;
  };

  const ofDeclaration = (declaration: ts.VariableDeclaration | ts.BindingElement): readonly Origin[] => {
    if (ts.isVariableDeclaration(declaration)) {
      if (declaration.initializer) return of(declaration.initializer);
      if (ts.isCatchClause(declaration.parent)) return thrown(declaration.parent.parent.tryBlock).self;
      const loop = declaration.parent.parent;
      return ts.isForOfStatement(loop) ? parts(loop.expression, { kind: 'item', loop }) : [];
    }
    const root = patternRoot(declaration);
    const fallback = declaration.initializer ? of(declaration.initializer) : [];
    if (ts.isParameter(root)) return [...ofParameter(root, stepsInPattern(declaration)), ...fallback];
    if (!ts.isVariableDeclaration(root)) return ['unknown'];
    const steps = stepsInPattern(declaration);
    if (ts.isCatchClause(root.parent)) {
      const { self, held } = thrown(root.parent.parent.tryBlock);
      return [...self, ...held, ...fallback].map(somewhereIn);
    }
    if (root.initializer) return [...partsAlong(root.initializer, steps), ...fallback];
    const loop = root.parent.parent;
    if (!ts.isForOfStatement(loop)) return ['unknown'];
    return [...partsAlong(loop.expression, [{ kind: 'item', loop }, ...steps]), ...fallback];
  };

  /** A callback's parameter is a part of what the function it is given to works on, or that itself. */
  const ofParameter = (parameter: ts.ParameterDeclaration, below: readonly Step[] = []): readonly Origin[] => {
    const fn = parameter.parent;
    const call = fn.parent;
    const { initializer } = parameter;
    const fallback = !initializer ? [] : below.length > 0 ? partsAlong(initializer, below) : of(initializer);
    if (fn === region && !ts.isCallExpression(call)) return fallback;
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as unknown as ts.Expression))
      return ts.isParenthesizedExpression(call) ? fallback : [...fallback, 'unknown'];
    const { parts: objects, whole } = sourcesOfParameter(parameter, call, checker);
    const walked = isItemParameter(parameter, call) ? call.expression.expression : null;
    const found = objects
      .filter((o) => !globalName(o))
      .flatMap((o) => partsAlong(o, o === walked ? [{ kind: 'item', loop: fn }, ...below] : [ANY]));
    for (const object of whole) if (!globalName(object)) found.push(...of(object));
    if (isAccumulator(parameter, call))
      for (const value of returnedValues(fn as FunctionNode)) found.push(...of(value));
    const given = handed(call, fn as unknown as ts.Expression);
    const inGiven = below.length > 0 ? [...given.self, ...given.held] : given.held;
    return [...fallback, ...found, ...given.self, ...given.held, ...inGiven.map(somewhereIn)];
  };

  /** What the program's function that is called hands to one of its arguments. */
  const handed = (call: ts.CallExpression, argument: ts.Expression): FunctionOrigins => {
    const callee = resolveCallee(call.expression, checker);
    const position = call.arguments.indexOf(argument);
    const found = { self: [] as Origin[], held: [] as Origin[] };
    if (callee.kind !== 'program') return found;
    if (call.arguments.slice(0, position).some(ts.isSpreadElement)) return { self: ['unknown'], held: [] };
    for (const fn of callee.functions) {
      const parameter = fn.parameters[position] ?? fn.parameters.find((p) => p.dotDotDotToken);
      if (!parameter) continue;
      const { self, held } = handedOrigins(parameter, checker, originsIn);
      found.self.push(...substituted(fn, self, callee.receiver, call.arguments));
      found.held.push(...substituted(fn, held, callee.receiver, call.arguments));
    }
    return found;
  };

  /** What code may throw, and what that holds. */
  const thrown = (code: ts.Node): FunctionOrigins => {
    const thrownAt = (fn: FunctionNode, call: ts.CallExpression | ts.NewExpression | null): FunctionOrigins => {
      const { self, held } = thrownOrigins(fn, checker, originsIn);
      const receiver =
        call && ts.isPropertyAccessExpression(call.expression) && ts.isCallExpression(call)
          ? call.expression.expression
          : null;
      const [given, inGiven] = [self, held].map((all) => substituted(fn, all, receiver, call?.arguments ?? []));
      return { self: given!, held: inGiven! };
    };
    return thrownIn(code, { of, inside, checker, thrownAt });
  };

  const globalName = (source: ts.Expression): boolean =>
    ts.isIdentifier(source) &&
    !symbolOf(source, checker)?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);

  return { definitions, handed, thrown };
}
