import { checkDigit, total } from './lib/orders.js';

const names = Array.from({ length: 30 }, (_, i) => 'order ' + i * i);
// @loop
const digits = names.map((name) => checkDigit(name));
console.log(digits.join(' '), total());
