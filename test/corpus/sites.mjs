/** Finds the loop sites of a program by its syntax alone. */
import ts from 'typescript';

/** Kinds that are written as a call of a method with this name. */
export const methods = ['map', 'forEach', 'filter', 'flatMap', 'reduce', 'reduceRight', 'some', 'every', 'find', 'findIndex'];
export const kinds = ['for', 'for-of', 'for-in', 'for-await', 'while', 'do-while', ...methods, 'Array.from', 'promise-all'];

/**
 * Every loop site of a text.
 *
 * @returns `{ kind, line, endLine }`, lines from 1; the line of a method call is that of the method's name
 */
export function findSites(text, file) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, scriptKind(file));
  const lineOf = (offset) => source.getLineAndCharacterOfPosition(offset).line + 1;
  const sites = [];
  const visit = (node) => {
    const site = kindOf(node);
    if (site) sites.push({ kind: site.kind, line: lineOf(site.at.getStart(source)), endLine: lineOf(node.getEnd()) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

const scriptKind = (file) => (/ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.JS);

function kindOf(node) {
  if (ts.isForStatement(node)) return { kind: 'for', at: node };
  if (ts.isForOfStatement(node)) return { kind: node.awaitModifier ? 'for-await' : 'for-of', at: node };
  if (ts.isForInStatement(node)) return { kind: 'for-in', at: node };
  if (ts.isWhileStatement(node)) return { kind: 'while', at: node };
  if (ts.isDoStatement(node)) return { kind: 'do-while', at: node };
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name } = node.expression;
  const called = `${receiver.getText()}.${name.text}`;
  if (called === 'Array.from' || /^\w+Array\.from$/.test(called)) return { kind: 'Array.from', at: name };
  if (called === 'Promise.all') return { kind: 'promise-all', at: name };
  return methods.includes(name.text) ? { kind: name.text, at: name } : null;
}
