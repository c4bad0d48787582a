import { orderNumber, total } from './lib/orders.js';

const names = Array.from({ length: 30 }, (_, i) => 'order ' + i * i);
// @loop
const numbers = names.map((name) => orderNumber(name));
console.log(numbers.join(' '), total());
