import { ts } from 'ts-morph';
import { ownBinding } from '../../forms/callback.js';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt, reindented } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import { resolveCallee } from '../calls/callees.js';
import { isSettledField } from '../transfer/capturedFields.js';
import { contains } from '../calls/control.js';
import { imitatorOf } from '../transfer/imitators.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { familyOf } from '../transfer/rebuilt.js';
import type { SameLoop } from './sameLoop.js';
import { isAsync, isGenerator } from '../source/symbols.js';
import { classAround, placesOfThis } from './thisByName.js';
import { filesWith } from '../source/filesBehind.js';
import { isGivenValue, memberWrites } from '../source/memberWrites.js';

type Home = ts.ClassDeclaration & { readonly name: ts.Identifier };
type Code = ts.MethodDeclaration | ts.GetAccessorDeclaration;
type Part = ts.PropertyAccessExpression;
type Patch = SameLoop['patches'][number];

/**
 * Gives the parts of `this` that a loop in a method uses names of their own before the loop: a field that does not change meanwhile becomes a
 * constant, a method or getter that only uses such parts a function. What the loop computes has no `this` then, whose instances
 * need not be such that can travel: `this.#score(item)` is `score(item)`, and knows `this.#weights` as `weights`.
 *
 * Scalar replacement of aggregates, as compilers do it for objects that do not escape: Muchnick, "Advanced Compiler Design and
 * Implementation", 1997, section 12.2.
 *
 * @param isKept whether a field that something gives another value keeps the one it has while the loop runs
 * @returns null where no part is of that kind, or the loop does not stand in a method, in a statement of a block
 */
export function thisByParts(
  { node }: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
  isKept: (field: ts.PropertyAccessExpression) => boolean,
): SameLoop | null {
  const statement = ts.findAncestor(node, ts.isStatement);
  const home = classAround(node);
  if (!statement || !ts.isBlock(statement.parent) || !home || !ts.isClassDeclaration(home) || !home.name) return null;
  const { text } = node.getSourceFile();
  const start = statement.getStart();
  const indent = indentAt(text, start);
  const naming = new Naming(home as Home, checker, indent, (part) => isSettledField(part, checker) || isKept(part));
  const patches = naming.patchesIn(node, placesOfThis(node));
  if (patches.length === 0) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = `${eol}${indent}`;
  const declared = naming.declarations();
  const head = { start, end: start, text: declared.map(({ line }) => `${line}${separator}`).join('') };
  const finish = (written: string): string =>
    declared.reduceRight((rest, { name, line, value }) => finished(rest, name, `${line}${separator}`, value), written);
  return { patches: [head, ...patches], assumed: [], finish };
}

/** Without the declaration of a name that the rest does not mention; of a constant, with its value where tasks are handed it. */
function finished(text: string, name: string, line: string, value: string | null): string {
  const at = text.indexOf(line);
  // What is said of a loop says `this.name`.
  if (at < 0) return value === null ? text : text.replaceAll(`\`${name}\``, `\`${value}\``);
  const less = text.slice(0, at) + text.slice(at + line.length);
  if (!mentions(less, name)) return less;
  if (value === null) return text;
  const handed = new RegExp(`((?<!\\$)\\{\\s*(?:[\\w$]+(?:: [\\w$.#]+)?,\\s*)*)\\b${name}\\b(?=\\s*[,}])`, 'g');
  const written = less.replace(handed, `$1${name}: ${value.replaceAll('$', '$$$$')}`);
  const others = written.replace(new RegExp(`\\b${name}: ${value.replace(/[.$]/g, '\\$&')}`, 'g'), '');
  return mentions(others, name) ? text : written;
}

const mentions = (text: string, name: string): boolean => new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(text);

/** The names that parts of `this` get. */
class Naming {
  private readonly fields = new Map<string, { readonly name: string; readonly value: string }>();
  private readonly functions = new Map<Code, { readonly name: string; text: string }>();
  private readonly taken: Set<string>;

  constructor(
    private readonly home: Home,
    private readonly checker: ts.TypeChecker,
    private readonly indent: string,
    /** Whether a field of `this` has one value throughout the loop. */
    private readonly isKept: (part: Part) => boolean,
  ) {
    this.taken = new Set(RESERVED);
    for (const member of home.members) if (!ts.isConstructorDeclaration(member)) addNames(member, this.taken);
  }

  /** The changes that give all parts of `this` in some code that can have one a name. */
  patchesIn(code: ts.Node, places: readonly ts.Node[]): Patch[] {
    const parts = places.map((place) => place.parent).filter((part) => this.canBeNamed(part, new Set()));
    const written = (part: Part): boolean => parts.some((other) => other !== part && contains(part, other));
    return parts
      .filter((part) => contains(code, part) && !written(part))
      .map((part) => ({ start: part.getStart(), end: part.end, text: this.nameOf(part) }))
      .sort((a, b) => a.start - b.start);
  }

  declarations(): readonly { readonly name: string; readonly line: string; readonly value: string | null }[] {
    const constants = [...this.fields.values()].map(({ name, value }) => ({
      name,
      line: `const ${name} = ${value};`,
      value,
    }));
    const functions = [...this.functions.values()].map(({ name, text }) => ({
      name,
      line: `const ${name} = ${text};`,
      value: null,
    }));
    return [...constants, ...functions];
  }

