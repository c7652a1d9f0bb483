// The commands that recipes show, wherever they stand: in shell blocks, in the steps of a pipeline, in units and manifests.
import { parseAllDocuments } from 'yaml';
import { parseArguments } from '../../src/commands/args.ts';
import { blocksOf, read } from './pages.ts';
import type { Block } from './pages.ts';

/** The recipes, by their file below docs/recipes/. */
export const RECIPES = [
  'README.md',
  'github-actions.md',
  'gitlab-ci.md',
  'jenkins.md',
  'kubernetes.md',
  'systemd.md',
  'docker.md',
  'secrets.md',
] as const;

/** Blocks of a recipe in one language. */
export function recipeBlocks(recipe: (typeof RECIPES)[number], language: string): string[] {
  const blocks: Block[] = blocksOf(read(`docs/recipes/${recipe}`));
  return blocks.filter((block) => block.language === language).map(({ text }) => text);
}

/** The block that begins with a comment with the name of its file. */
export function fileOf(recipe: (typeof RECIPES)[number], name: string): string {
  const found = blocksOf(read(`docs/recipes/${recipe}`)).find(({ text }) =>
    new RegExp(`^(#|//) \\S*${name.replaceAll('.', '\\.')}\\n`).test(text),
  );
  if (found === undefined) throw new Error(`${recipe} shows no file ${name}`);
  return found.text;
}

/** The documents of a YAML text; a fault of the YAML throws. */
export function yamlOf(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) throw fault;
    return document.toJS() as unknown;
  });
}

/** Every value below a member of that name, however deep. */
export function valuesAt(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, below]) => [
    ...(key === name && !Array.isArray(value) ? [below] : []),
    ...valuesAt(below, name),
  ]);
}

/** Everything in a recipe that a shell reads. */
export function shellTexts(recipe: (typeof RECIPES)[number]): string[] {
  const documents = recipeBlocks(recipe, 'yaml').flatMap(yamlOf);
  const steps = ['run', 'script', 'before_script'].flatMap((name) =>
    documents.flatMap((document) => valuesAt(document, name)),
  );
  const groovy = recipeBlocks(recipe, 'groovy').flatMap((text) =>
    [...text.matchAll(/(?:sh|script:) ('''|')([^]*?)\1/g)].map(([, , command = '']) => command),
  );
  const lists = steps.map((step) => (Array.isArray(step) ? step.join('\n') : String(step)));
  return [...recipeBlocks(recipe, 'sh'), ...lists, ...groovy];
}

/** Calls of flowrecon within the prose of a page. */
export function inlineCalls(page: string): string[] {
  const prose = read(page).replaceAll(/^ *```[^]*?^ *```$/gm, '');
  return [...prose.matchAll(/`(flowrecon [^`]+)`/g)].map(([, call = '']) => call);
}

/** What the command line has against some arguments; a command or flag that is only named may lack what follows it. */
export function faultOf(words: readonly string[]): string | undefined {
  const result = parseArguments(words, '0');
  if (result.ok || result.problem.help) return undefined;
  const { err } = result.problem;
  return /missing required argument|argument missing/.test(err) ? undefined : err;
}

/** The arguments of every call of flowrecon in a shell text; quotes as a shell reads them. */
export function callsIn(shell: string): string[][] {
  const text = shell.replaceAll('\\\n', ' ').replaceAll(/\$\{\{[^}]*\}\}/g, 'EXPRESSION');
  return [...text.matchAll(/^\s*(?:npx )?flowrecon ([^\n|;&>]*)/gm)].map(([, words = '']) =>
    [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}
