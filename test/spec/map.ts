/**
 * Which test shows what the specification says. A test is named by its file, without `test/` and its ending, and its
 * title; of a title with values in it, one that is generated.
 */
export interface Page {
  /** Of the page, from the root of the project. */
  readonly path: string;
  /** Part of a claim, found in that alone → the tests that show it. */
  readonly shown: Readonly<Record<string, readonly string[]>>;
  /** Part of a claim that no test shows, or not whole → why. */
  readonly gaps: Readonly<Record<string, string>>;
  /** Part of a sentence that says nothing of how the core behaves. */
  readonly plain: readonly string[];
}
