import type { PlantedBug } from '../plantedBug.js';

/** Mistakes in telling where objects come from. */
export const bugsOfOrigins: readonly PlantedBug[] = [
  {
    name: 'takes a second name for the rows of an array for an array of its own',
    file: 'analysis/origins/aliases.ts',
    find: '(isOwn(symbol) || holdsNothingElse(symbol, other, loop, checker))',
    replace: 'symbol !== null',
    noticed: ['for-index/refused-linked'],
  },
  {
    name: 'takes what an instance holds for what its class holds',
    file: 'analysis/origins/aliases.ts',
    find: '[type, checker.getDeclaredTypeOfSymbol(symbol)]',
    replace: '[type]',
    noticed: ['for-index/assumes-this-apart'],
  },
  {
    name: 'takes any list of numbers for one that is only exchanged with another',
    file: 'analysis/origins/aliases.ts',
    find: ' && isExchanged(symbol, loop, checker)) ||',
    replace: ') ||',
    noticed: ['for-index/refused-read-columns'],
  },
  {
    name: 'forgets that a name has the value of an assignment',
    file: 'analysis/origins/origins.ts',
    find: 'if (kind === ts.SyntaxKind.CommaToken) return of(node.right);',
    replace: 'if (kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.EqualsToken) return of(node.right);',
    noticed: ['map/refused-assigned-name'],
  },
  {
    name: 'does not look at what a function does with its parameters before the loop',
    file: 'analysis/origins/givenApart.ts',
    find: 'if ([a, b].some((symbol) => leaks(symbol, fn, checker, () => true, loop))) return false;',
    replace: '',
    noticed: ['for-index/given-together'],
  },
  {
    name: 'forgets who handles the error that an iteration ends in',
    file: 'analysis/origins/endsUnseen.ts',
    find: 'if (caught && ts.isTryStatement(caught) && !isInside(declaration, caught)) return false;',
    replace: '',
    noticed: ['for-index/given-together'],
  },
  {
    name: 'takes overlapping views of one buffer for disjoint ones',
    file: 'analysis/origins/disjointViews.ts',
    find: '(left.end <= right.start || right.end <= left.start)',
    replace: 'left.end > 0',
    noticed: ['for-index/disjoint-views'],
  },
  {
    name: 'takes whatever a task gives for made anew',
    file: 'analysis/origins/poolCalls.ts',
    find: 'isPrimitive(checker.getTypeAtLocation(value), checker) || origins.isFreshThroughout(value),',
    replace: 'origins !== null && value !== null,',
    noticed: ['for-of/given-back-by-a-task'],
  },
  {
    name: 'takes what all instances of a class share for a part of one',
    file: 'analysis/effects/effectsOfCalls.ts',
    find: '(access.write || !isSettledStatic(access, walk.checker))',
    replace: '!access.symbol && !isSettledStatic(access, walk.checker)',
    noticed: ['for-of/static-parts'],
  },
  {
    name: 'takes a parameter that stands for something else by then for what the constructor was given',
    file: 'analysis/origins/fieldsApart.ts',
    find: ' && !isAssignedIn(parent, symbol, checker)',
    replace: '',
    noticed: ['for-of/assumes-parts-of-one-object'],
  },
  {
    name: 'lets a method put the list of others into its object',
    file: 'analysis/origins/sharing.ts',
    find: 'if (storesOldParts(node, checker) || mayFill(node)) return false;',
    replace: '',
    noticed: ['for-index/assumes-instances-as-grids'],
  },
];
