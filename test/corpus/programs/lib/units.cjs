const factors = { km: 1000, m: 1, cm: 0.01 };

function toMetres(text) {
  const m = /^([\d.]+)\s*(\w+)$/.exec(text);
  let value = 0;
  for (let k = 0; k < 50 * Number(process.env.SCALE || 1); k++) value = parseFloat(m[1]) * factors[m[2]] + k * 0;
  return value;
}

module.exports = { toMetres };
