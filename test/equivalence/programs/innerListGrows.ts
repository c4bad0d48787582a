// The inner list belongs to a new item and grows while it is walked.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function load(): { list: number[] }[] {
  return [{ list: [1, 2] }, { list: [3] }];
}
for (const item of load()) {
  for (const v of item.list) {
    console.log(v, mix(v));
    if (item.list.length < 4) item.list.push(v + 10);
  }
}
for (const item of [{ list: [1, 2] }]) {
  for (let i = 0; i < item.list.length; i++) {
    console.log(i, mix(item.list[i]!));
    if (item.list.length < 4) item.list.push(i + 10);
  }
}
const state = { list: [1] };
for (const n of [1, 2, 3]) {
  for (const v of state.list) {
    console.log(n, v, mix(v));
    if (state.list.length < n + 2) state.list.push(v + n);
  }
}
