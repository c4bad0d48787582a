import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The parts of a folder, from the lowest up: none imports from those after it, nor from what stands beside them, except what all share. */
const folders = {
  runtime: {
    parts: ['items', 'wire', 'inline', 'workers', 'sending', 'calls'],
    shared: ['check', 'cpuCount', 'errors', 'progress', 'seededRandom', 'settings', 'task'],
  },
  'server/analysis': {
    parts: [
      'source',
      'untyped',
      'transfer',
      'calls',
      'origins',
      'effects',
      'program',
      'dependences',
      'helpers',
      'ahead',
      'split',
      'variants',
    ],
    shared: ['reasons'],
  },
  'server/timing': {
    parts: ['source', 'process', 'values', 'report', 'record', 'bench', 'measure', 'profile'],
    shared: ['protocol', 'timingError'],
  },
};

const oneWay = Object.entries(folders).flatMap(([folder, { parts, shared }]) =>
  parts.map((part, place) => ({
    files: [`${folder}/${part}/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                ...parts.slice(place + 1).map((above) => `../${above}/*`),
                '../*.js',
                ...shared.map((file) => `!../${file}.js`),
              ],
              message: 'A part uses only those below it: see server/README.md.',
            },
          ],
        },
      ],
    },
  })),
);

export default defineConfig(
  globalIgnores([
    'dist/',
    'tmp/',
    'coverage/',
    'runtime/dist/',
    'test/workspace/',
    'test/corpus/',
    'test/forms/',
    'test/equivalence/programs/',
  ]),
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // `_name` says "required by the signature, not used".
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A bad option in a template is caught by its type; numbers are what most messages print.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  oneWay,
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
