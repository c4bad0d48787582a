/** Small mistakes in the analysis and the split that would go unnoticed without a test: each must be caught by one of its fixtures. */
export interface PlantedBug {
  /** What the tool would do wrong. */
  readonly name: string;
  /** Relative to `server/`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Fixtures of `test/forms`, any of which may notice. */
  readonly noticed: readonly string[];
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'takes a number that is rounded at every store for one that is not',
    file: 'analysis/ownPlace.ts',
    find: "if (isTyped && typedArrayName(type) !== 'Float64Array') return null;",
    replace: '',
    noticed: ['for-index/refused-own-places'],
  },
  {
    name: 'leaves what an iteration has made of its row in the copy',
    file: 'analysis/ownPlaceText.ts',
    find: 'parts.tail.push(`${name}.forEach(',
    replace: 'parts.head.concat(`${name}.forEach(',
    noticed: ['for-index/own-places'],
  },
  {
    name: 'makes instances again without their private parts',
    file: 'analysis/rebuilt.ts',
    find: '(member.name && ts.isPrivateIdentifier(member.name)) ||',
    replace: '',
    noticed: ['for-of/refused-instances'],
  },
  {
    name: 'ignores what called functions read and write',
    file: 'analysis/effectsOfCalls.ts',
    find: 'for (const access of summary.accesses) {',
    replace: 'for (const access of summary.accesses.slice(summary.accesses.length)) {',
    noticed: ['for-of/refused-module-state'],
  },
  {
    name: 'takes a value from an earlier iteration for one from before the loop',
    file: 'analysis/dependences.ts',
    find: 'if (direction.before) return FLOW;',
    replace: '',
    noticed: ['for-index/refused-dependence'],
  },
  {
    name: 'mixes up earlier and later where a loop counts down',
    file: 'analysis/dependences.ts',
    find: 'before: level.forward ? distance > 0 : distance < 0',
    replace: 'before: distance > 0',
    noticed: ['for-index/refused-dependence'],
  },
  {
    name: 'believes that two names are two arrays',
    file: 'analysis/dependences.ts',
    find: "if (alias === 'never') return NONE;",
    replace: 'return NONE;',
    noticed: ['for-of/refused-shared-memory', 'for-of/assumes'],
  },
  {
    name: 'believes that rows are different arrays',
    file: 'analysis/dependences.ts',
    find: 'if (write.path.length < 2 || write.path.length === at + 1) return NONE;',
    replace: 'return NONE;',
    noticed: ['for-index/refused-rows', 'for-of/in-place'],
  },
  {
    name: 'believes that objects never lead to each other',
    file: 'analysis/dependences.ts',
    find: 'if (!inView && !twoArrays && !mayBeSameField(write, read, checker)) return NONE;',
    replace: 'return NONE;',
    noticed: ['for-index/refused-linked'],
  },
  {
    name: 'takes a second name for the rows of an array for an array of its own',
    file: 'analysis/aliases.ts',
    find: '(symbol === only || holdsNothingElse(symbol, loop, checker))',
    replace: 'symbol !== null',
    noticed: ['for-index/refused-linked'],
  },
  {
    name: 'compares copies of objects by identity',
    file: 'analysis/effectsOfReads.ts',
    find: 'if (walk.mayBeShared(node.left) && walk.mayBeShared(node.right))',
    replace: 'if (node.pos < 0)',
    noticed: ['for-of/refused-identity'],
  },
  {
    name: 'does not see that `in` reads',
    file: 'analysis/effectsOfReads.ts',
    find: 'if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) return walk.everything(node.right);',
    replace: 'if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) return;',
    noticed: ['for-of/refused-in'],
  },
  {
    name: 'takes Math.random for a plain function',
    file: 'analysis/builtins.ts',
    find: "table.set('Math.random', { returns: 'primitive', outside: 'random', cost: 2 });",
    replace: "table.set('Math.random', { returns: 'primitive', cost: 2 });",
    noticed: ['for-of/refused-random'],
  },
  {
    name: 'forgets that something patched a global',
    file: 'analysis/judge.ts',
    find: 'if (patch && needsGlobals(node))',
    replace: 'if (patch && node.pos < 0)',
    noticed: ['for-of/refused-patched'],
  },
  {
    name: 'takes state of a module for a constant',
    file: 'analysis/moduleState.ts',
    find: 'return last?.node ?? null;\n    },\n  };',
    replace: 'return null;\n    },\n  };',
    noticed: ['for-of/refused-module-state'],
  },
  {
    name: 'copies instances of classes',
    file: 'analysis/transfer.ts',
    find: 'rebuilt ? whyNotRebuilt(symbol, checker) : null',
    replace: 'rebuilt && checker === null ? whyNotRebuilt(symbol, checker) : null',
    noticed: ['for-of/refused-not-cloneable'],
  },
  {
    name: 'reads the items of a collection ahead while the loop changes it',
    file: 'analysis/readAhead.ts',
    find: 'for (const origin of reader.origins.of(walkedOver(expression))) {',
    replace: 'for (const origin of reader.origins.of(walkedOver(expression)).slice(99)) {',
    noticed: ['for-of/refused-changes-collection'],
  },
  {
    name: 'reads a generator ahead',
    file: 'forms/forOf.ts',
    find: "if (iterationKind(expression, checker) === 'unknown') {",
    replace: 'if (expression.pos < 0) {',
    noticed: ['for-of/refused-iterator'],
  },
  {
    name: 'calls the body for the holes of an array',
    file: 'forms/callback.ts',
    find: 'const { skipsHoles, reversed = false } = method;',
    replace: 'const skipsHoles = false;\n  const { reversed = false } = method;',
    noticed: ['for-each/holes'],
  },
  {
    name: 'reads all values at the head, whatever the loop does first',
    file: 'analysis/slices.ts',
    find: 'mixed.find((node) => isBarrier(state, node))',
    replace: 'mixed.find(() => false)',
    noticed: ['for-of/effect-first'],
  },
  {
    name: 'hands values over in another order than it takes them',
    file: 'analysis/split.ts',
    find: 'positionOf(a) - positionOf(b)',
    replace: 'positionOf(b) - positionOf(a)',
    noticed: ['for-of/effect-first', 'for-of/branches'],
  },
  {
    name: 'leaves out statements that the values need',
    file: 'analysis/slices.ts',
    find: '[...writesOf(state, node)].some((s) => wanted.has(s));',
    replace: 'false;',
    noticed: ['for-of/let-item', 'for-index/records'],
  },
  {
    name: 'leaves out checks that only throw',
    file: 'analysis/slices.ts',
    find: 'if (!writes && !endsIterationEarly(state, node)) continue;',
    replace: 'if (!writes) continue;',
    noticed: ['for-of/check-first'],
  },
  {
    name: 'works on items that the loop passes over',
    file: 'analysis/slices.ts',
    find: '(node.end <= last || inLoopWithValues(node))',
    replace: 'node.pos < 0 && inLoopWithValues(node)',
    noticed: ['for-of/continue-before'],
  },
  {
    name: 'evaluates ahead what may never be evaluated',
    file: 'analysis/values.ts',
    find: 'if (ts.isBinaryExpression(node) && SHORT_CIRCUIT.has(node.operatorToken.kind)) return again(node.left);',
    replace: '',
    noticed: ['for-of/short-circuit'],
  },
  {
    name: 'lets a lead run ahead of what the rest changes',
    file: 'analysis/leadChecks.ts',
    find: 'return !own.content && !own.write && other.content;',
    replace: 'return true;',
    noticed: ['for-of/lead-refused'],
  },
  {
    name: 'does not care how far a lead is when the loop is left',
    file: 'analysis/leadChecks.ts',
    find: "(life !== 'over' && breaks)",
    replace: 'false',
    noticed: ['for-of/lead-refused'],
  },
  {
    name: 'hands over a value that a lead changes too late',
    file: 'analysis/lead.ts',
    find: 'while (close(lead, chosen) || catchUp(lead, chosen));',
    replace: 'while (close(lead, chosen));',
    noticed: ['for-of/lead', 'while/lead'],
  },
  {
    name: 'computes behind a `try` block that ends in an error',
    file: 'analysis/split.ts',
    find: 'if (late) return { closed: late };',
    replace: '',
    noticed: ['for-of/try'],
  },
  {
    name: 'loses a value that decides whether the loop is left',
    file: 'analysis/slices.ts',
    find: "if ([...exits].some((exit) => pieces.some((piece) => positionOf(piece) <= exit.end))) return 'emits';",
    replace: '',
    noticed: ['for-of/leaves-on-value'],
  },
];
