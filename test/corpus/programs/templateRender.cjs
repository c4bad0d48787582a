const SCALE = Number(process.env.SCALE ?? '1');
const template = 'Dear {{name}}, you owe {{amount}} since {{since}}. {{unknown}}';

function render(values) {
  let text = '';
  for (let round = 0; round < 30 * SCALE; round++)
    text = template.replace(/\{\{(\w+)\}\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  return text;
}

const customers = Array.from({ length: 50 }, (_, i) => ({ name: 'N' + i, amount: i * 3, since: 2000 + (i % 20) }));
// @loop
const letters = customers.map((customer) => render(customer));
console.log(letters.length, letters.join('').length, letters[41]);
