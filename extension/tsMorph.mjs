/**
 * What the bundles have in the place of ts-morph: TypeScript itself, which is all that is used of it. A plain object, since
 * every `ts.isIdentifier` of an imported CommonJS module goes through two getters, and that took a fifth of a scan.
 */
import common from '@ts-morph/common';

export const ts = { ...common.ts };
