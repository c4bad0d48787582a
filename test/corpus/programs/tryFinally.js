import { slowHash } from './lib/hash.js';

// @loop
for (const text of ['a', 'bb', '', 'dddd', 'x'.repeat(9)]) {
  try {
    if (!text) throw new Error('empty');
    console.log('ok', slowHash(text.repeat(40)));
  } catch (error) {
    console.log('failed', error.message);
  } finally {
    console.log('done', text.length);
  }
}
