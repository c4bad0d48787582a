const { toMetres } = require('./lib/units.cjs');

const texts = Array.from({ length: 40 }, (_, i) => `${i * 1.5} ${['km', 'm', 'cm'][i % 3]}`);
// @loop
const metres = texts.map((text) => toMetres(text));
console.log(metres.map((m) => m.toFixed(3)).join(' '));
