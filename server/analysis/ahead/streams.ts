import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { declarationOf, isConstant, isGlobal, symbolOf, unwrap } from '../source/symbols.js';

/** A stream of text that Node makes and nothing of the program takes part in: what comes out of it depends on its source alone. */
export interface Stream {
  /** `stdin`: another reader of the process would miss what is read ahead. */
  readonly from: 'file' | 'stdin';
  /** The constants on the way from the loop to where the stream is made, with the expressions that use them for it. */
  readonly held: readonly { readonly declaration: ts.VariableDeclaration; readonly use: ts.Identifier }[];
}

/** Options of `createInterface` that bring no code of the program. */
const PLAIN = /^(input|crlfDelay|terminal|historySize|removeHistoryDuplicates|escapeCodeTimeout|tabSize)$/;
/** Options of `createReadStream`, as far as they only say what is read. */
const READ = /^(encoding|start|end|highWaterMark|flags|emitClose|autoClose)$/;

/**
 * The lines of `readline.createInterface({ input })`, or the text of `fs.createReadStream(file, 'utf8')`, made on the spot or held
 * by constants; null for any other expression, and for streams of Buffers.
 *
 * @see https://nodejs.org/api/readline.html#rlsymbolasynciterator
 */
export function streamAt(expression: ts.Expression, checker: ts.TypeChecker): Stream | null {
  return madeBy(expression, checker, (made) => {
    const lines = interfaceInput(made, checker);
    if (lines) return bytesAt(lines, checker);
    return hasEncoding(made, checker) ? bytesAt(made, checker) : null;
  });
}

/** Where a stream comes from: a file, or the input of the process, perhaps unpacked on the way. */
function bytesAt(expression: ts.Expression, checker: ts.TypeChecker): Stream | null {
  return madeBy(expression, checker, (made) => {
    if (isStdin(made, checker)) return { from: 'stdin', held: [] };
    if (!ts.isCallExpression(made)) return null;
    const packed = packedAt(made, checker);
    if (packed) return bytesAt(packed, checker);
    const options = made.arguments[1];
    const isPlain = !options || isText(options, checker) || hasOnly(options, READ);
    return isCallOf(made, /^fs#createReadStream$/, checker) && isPlain ? { from: 'file', held: [] } : null;
  });
}

/** Looks at an expression, or at what the constant that it names was made by. */
function madeBy(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  look: (made: ts.Expression) => Stream | null,
): Stream | null {
  const made = unwrap(expression);
  if (!ts.isIdentifier(made)) return look(made);
  const symbol = symbolOf(made, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return null;
  const found = look(unwrap(declaration.initializer));
  return found && { ...found, held: [{ declaration, use: made }, ...found.held] };
}

/** The `input` of `createInterface({ input, … })`. */
function interfaceInput(made: ts.Expression, checker: ts.TypeChecker): ts.Expression | null {
  if (!ts.isCallExpression(made) || !isCallOf(made, /^readline(\/promises)?#createInterface$/, checker)) return null;
  const [options, more] = made.arguments;
  if (!options || more || !ts.isObjectLiteralExpression(options) || !hasOnly(options, PLAIN)) return null;
  for (const property of options.properties) {
    if (property.name?.getText() !== 'input') continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return null;
}

/** The stream in `stream.pipe(zlib.createGunzip())`. */
function packedAt(made: ts.CallExpression, checker: ts.TypeChecker): ts.Expression | null {
  const { expression: target } = made;
  const [unpacker, more] = made.arguments;
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'pipe') return null;
  if (!unpacker || more || !ts.isCallExpression(unpacker) || unpacker.arguments.length > 0) return null;
  const isPlain = isCallOf(unpacker, /^zlib#create(Gunzip|Inflate|InflateRaw|Unzip|BrotliDecompress)$/, checker);
  return isPlain ? target.expression : null;
}

/** Whether a read stream gives text: `createReadStream(file, 'utf8')` or `{ encoding: 'utf8' }`. */
function hasEncoding(made: ts.Expression, checker: ts.TypeChecker): boolean {
  const options = ts.isCallExpression(made) ? made.arguments[1] : undefined;
  if (!options) return false;
  return ts.isObjectLiteralExpression(options)
    ? options.properties.some(
        (p) => ts.isPropertyAssignment(p) && p.name.getText() === 'encoding' && isText(p.initializer, checker),
      )
    : isText(options, checker);
}

function isStdin(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'stdin' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'process' &&
    isGlobal(symbolOf(node.expression, checker))
  );
}

function isCallOf(call: ts.CallExpression, key: RegExp, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(call.expression, checker);
  return callee.kind === 'builtin' && key.test(callee.key);
}

const isText = (node: ts.Expression, checker: ts.TypeChecker): boolean =>
  (checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0;

const hasOnly = (options: ts.Expression, names: RegExp): boolean =>
  ts.isObjectLiteralExpression(options) &&
  options.properties.every(
    (p) =>
      (ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)) &&
      ts.isIdentifier(p.name) &&
      names.test(p.name.text),
  );
