import { testCollection } from '../support/collection.js';

testCollection({ name: 'adversarial programs', folder: 'test/equivalence/programs', assumeNothing: true, odd: true });
