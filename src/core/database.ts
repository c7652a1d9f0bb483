// What a connection's database holds, as far as the platform shows it. Types only.

/** A table, or whatever else the platform lists at the top of a database. */
export interface DatabaseTable {
  readonly name: string;
  /** What the platform wants to be asked for. */
  readonly path: string;
  /** `table` for tables. */
  readonly type: string;
}

/** A column of a table. */
export interface DatabaseColumn {
  readonly name: string;
  /** The platform's word for the type of the database. */
  readonly type: string;
  /** The type that the column would have in a schema of the platform; null where it says none. */
  readonly xdmType: string | null;
}

/** What was asked for: all tables, or the columns of one. */
export type Explored =
  | { readonly kind: 'tables'; readonly tables: readonly DatabaseTable[] }
  | { readonly kind: 'columns'; readonly columns: readonly DatabaseColumn[] };
