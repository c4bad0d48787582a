import { ts } from 'ts-morph';
import { ANY, type Step } from '../source/access.js';

/** The way from the value that a pattern takes apart to one of its names. */
export function stepsInPattern(element: ts.BindingElement): Step[] {
  const pattern = element.parent;
  const outer = ts.isBindingElement(pattern.parent) ? stepsInPattern(pattern.parent) : [];
  if (element.dotDotDotToken) return [...outer, ANY];
  if (ts.isArrayBindingPattern(pattern))
    return [...outer, { kind: 'name', name: String(pattern.elements.indexOf(element)) }];
  const name = element.propertyName ?? element.name;
  const isPlain = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
  return [...outer, isPlain ? { kind: 'name', name: name.text } : ANY];
}
