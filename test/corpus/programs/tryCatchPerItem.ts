const SCALE = Number(process.env.SCALE ?? '1');
type Parsed = { ok: true; keys: number } | { ok: false; why: string };

const big = JSON.stringify(Array.from({ length: Math.round(60 * SCALE) }, (_, i) => ({ ['k' + i]: [i, { deep: i }] })));
const texts = Array.from({ length: 30 }, (_, i) => (i % 7 === 3 ? big.slice(0, -1) : i % 11 === 5 ? 'null' : big));

function countKeys(value: unknown): number {
  if (value === null) throw new TypeError('nothing to count');
  if (typeof value !== 'object') return 0;
  return Object.values(value as object).reduce<number>((n, v) => n + 1 + countKeys(v), 0);
}

// @loop
const parsed = texts.map((text): Parsed => {
  try {
    return { ok: true, keys: countKeys(JSON.parse(text)) };
  } catch (error) {
    return { ok: false, why: error instanceof TypeError ? error.message : (error as Error).name };
  }
});
console.log(parsed.map((p) => (p.ok ? p.keys : p.why)).join(' '));
