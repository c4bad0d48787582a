import { isTrustEntry, type Trust, trustIn } from '../trust.js';
import { UsageError } from './paths.js';

/**
 * What `--trust` names, wherever a file is judged.
 *
 * @throws UsageError for what is no `module#function`
 */
export function trustGiven(names: readonly string[] = []): () => Trust {
  for (const name of names)
    if (!isTrustEntry(name))
      throw new UsageError(
        `--trust ${name}: name a function as some-package#hash, or all of a module as some-package#*`,
      );
  const trust = trustIn(names);
  return () => trust;
}
