const texts = ['10', '10', '10', '10', '7', '11', '0x1f'];
// @loop
const numbers = texts.map(parseInt);
console.log(numbers.join(' '));
