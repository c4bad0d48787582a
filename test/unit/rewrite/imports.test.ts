import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { importPatches } from '../../../server/rewrite/imports.js';
import { styleOf } from '../../../server/rewrite/style.js';
import { patched } from '../../../server/nodeText.js';

const wanted = [
  { specifier: 'looppool', names: ['pool', 'range'] },
  { specifier: './main.tasks.js', names: ['fibAt'] },
];

function imported(text: string, kind: 'esm' | 'cjs' = 'esm'): string {
  const source = ts.createSourceFile(kind === 'esm' ? 'main.ts' : 'main.cjs', text, ts.ScriptTarget.ES2023, true);
  return patched(text, 0, text.length, importPatches(source, wanted, styleOf(source), kind));
}

const NEW = "import { pool, range } from 'looppool';\nimport { fibAt } from './main.tasks.js';\n";

describe('where imports go', () => {
  it.each([
    ['after the last import', "import a from 'a';\na();\n", `import a from 'a';\n${NEW}a();\n`],
    ['at the head of a file without one', 'run();\n', `${NEW}\nrun();\n`],
    ['below a `#!` line', '#!/usr/bin/env node\nrun();\n', `#!/usr/bin/env node\n${NEW}\nrun();\n`],
    ['below a licence comment', '/* Copyright. */\n\nrun();\n', `/* Copyright. */\n\n${NEW}\nrun();\n`],
    ['below a directive', "'use strict';\nrun();\n", `'use strict';\n${NEW}run();\n`],
    ['behind a byte-order mark', '\uFEFFrun();\n', `\uFEFF${NEW}\nrun();\n`],
  ])('%s', (_name, before, after) => {
    expect(imported(before)).toBe(after);
  });

  it('an import that is there is extended', () => {
    expect(imported("import { Pool, pool } from 'looppool';\nimport { fibAt } from './main.tasks.js';\n")).toBe(
      "import { Pool, pool, range } from 'looppool';\nimport { fibAt } from './main.tasks.js';\n",
    );
  });

  it('a type import is not', () => {
    expect(imported("import type { Pool } from 'looppool';\n")).toBe(`import type { Pool } from 'looppool';\n${NEW}`);
  });

  it('CommonJS requires', () => {
    expect(imported("const fs = require('fs');\nconst { pool } = require('looppool');\n", 'cjs')).toBe(
      "const fs = require('fs');\nconst { pool, range } = require('looppool');\nconst { fibAt } = require('./main.tasks.js');\n",
    );
  });
});
