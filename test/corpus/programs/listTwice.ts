import { work } from './lib/work.js';

const players = Array.from({ length: 6 }, (_, i) => ({ name: `p${i}`, score: i }));
const bothRounds = players.concat(players);
// @loop
bothRounds.forEach((player) => {
  player.score = work(player.score + 3);
});
console.log(players.map(({ name, score }) => `${name}=${score}`).join(' '));
