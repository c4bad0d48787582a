// The same hidden reads, inside a function, so that nothing is in its dead zone.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function hash(text: string): number {
  let h = 7;
  for (let k = 0; k < text.length; k++) h = (Math.imul(h, 31) + text.charCodeAt(k)) | 0;
  return h;
}
function score(o: { history: number[]; x: number }): number {
  return mix(o.x + o.history.length);
}
function add(o: { list: number[] }, x: number): void {
  o.list.push(x);
}
function main(): void {
  const history: number[] = [];
  for (const x of [3, 1, 4]) {
    const s = score({ history, x });
    console.log(s);
    history.push(s);
  }
  const chain: number[] = [];
  for (const x of [3, 1, 4]) {
    const s = hash(JSON.stringify([x, chain]));
    chain.push(s);
    console.log(s);
  }
  const path: number[] = [];
  for (const x of [3, 1, 4]) {
    const s = hash(`${path}:${x}`);
    path.push(s);
    console.log(s);
  }
  const list: number[] = [];
  for (const x of [3, 1, 4]) {
    const s = mix(x + list.length);
    add({ list }, s);
    console.log(s);
  }
  const state = { last: 0 };
  const box = { state };
  for (const x of [3, 1, 4]) {
    const s = mix(x + box.state.last);
    state.last = s;
    console.log(s);
  }
  const tuple: [number[], number] = [[], 0];
  const [inner] = tuple;
  for (const x of [3, 1, 4]) {
    const s = mix(x + inner.length);
    tuple[0].push(s);
    console.log(s);
  }
}
main();
