import { describe, expect, it } from 'vitest';
import { readFixtures, type Block } from '../support/fixture.js';
import { resultsOf, type Server } from '../support/rewrite.js';
import type { PlantedBug } from './plantedBug.js';
import { serverWith } from './plant.js';

const fixtures = new Map(readFixtures().map((f) => [f.name, f]));

/** What a server makes of a fixture otherwise than the fixture says; null where there is no difference. */
function difference(name: string, server: Server): string | null {
  const fixture = fixtures.get(name);
  if (!fixture) throw new Error(`there is no fixture ${name}`);
  const wanted = asText(fixture.blocks.filter((b) => b.kind !== 'before' && b.kind !== 'with'));
  try {
    const got = asText(resultsOf(fixture, server));
    return got === wanted ? null : got;
  } catch (error) {
    return String(error);
  }
}

const asText = (blocks: readonly Block[]): string => blocks.map((b) => `${b.kind} ${b.file}\n${b.text}`).join('\n');

/**
 * Plants bugs, one at a time. Every server that was built stays in the memory of its process, with all declarations that it has read:
 * the bugs are spread over a few test files.
 */
export function catchBugs(bugs: readonly PlantedBug[]): void {
  it('nothing is noticed without a bug', async () => {
    const server = await serverWith(null);
    const used = [...new Set(bugs.flatMap((bug) => bug.noticed))];
    expect(used.filter((name) => difference(name, server) !== null)).toEqual([]);
  });

  describe('planted bugs are caught', () => {
    it.each(bugs.map((bug) => [bug.name, bug] as const))('%s', async (_name, bug) => {
      const server = await serverWith(bug);
      const caught = bug.noticed.filter((name) => difference(name, server) !== null);
      expect(
        caught,
        `server/${bug.file}: \`${bug.find}\` → \`${bug.replace}\` is NOT caught by ${bug.noticed.join(', ')}`,
      ).not.toEqual([]);
    });
  });
}
