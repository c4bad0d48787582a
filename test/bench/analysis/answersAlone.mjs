/**
 * `node answersAlone.mjs`, in a project: TypeScript reads it, and says of every name in a loop what it is and of which type, and of
 * every call there what is called. That is the part of a scan that is TypeScript's own: what it takes, no scan that asks for types
 * can go below.
 */
import { ts } from 'ts-morph';

const LIST_METHODS = /^(map|forEach|filter|flatMap|reduce|some|every|find)$/;

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

const isLoop = (node) =>
  ts.isIterationStatement(node, false) ||
  (ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    LIST_METHODS.test(node.expression.name.text));

function visit(node) {
  if (ts.isIdentifier(node)) {
    checker.getSymbolAtLocation(node);
    checker.getTypeAtLocation(node);
  }
  if (ts.isCallExpression(node)) checker.getResolvedSignature(node);
  ts.forEachChild(node, visit);
}

function findLoops(node) {
  if (isLoop(node)) visit(node);
  else ts.forEachChild(node, findLoops);
}

for (const source of program.getSourceFiles()) if (!source.isDeclarationFile) findLoops(source);
