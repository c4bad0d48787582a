// The index is used by both parts, with inner functions and strings that look like returns.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const out: number[] = [];
['a', 'b', 'c'].forEach((s, i) => {
  const f = (n: number): number => {
    return n + 1;
  };
  const h = mix(f(s.charCodeAt(0)));
  out[i] = h;
});
console.log(out.join());
['a', 'b'].forEach((s, i) => {
  const text = 'return { nothing';
  const h = mix(text.length + s.length + i);
  const g = mix(i + 5);
  console.log(i, h, g);
});
['a', 'b', 'c', 'd'].forEach((s, i) => {
  if (i === 1) return;
  const h = mix(s.charCodeAt(0) + i);
  if (i === 2) return console.log('two');
  for (const q of [1, 2]) if (q > i) return;
  console.log(i, h);
});
['a', 'b'].forEach((s, $$) => {
  console.log($$, s);
  console.log(mix($$));
});
['a', 'b'].forEach((s, i) => console.log(i, mix(i), s));
