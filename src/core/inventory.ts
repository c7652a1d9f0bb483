// An inventory: a table of databases that somebody keeps as CSV, with columns of any name. Types and the fields that a
// column can stand for. Which column stands for which is decided in column-mapping.ts, what a row comes to in
// inventory-rows.ts. The rule not to break: the text of a password column goes no further than the table.

/** What a column can stand for, as `--column` names it. */
export const INVENTORY_FIELDS = [
  ...(['name', 'key', 'sandbox', 'description', 'server', 'port', 'database', 'username', 'tags'] as const),
  ...(['password-env', 'password-file'] as const),
] as const;

/** What a column can stand for. */
export type InventoryField = (typeof INVENTORY_FIELDS)[number];

/** One row, at the line of the file on which it begins. */
export interface InventoryRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A whole table. */
export interface InventoryTable {
  /** Path as the user would type it. */
  readonly file: string;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rows: readonly InventoryRow[];
}

/** One column and what it stands for. */
export interface InventoryColumn {
  readonly header: string;
  readonly use:
    | {
        readonly kind: 'field';
        readonly field: InventoryField;
        readonly how: 'given' | 'guessed' | 'doubtful';
      }
    /** Its name speaks of a secret: it is not read. */
    | { readonly kind: 'secret' }
    /** It could stand for a field that another column could stand for too. */
    | { readonly kind: 'rival'; readonly field: InventoryField }
    | { readonly kind: 'unused' };
}

/** Why a row comes to no entry. */
export interface RowFault {
  readonly line: number;
  /** The column that is at fault, where it is one. */
  readonly column?: string;
  readonly message: string;
}
