// Names of the program that the worker module also uses.
interface TaskContext { id: number }
function task(c: TaskContext, n: number): number {
  let a = c.id;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + n + k) | 0;
  return a;
}
const pool = 3;
const range = [1, 2, 3];
for (const values of range) {
  const at = task({ id: values }, pool);
  console.log(at);
}
for (const result of range) console.log(task({ id: result }, pool));
range.forEach((emit, index) => {
  if (index > 0) console.log(task({ id: emit }, index));
});
