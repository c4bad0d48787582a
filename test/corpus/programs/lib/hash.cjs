const rounds = 40 * Number(process.env.SCALE || 1);

exports.slowHash = function slowHash(text) {
  let h = 5381;
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < text.length; k++) h = (Math.imul(h, 33) ^ (text.charCodeAt(k) + round)) >>> 0;
  return h;
};
