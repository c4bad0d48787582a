import process from 'node:process';
import { numbers, slowSquare } from './squares.js';
import { timeByHand } from './timeByHand.mjs';

// The test of the test asks for fewer of them.
const some = numbers.slice(0, Number(process.env.HOW_MANY ?? numbers.length));
timeByHand(() => some.map((n) => slowSquare(n)));
