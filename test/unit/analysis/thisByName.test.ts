import { expect, it } from 'vitest';
import { withThisAgain } from '../../../server/analysis/variants/thisByName.js';

it.each([
  ['const self = this;\n    return pool.mapSync(f, xs, { self });', 'return pool.mapSync(f, xs, { self: this });'],
  [
    'pool.zipSync(f, self.items, { n, self, limit: top })',
    'pool.zipSync(f, this.items, { n, self: this, limit: top })',
  ],
  ['log(x, self, [x, self, 1], { of: self });', 'log(x, this, [x, this, 1], { of: this });'],
  ['self.seen.push(self); selfish(myself);', 'this.seen.push(this); selfish(myself);'],
])('%s', (text, expected) => {
  expect(withThisAgain(text, 'self')).toBe(expected);
});
