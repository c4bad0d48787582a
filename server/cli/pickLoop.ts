import { loopAt } from '../loopAt.js';
import type { JudgedLoop } from '../model.js';
import { shown, UsageError, type Place } from './paths.js';

/**
 * Chooses the loop at a place among those of its file.
 *
 * @throws UsageError where there is none, with the line of the nearest
 */
export function pickLoop(place: Place): (loops: readonly JudgedLoop[]) => JudgedLoop {
  return (loops) => {
    const found = loopAt(loops, place);
    if (found) return found;
    const lines = loops.map(({ site }) => site.anchor.line);
    const distance = (line: number): number => Math.abs(line - (place.line ?? 1));
    const [nearest] = lines.sort((a, b) => distance(a) - distance(b));
    const where = nearest === undefined ? 'in this file' : `on this line; the nearest is on line ${nearest}`;
    throw new UsageError(`${shown(place.file)}:${place.line}: there is no loop ${where}`);
  };
}
