// Checks for JSON that comes from outside, put together from small ones. A check answers with sentences that say where
// the value stands, what is wrong and what is allowed; no sentence repeats a value, because values can be secret.
import { isObject, ownMember } from './json.ts';

/** Looks at one value and answers with what is wrong with it. */
export type Check = (value: unknown, at: string) => readonly string[];

/** Bounds of a number. */
export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

const NOTHING: readonly string[] = [];

/** Lets everything pass. */
export const anything: Check = () => NOTHING;

/** A text of at least one character. */
export const someText: Check = (value, at) =>
  typeof value === 'string' && value !== '' ? NOTHING : [`${at} must be a text that is not empty.`];

/** A number within bounds. */
export function numeric(bounds: NumberBounds = {}): Check {
  const { min = 0, max = Number.MAX_SAFE_INTEGER, whole = false } = bounds;
  const kind = whole ? 'a whole number' : 'a number';
  return (value, at) => {
    const fits =
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (fits) return NOTHING;
    const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`;
    return [`${at} must be ${kind} of at least ${min}${upper}.`];
  };
}

/** One of a few values. */
export function oneOf(...allowed: readonly (string | number)[]): Check {
  const names = allowed.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))).join(', ');
  return (value, at) =>
    allowed.some((each) => each === value) ? NOTHING : [`${at} must be one of ${names}.`];
}

/** Passes what one of two checks passes; else tells what the second says. */
export function either(first: Check, second: Check): Check {
  return (value, at) => (first(value, at).length === 0 ? NOTHING : second(value, at));
}

/** A list of which each item passes. */
export function listOf(item: Check): Check {
  return (value, at) =>
    Array.isArray(value)
      ? value.flatMap((each, index) => item(each, `${at}[${index}]`))
      : [`${at} must be a list.`];
}

/** An object with any member names, each value of which passes. */
export function recordOf(member: Check): Check {
  return (value, at) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, each]) => member(each, `${at}.${name}`))
      : [`${at} must be an object.`];
}

/** An object with these members and no others; those not named in `required` may be absent. */
export function objectWith(
  members: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
): Check {
  return (value, at) => {
    if (!isObject(value)) return [`${at} must be an object.`];
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    const found = Object.entries(value).flatMap(([name, each]) => {
      const check = Object.hasOwn(members, name) ? members[name] : undefined;
      return check ? check(each, `${at}.${name}`) : [unknownMember(name, at, Object.keys(members))];
    });
    return [...missing.map((name) => `${at}.${name} is missing.`), ...found];
  };
}

/** An object whose member `tag` says which of several forms it has. */
export function taggedBy(tag: string, forms: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(forms);
  return (value, at) => {
    const found = ownMember(value, tag);
    const form = typeof found === 'string' && Object.hasOwn(forms, found) ? forms[found] : undefined;
    return form ? form(value, at) : oneOf(...names)(found, `${at}.${tag}`);
  };
}

/** The sentence about a member that no one knows. */
export function unknownMember(name: string, at: string, known: readonly string[]): string {
  return `${at} has no member \`${name}\`; known are ${known.join(', ')}.`;
}
