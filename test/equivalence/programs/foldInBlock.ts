// The value of a fold stands in the `return` of a block: the `return` is no exit before its own value.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
const items = [4, 1, 3, 2];
console.log(items.reduce((sum, x) => { return sum + heavy(x); }, 1));
console.log(items.reduce((sum, x, i) => { return (sum + (i % 2 === 0 ? heavy(x) : i)) % 1000; }, 1));
console.log(items.reduce((sum, x) => { if (x === 3) return sum; return sum + heavy(x); }, 1));
console.log(items.reduce((sum, x) => { if (x === 3) return sum + heavy(x + 1); return sum - heavy(x); }, 1));
console.log(items.reduceRight((sum, x) => { const h = heavy(x); console.log(h); return sum + heavy(h); }, 1));
console.log(items.map((x) => { console.log(x); return heavy(x); }));
for (const f of [(x: number) => { for (const y of items) { if (y === x) return heavy(y); console.log(heavy(y + 1)); } return 0; }]) console.log(f(3));
export {};
