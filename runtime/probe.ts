/** Loaded by `loaders.ts` to see whether a TypeScript loader is at work: Node alone cannot strip an enum away. */
export enum Probe {
  Active = 1,
}
