/** Markdown in which text of the user's stays text. */
import { URI } from 'vscode-uri';
import { oneLine } from '../lsp/toProtocol.js';

/** Escapes everything that means something in Markdown or HTML. */
export function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~<>$:@/]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('\\<', '&lt;')
    .replaceAll('\\>', '&gt;');
}

/** One of our messages: what stands between two backticks is code, everything else is text. */
export function message(text: string): string {
  const parts = oneLine(text).split('`');
  if (parts.length % 2 === 0) return escaped(text);
  return parts.map((part, index) => (index % 2 === 0 ? plain(part) : part === '' ? '' : `\`${part}\``)).join('');
}

/** Text between code: spaces at its ends count. */
function plain(text: string): string {
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/su.exec(text)!;
  return before! + escaped(inner!) + after!;
}

/** A link to a line, which starts at 0. */
export function lineLink(uri: string, line: number): string {
  return `[line ${line + 1}](${URI.parse(uri)
    .with({ fragment: `L${line + 1}` })
    .toString()})`;
}

/** Text in a block of its own, in which nothing means anything. */
export function block(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}
