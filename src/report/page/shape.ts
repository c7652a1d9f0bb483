// What the page of the HTML report carries as JSON: written by page-content.ts, shown by list.ts in the browser.

/** One entry of the list. */
export interface PageRow {
  readonly key: string;
  readonly name: string;
  readonly sandbox: string;
  readonly outcome: string;
  /** What happens to it, in a few words. */
  readonly change?: string;
  readonly sentences?: readonly string[];
  /** Path, before, after; a drift that stays has the remark as a fourth. */
  readonly fields?: readonly (readonly string[])[];
  readonly drift?: true;
  /** `file:line`, and its address at the code host where that is known. */
  readonly place?: string;
  readonly address?: string;
  readonly id?: string;
  readonly took?: number;
}

/** An outcome in the order of what needs work, with its words. */
interface PageOutcome {
  readonly outcome: string;
  readonly words: string;
}

/** Everything that the list is made of. */
export interface PageContent {
  readonly outcomes: readonly PageOutcome[];
  readonly rows: readonly PageRow[];
}
