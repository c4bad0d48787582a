/** Tests that run every program of a folder before and after. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawn } from './drawn.js';
import { expectSame } from './equivalence.js';
import { root, type Project } from './project.js';

const LIMIT = 240_000;

export interface Collection {
  readonly name: string;
  /** Relative to the root of the repository. */
  readonly folder: string;
  /** Programs of the folder that only serve others. */
  readonly besides?: readonly string[];
  readonly tsx?: boolean;
  /** The programs, or those named, break assumptions on purpose: loops that are offered under one are left alone. */
  readonly assumeNothing?: boolean | readonly string[];
  /** Some items or captures are of kinds that no copy is faithful to. */
  readonly odd?: boolean;
  readonly everyWidth?: boolean;
  /** Runs that many programs only, drawn with `LOOPPOOL_SEED`; `LOOPPOOL_PROGRAMS` of them, or all, with `LOOPPOOL_LONG`. */
  readonly sample?: number;
}

/** One test a program; a program without a loop that is offered passes, and is not counted as offered. */
export function testCollection(collection: Collection): void {
  const { name, besides = [], tsx = false, assumeNothing = false, odd = false, everyWidth = false } = collection;
  const folder = path.join(root, collection.folder);
  describe(`${name}: programs print and throw the same before and after`, () => {
    if (!existsSync(folder)) {
      console.log(`${name}: ${collection.folder} is not here, its programs are not run`);
      it.skip(`${collection.folder} is not here`, () => undefined);
      return;
    }
    const all = readdirSync(folder)
      .filter((file) => /(?<!\.d|\.tasks|\.test)\.[cm]?[jt]s$/.test(file) && !besides.includes(file))
      .sort();
    const { LOOPPOOL_LONG: isLong, LOOPPOOL_PROGRAMS: most = all.length } = process.env;
    const programs = drawn(all, isLong ? Number(most) : (collection.sample ?? all.length));
    const offered: string[] = [];
    it.each(programs)(
      '%s',
      async (entry) => {
        const fill = (project: Project): void => {
          for (const { name: item } of readdirSync(folder, { withFileTypes: true }))
            if ((item === entry || !all.includes(item)) && !/^(node_modules|tsconfig\.json|.*\.test\.ts)$/.test(item))
              project.copy(path.join(folder, item), item);
        };
        const breaks = assumeNothing === true || (assumeNothing || []).includes(entry);
        if (await expectSame({ entry, fill, tsx, assumeNothing: breaks, odd, everyWidth })) offered.push(entry);
      },
      LIMIT,
    );
    it('some of them are offered', () => {
      console.log(`${name}: a loop of ${offered.length} of ${programs.length} programs (of ${all.length}) is offered`);
      expect(offered).not.toEqual([]);
    });
  });
}
