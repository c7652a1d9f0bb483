// CSV as people and spreadsheets write it: text to a table. Decides what separates the cells and on which line a row
// begins. A quote in the wrong place decides where all the rows after it begin, so it refuses the file as a whole.
import { parse } from 'csv-parse/sync';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InventoryRow, InventoryTable } from '../core/inventory.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { SourceText } from './source.ts';
import { tellFile } from './tell.ts';

/** What separates cells; of two that would do the first one is taken. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Reads a table whose first row names the columns. */
export function parseTable(
  { file, text }: Pick<SourceText, 'file' | 'text'>,
  asked?: string,
): Result<InventoryTable, Diagnostic> {
  // The library counts a line twice where a Windows line end stands within quotes.
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const delimiter = asked ?? detectDelimiter(lines);
  const parsed = parseRows(lines, delimiter);
  if (!parsed.ok) return refusal(brokenQuote(file, parsed.problem));
  const [head, ...rows] = parsed.value;
  if (head === undefined || rows.length === 0) return refusal(noRows(file));
  return success({ file, delimiter, header: head.cells, rows });
}

/** The one that makes the most columns of the header. */
function detectDelimiter(text: string): string {
  const columns = (delimiter: string): number => {
    const parsed = parseRows(text, delimiter, 1);
    return parsed.ok ? parsed.value.flatMap(({ cells }) => cells).length : 0;
  };
  return DELIMITERS.reduce((best, next) => (columns(next) > columns(best) ? next : best));
}

/** The problem is the line on which a row with a broken quote begins. */
function parseRows(text: string, delimiter: string, to = -1): Result<readonly InventoryRow[], number> {
  const rows: InventoryRow[] = [];
  let done = 0;
  try {
    parse(text, {
      ...{ delimiter, to, trim: true },
      ...{ relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true },
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines - breaksWithin(cells), cells });
        done = lines;
        return null;
      },
    });
    return success(rows);
  } catch {
    // With a sound delimiter only a quote can be wrong; what the library says would repeat the cell.
    return refusal(done + 1);
  }
}

/** The library tells the line on which a row ends. */
function breaksWithin(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
}

function brokenQuote(file: string, line: number): Diagnostic {
  return tellFile(
    file,
    {
      code: 'inventory-unusable',
      summary: 'a double quote in this row has no partner, or stands in the middle of a cell',
      detail: 'where the following rows begin cannot be known, so none is read',
      fix: 'put the whole cell into double quotes and write each one within it twice; if another character separates the cells, name it with --delimiter',
    },
    { line, column: 1 },
  );
}

function noRows(file: string): Diagnostic {
  return tellFile(file, {
    code: 'inventory-unusable',
    summary: 'the inventory has no rows',
    fix: 'its first row has to name the columns, and every further one a database',
  });
}
