/** Small mistakes in the analysis and the split that would go unnoticed without a test: each must be caught by one of its fixtures. */
export interface PlantedBug {
  /** What the tool would do wrong. */
  readonly name: string;
  /** Relative to `server/`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Fixtures of `test/forms`, any of which may notice. */
  readonly noticed: readonly string[];
}
