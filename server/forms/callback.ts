import { ts } from 'ts-morph';
import type { FoundLoop, FormMatch } from './foundLoop.js';

const FORM_OF = { map: 'map', forEach: 'for-each' } as const;

/**
 * Recognises `xs.method(callback)` on an array; shared by the forms that are written so.
 * A callback given by name stays a name: `body` is then the call's argument itself.
 */
export function matchCallback(node: ts.Node, method: keyof typeof FORM_OF, checker: ts.TypeChecker): FormMatch {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name: anchor } = node.expression;
  if (anchor.text !== method) return null;
  const type = checker.getTypeAtLocation(receiver);
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return null;
  // Have: a call of Array.prototype.map or forEach, by type.
  const form = FORM_OF[method];
  const decline = (at: ts.Node, detail: string): FormMatch => ({
    declined: { form, node, anchor, code: 'form-not-supported', at, detail },
  });
  const [callback, thisArgument] = node.arguments;
  if (!callback || thisArgument) return decline(thisArgument ?? node, 'a `this` argument');
  if (node.questionDotToken || node.expression.questionDotToken) return decline(node, 'an optional call');
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback))
    return decline(
      callback,
      `\`${callback.getText()}\` given by name: write it as \`(x) => ${callback.getText()}(x)\``,
    );
  // Have: a function written in place.
  if (callback.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword))
    return { declined: { form, node, anchor, code: 'awaits', at: callback, detail: '' } };
  if (callback.asteriskToken) return decline(callback, 'a generator callback');
  const [item, index, array] = callback.parameters;
  if (array) return decline(array, 'the third parameter, the array itself');
  for (const parameter of callback.parameters) {
    if (parameter.dotDotDotToken || parameter.initializer)
      return decline(parameter, 'a parameter with a default value or `...`');
  }
  if (index && !ts.isIdentifier(index.name)) return decline(index, 'an index that is taken apart');
  const found: FoundLoop = {
    form,
    node,
    anchor,
    body: callback.body,
    callback,
    item: item?.name ?? null,
    index: index ? (index.name as ts.Identifier) : null,
    source: { kind: 'iterable', expression: receiver, skipsHoles: true },
    collects: false,
  };
  return { found };
}
