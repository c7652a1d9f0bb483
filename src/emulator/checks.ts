// Checks for JSON that comes from outside, put together from small ones. A check answers with sentences that say where
// the value stands, what is wrong and what is allowed; no sentence repeats a value, because values can be secret. Each
// check also says what it takes, as data.
import { isObject, ownMember } from './json.ts';

/** What a check takes. */
export type Form =
  | { readonly kind: 'anything' | 'text' | 'either' | 'tagged' }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'list' | 'record'; readonly item: Form }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Form>> };

/** Looks at one value and answers with what is wrong with it. */
export interface Check {
  (value: unknown, at: string): readonly string[];
  readonly form: Form;
}

/** Bounds of a number. */
export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

type Look = (value: unknown, at: string) => readonly string[];

const NOTHING: readonly string[] = [];

function check(form: Form, look: Look): Check {
  return Object.assign(look.bind(undefined), { form });
}

/** Lets everything pass. */
export const anything: Check = check({ kind: 'anything' }, () => NOTHING);

/** A text of at least one character. */
export const someText: Check = check({ kind: 'text' }, (value, at) =>
  typeof value === 'string' && value !== '' ? NOTHING : [`${at} must be a text that is not empty.`],
);

/** A number within bounds. */
export function numeric(bounds: NumberBounds = {}): Check {
  const { min = 0, max = Number.MAX_SAFE_INTEGER, whole = false } = bounds;
  const kind = whole ? 'a whole number' : 'a number';
  return check({ kind: 'number', whole }, (value, at) => {
    const fits =
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (fits) return NOTHING;
    const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`;
    return [`${at} must be ${kind} of at least ${min}${upper}.`];
  });
}

/** One of a few values. */
export function oneOf(...values: readonly (string | number)[]): Check {
  const names = values.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))).join(', ');
  return check({ kind: 'choice', values }, (value, at) =>
    values.some((each) => each === value) ? NOTHING : [`${at} must be one of ${names}.`],
  );
}

/** Passes what one of two checks passes; else tells what the second says. */
export function either(first: Check, second: Check): Check {
  return check({ kind: 'either' }, (value, at) =>
    first(value, at).length === 0 ? NOTHING : second(value, at),
  );
}

/** Passes null, and what the check passes. */
export function nullOr(otherwise: Check): Check {
  return check(otherwise.form, (value, at) => (value === null ? NOTHING : otherwise(value, at)));
}

/** A list of which each item passes. */
export function listOf(item: Check): Check {
  return check({ kind: 'list', item: item.form }, (value, at) =>
    Array.isArray(value)
      ? value.flatMap((each, index) => item(each, `${at}[${index}]`))
      : [`${at} must be a list.`],
  );
}

/** An object with any member names, each value of which passes. */
export function recordOf(member: Check): Check {
  return check({ kind: 'record', item: member.form }, (value, at) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, each]) => member(each, `${at}.${name}`))
      : [`${at} must be an object.`],
  );
}

/** An object with these members and no others; those not named in `required` may be absent. */
export function objectWith(
  members: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
): Check {
  const forms = Object.fromEntries(Object.entries(members).map(([name, { form }]) => [name, form]));
  return check({ kind: 'object', members: forms }, (value, at) => {
    if (!isObject(value)) return [`${at} must be an object.`];
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    const found = Object.entries(value).flatMap(([name, each]) => {
      const known = Object.hasOwn(members, name) ? members[name] : undefined;
      return known ? known(each, `${at}.${name}`) : [unknownMember(name, at, Object.keys(members))];
    });
    return [...missing.map((name) => `${at}.${name} is missing.`), ...found];
  });
}

/** An object whose member `tag` says which of several forms it has. */
export function taggedBy(tag: string, forms: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(forms);
  return check({ kind: 'tagged' }, (value, at) => {
    const found = ownMember(value, tag);
    const form = typeof found === 'string' && Object.hasOwn(forms, found) ? forms[found] : undefined;
    return form ? form(value, at) : oneOf(...names)(found, `${at}.${tag}`);
  });
}

/** The sentence about a member that no one knows. */
export function unknownMember(name: string, at: string, known: readonly string[]): string {
  return `${at} has no member \`${name}\`; known are ${known.join(', ')}.`;
}
