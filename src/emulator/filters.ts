// The `property` filters of `GET /connections` (public guide: sorting and filtering in the Flow Service API). Repeated
// filters must all hold; a comma list means any of its values. A filter that cannot be read is refused with the code
// that the public error catalogue gives for it.
import type { Refusal } from './answers.ts';
import { serviceRefusal } from './answers.ts';
import { listOrNothing, ownMember } from './json.ts';

/** One condition: path, operator, values. */
export interface Filter {
  readonly path: readonly string[];
  readonly operator: '==' | '>' | '<' | '>=' | '<=';
  readonly values: readonly string[];
}

/** The fields of a connection that filters and `orderby` may begin with. */
export const connectionFields: ReadonlySet<string> = new Set([
  ...['id', 'name', 'description', 'state', 'version', 'etag', 'sandboxId', 'sandboxName', 'imsOrgId'],
  ...['createdAt', 'updatedAt', 'createdBy', 'updatedBy', 'createdClient', 'updatedClient'],
  ...['connectionSpec', 'auth', 'lastOperation'],
]);

const FORM = /^([^=<>!~]+)(==|!=|!>|!<|>=|<=|>|<|~|=)(.*)$/s;
const TIME_FIELDS: ReadonlySet<string> = new Set(['createdAt', 'updatedAt']);

/** Reads the `property` parameters of a request. */
export function parseFilters(
  properties: readonly string[],
  fields: ReadonlySet<string> = connectionFields,
): readonly Filter[] | Refusal {
  const filters: Filter[] = [];
  for (const property of properties) {
    const filter = parseFilter(property, fields);
    if ('refusedBy' in filter) return filter;
    filters.push(filter);
  }
  return filters;
}

/** Says whether an object meets every filter. */
export function meetsFilters(filters: readonly Filter[], item: unknown): boolean {
  return filters.every((filter) => valuesAt(item, filter.path).some((found) => meets(filter, found)));
}

/** The values that a path leads to; a segment that ends in `[]` goes into every item of a list. */
export function valuesAt(from: unknown, path: readonly string[]): readonly unknown[] {
  return path.reduce<readonly unknown[]>(
    (reached, segment) =>
      reached.flatMap((each) => {
        const found = ownMember(each, segment.replace(/\[\]$/, ''));
        if (segment.endsWith('[]')) return listOrNothing(found) ?? [];
        return found === undefined ? [] : [found];
      }),
    [from],
  );
}

function parseFilter(property: string, fields: ReadonlySet<string>): Filter | Refusal {
  const [, field = '', operator = '', rest = ''] = FORM.exec(property) ?? [];
  if (field === '' || rest === '') {
    return serviceRefusal('1453-400', `Invalid query value ${property} provided in query param.`);
  }
  const path = field.trim().split('.');
  const values = rest.split(',').map(unquote);
  const known = readOperator(operator, rest);
  if (typeof known !== 'string') return known;
  const filter = { path, operator: known, values };
  return checkFilter(filter, fields) ?? filter;
}

// One documented example writes a single `=` before a quoted value.
function readOperator(operator: string, rest: string): Filter['operator'] | Refusal {
  switch (operator) {
    case '==':
    case '>':
    case '<':
    case '>=':
    case '<=':
      return operator;
    case '=':
      if (rest.startsWith('"')) return '==';
      break;
    case '~':
      return serviceRefusal('1440-400', "Operator '~' not implemented.");
  }
  return serviceRefusal('1450-400', `Invalid operator ${operator} in filter params.`);
}

function checkFilter(filter: Filter, fields: ReadonlySet<string>): Refusal | undefined {
  const { path, operator, values } = filter;
  const field = path[0]?.replace(/\[\]$/, '') ?? '';
  if (!fields.has(field)) {
    return serviceRefusal('1449-400', `Invalid field ${path.join('.')} in filter params.`);
  }
  if (operator !== '==' && values.length > 1) {
    return serviceRefusal('1443-400', `Operator '${operator}' is not allowed for multiple values.`);
  }
  if (operator === '>=' && field === 'id') {
    return serviceRefusal('1448-400', 'Operator >= not supported for field id.');
  }
  if (TIME_FIELDS.has(field) && values.some((value) => !Number.isFinite(Number(value)))) {
    return serviceRefusal('1452-400', `Invalid value ${values.join(',')} for field ${field}.`);
  }
  return undefined;
}

function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1) : value;
}

function meets(filter: Filter, found: unknown): boolean {
  const { operator, values } = filter;
  if (operator === '==') return values.includes(textFor(found));
  const order = compareValues(typeof found === 'number' ? found : textFor(found), values[0] ?? '');
  switch (operator) {
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
  }
}

function textFor(found: unknown): string {
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function compareValues(found: number | string, value: string): number {
  if (typeof found === 'number') return found - Number(value);
  return found < value ? -1 : Number(found > value);
}
