import { testCollection } from '../support/collection.js';

testCollection({ name: 'the shared corpus', folder: '../shared/corpus/programs', sample: 40 });
