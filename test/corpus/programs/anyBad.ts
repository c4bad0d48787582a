import { work } from './lib/work.js';

const values = Array.from({ length: 150 }, (_, i) => i * 11);
// @loop
const bad = values.some((v) => work(v) > 995);
console.log(bad);