  /** Whether something is a field of `this` that stays as it is, or runs a method that only uses such parts. */
  private canBeNamed(part: ts.Node, asked: Set<Code>): part is Part {
    if (!ts.isPropertyAccessExpression(part) || part.questionDotToken || isGivenValue(part)) return false;
    const code = this.codeOf(part);
    const field = code && fieldBehind(code);
    if (field) return this.canBeNamed(field, asked);
    return code ? this.canStandAlone(code, asked) : !this.isCode(part) && this.isKept(part);
  }

  private isCode(part: Part): boolean {
    const declarations = this.checker.getSymbolAtLocation(part.name)?.declarations ?? [];
    return declarations.length === 0 || declarations.some((d) => ts.isMethodDeclaration(d) || ts.isAccessor(d));
  }

  /** The method of the class that `this.name(…)` surely runs, or the getter behind `this.name`. */
  private codeOf(part: Part): Code | null {
    const isCall = ts.isCallExpression(part.parent) && part.parent.expression === part;
    const [declared, more] = this.checker.getSymbolAtLocation(part.name)?.declarations ?? [];
    if (!declared || more || declared.parent !== this.home) return null;
    if (isCall && ts.isMethodDeclaration(declared)) {
      const callee = resolveCallee(part, this.checker);
      const isOnly = callee.kind === 'program' && callee.functions.length === 1 && callee.functions[0] === declared;
      if (!isOnly || part.parent.questionDotToken) return null;
    } else if (!ts.isGetAccessor(declared) || isCall) return null;
    return ts.isPrivateIdentifier(part.name) || this.isOwn(part.name.text) ? declared : null;
  }

  /** Whether a member of the class cannot be another one of that name: no class below it, no look-alike, no new value. */
  private isOwn(name: string): boolean {
    const symbol = this.checker.getSymbolAtLocation(this.home.name);
    return (
      symbol !== undefined &&
      familyOf(symbol, this.checker)?.length === 1 &&
      imitatorOf(symbol, this.home, [this.home], this.checker) === null &&
      [...filesWith(this.home.getSourceFile(), this.checker)].every((file) => memberWrites(file).of(name).length === 0)
    );
  }

  private canStandAlone(code: Code, asked: Set<Code>): boolean {
    if (asked.has(code)) return true;
    asked.add(code);
    const { body } = code;
    const isStatic = (ts.getCombinedModifierFlags(code) & ts.ModifierFlags.Static) !== 0;
    if (!body || isStatic || isGenerator(code) || isAsync(code) || usesMore(code)) return false;
    return placesOfThis(body).every((place) => this.canBeNamed(place.parent, asked));
  }

  private nameOf(part: Part): string {
    const code = this.codeOf(part);
    const behind = code && fieldBehind(code);
    if (behind) return this.nameOf(behind);
    const plain = part.name.text.replace('#', '');
    if (code) {
      let known = this.functions.get(code);
      if (!known) {
        this.functions.set(code, (known = { name: uniqueName(plain, this.taken), text: '' }));
        known.text = this.textOf(code);
      }
      return ts.isMethodDeclaration(code) ? known.name : `${known.name}()`;
    }
    let field = this.fields.get(part.name.text);
    if (!field)
      this.fields.set(
        part.name.text,
        (field = { name: uniqueName(plain, this.taken), value: `this.${part.name.text}` }),
      );
    return field.name;
  }

  /** A method as an arrow function. */
  private textOf(code: Code): string {
    const { body, parameters, type, typeParameters } = code;
    const generic = typeParameters ? `<${typeParameters.map((p) => p.getText()).join(', ')}>` : '';
    const given = parameters.map((p) => p.getText()).join(', ');
    const patches = this.patchesIn(body!, placesOfThis(body!));
    return `${generic}(${given})${type ? `: ${type.getText()}` : ''} => ${reindented(body!, this.indent, patches)}`;
  }
}

/** `this.field` of a getter that gives nothing else. */
function fieldBehind({ kind, body }: Code): Part | null {
  const [only, more] = body?.statements ?? [];
  const value = kind === ts.SyntaxKind.GetAccessor && only && !more && ts.isReturnStatement(only) && only.expression;
  return value && ts.isPropertyAccessExpression(value) && value.expression.kind === ts.SyntaxKind.ThisKeyword
    ? value
    : null;
}

/** Whether a method has more of its own than `this`: `super`, `arguments`, `new.target`. */
function usesMore(code: Code): boolean {
  const find = (node: ts.Node): boolean => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) return false;
    if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return ownBinding(node) !== null;
    const isMore = node.kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node);
    if (isMore || (ts.isIdentifier(node) && node.text === 'arguments')) return true;
    return ts.forEachChild(node, (child) => find(child) || undefined) ?? false;
  };
  return [...code.parameters, code.body!].some(find) || code.parameters.some((p) => placesOfThis(p).length > 0);
}

/** Adds every name in some code that is not one of a member of a class. */
function addNames(code: ts.Node, names: Set<string>): void {
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isClassElement(parent) && parent.name === node);
    if (ts.isIdentifier(node) && !isMember) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(code);
}

/** Names that members may have and constants may not. */
const RESERVED =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  );
