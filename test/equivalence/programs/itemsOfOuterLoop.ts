// The item of an outer loop is a part of the collection, also while a loop inside it runs.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
function one(): void {
  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  for (const o of objects) {
    for (let j = 0; j < 3; j++) objects[heavy(o.v) % 3]!.v += 1;
    o.v = heavy(o.v);
  }
  console.log(objects);
}
function two(): void {
  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  for (let j = 0; j < 3; j++) objects[heavy(objects[1]!.v) % 3]!.v += 1;
  console.log(objects);
}
function three(): void {
  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  const o = objects[1]!;
  for (let j = 0; j < 3; j++) objects[heavy(o.v) % 3]!.v += 1;
  console.log(objects);
}
one(); two(); three();
function four(): void {
  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  objects.forEach((o) => {
    for (let j = 0; j < 3; j++) objects[heavy(o.v) % 3]!.v += 1;
  });
  console.log(objects);
}
function five(): void {
  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  const f = (list: { v: number }[]): void => {
    for (const o of list) for (let j = 0; j < 3; j++) objects[heavy(o.v) % 3]!.v += 1;
  };
  f(objects);
  console.log(objects);
}
four(); five();
export {};
