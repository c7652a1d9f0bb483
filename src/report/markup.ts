// HTML written so that text cannot become markup: the one place that escapes, and a template that does so by itself.
import { visible } from './visible.ts';

/** Markup that may stand in a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

/** A template of markup: what is filled in is text, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = texts.map(
    (text, index) => `${text}${index < parts.length ? shown(parts[index] ?? '') : ''}`,
  );
  return { markup: pieces.join('') };
}

/** Nothing at all. */
export const NOTHING: Markup = { markup: '' };

function shown(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapedHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapedHtml(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** A value as JSON inside a script element, which only `</script` or a comment could end. */
export function jsonMarkup(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll('<', '\\u003c') };
}
