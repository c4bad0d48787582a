import { work } from './lib/work.js';

interface Track {
  title: string;
  plays: number;
}

const tracks: Track[] = Array.from({ length: 40 }, (_, i) => ({ title: `track ${(i * 7) % 40}`, plays: i }));
const rank = (track: Track): number => [...track.title].reduce((sum, c) => sum + work(c.charCodeAt(0) * 31 + track.plays), 0);
const sorted = tracks
  // @loop
  .map((track) => ({ track, rank: rank(track) }))
  .sort((a, b) => a.rank - b.rank || a.track.plays - b.track.plays)
  .map(({ track }) => track);
sorted[0].plays += 1000;
console.log(sorted.map((t) => t.title).join(', '), Math.max(...tracks.map((t) => t.plays)));
