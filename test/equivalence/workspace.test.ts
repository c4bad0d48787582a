import { testCollection } from '../support/collection.js';

testCollection({
  name: 'the example workspace',
  folder: 'test/workspace',
  besides: ['makeImages.cjs'],
  tsx: true,
  everyWidth: true,
});
