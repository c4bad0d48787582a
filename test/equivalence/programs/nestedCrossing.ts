// A local that changes in an inner loop, between effects.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const xs of [[1, 2], [3]]) {
  let acc = 0;
  for (const v of xs) {
    acc = (acc * 3 + mix(v)) | 0;
    console.log('part', acc);
  }
  console.log('all', acc);
}
for (const xs of [[1, 2], [3]]) {
  let acc = 0;
  let n = 0;
  while (n < xs.length) {
    acc += mix(xs[n]!);
    if (acc % 2 === 0) console.log('even', n);
    n++;
  }
  console.log(acc);
}
for (const xs of [[1, 2, 3], [4, 5]]) {
  for (let i = 0; i < xs.length; i++) {
    if (i === 1) continue;
    const a = mix(xs[i]!);
    console.log(i, a);
    for (let j = i; j < xs.length; j++) {
      if (j > 1) break;
      console.log(j, mix(a + j));
    }
  }
}
outer: for (const xs of [[1, 2, 3], [4, 5]]) {
  for (const v of xs) {
    if (v === 2) continue outer;
    console.log(v, mix(v));
    if (v === 5) break outer;
  }
  console.log('done', mix(xs.length));
}
