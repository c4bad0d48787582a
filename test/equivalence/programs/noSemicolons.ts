// Written without semicolons
function mix(n: number): number {
  let a = n | 0
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0
  return a
}
function list(n: number): number[] {
  return [mix(n), n]
}
const names = ['x', 'y']
for (const x of [1, 2]) {
  const a = names[x - 1]
  console.log(a)
  const b = mix(x)
  list(x).forEach((v) => console.log(v))
  console.log(b)
  ;[x].forEach((v) => console.log(v, mix(v)))
}
;[1, 2].forEach((x) => {
  console.log(x)
  const a = x
  list(a).map((v) => v + 1).forEach((v) => console.log(v))
  console.log(`${mix(x)}`)
})
const z = [3, 4].map((x) => mix(x))
;(() => console.log(z.join()))()
let q = 0
for (const x of [1, 2]) q += mix(x)
console.log(q)
