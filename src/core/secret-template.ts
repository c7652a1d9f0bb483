// The references to secrets that first files are made with: a template such as `{SANDBOX}_{KEY}_PASSWORD`, filled for each
// entry. Decides which letters of a key a reference takes, and that two entries share one only where the template makes
// no difference between them.
import type { EntryFields } from './export-fields.ts';
import { namesBeside, numbered, slugOf, variableOf } from './export-names.ts';

/** Where the secrets of new entries are: in variables of the environment, or in files. */
export interface SecretTemplate {
  readonly kind: 'env' | 'file';
  readonly template: string;
}

/** As an export names them. */
export const USUAL_TEMPLATE: SecretTemplate = { kind: 'env', template: '{SANDBOX}_{KEY}_PASSWORD' };

/** An entry, as far as a template can tell it from others. */
export interface TemplateSubject {
  readonly sandbox: string;
  readonly localKey: string;
}

const PLACEHOLDER = /\{(key|sandbox)\}/gi;

/** What is wrong with a template, as the rest of a sentence. */
export function templateFault({ kind, template }: SecretTemplate): string | undefined {
  const filled = template.replaceAll(PLACEHOLDER, 'A');
  if (/[{}]/.test(filled)) return 'knows only the placeholders {KEY} and {SANDBOX}';
  if (kind === 'env' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(filled))
    return 'makes no name of an environment variable: letters, digits and _ only, and no digit first';
  return kind === 'file' && !/^[^\u0000-\u001f\u007f]+$/.test(filled) ? 'makes no path of a file' : undefined;
}

/** Makes the references of the entries of one list, one after another. */
export function secretReferences({ kind, template }: SecretTemplate): (of: TemplateSubject) => EntryFields {
  const given = new Map<string, string>();
  const nameBeside = namesBeside<string>([]);
  return ({ sandbox, localKey }) => {
    const fill = (spelt: (text: string) => string): string =>
      template.replaceAll(PLACEHOLDER, (_, word: string) =>
        spelt(word.toLowerCase() === 'key' ? localKey : sandbox),
      );
    const meant = fill((text) => JSON.stringify(text));
    const mark = kind === 'env' ? '_' : '-';
    const wanted = fill(kind === 'env' ? variableOf : slugOf);
    const name = given.get(meant) ?? nameBeside((number) => `${wanted}${numbered(number, mark)}`);
    given.set(meant, name);
    return { [kind]: name };
  };
}
