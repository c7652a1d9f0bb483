// Size and shape of the sources, measured on the syntax tree: one sentence for each fault, with its place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const MAX_FILE_LINES = 250;
const MAX_FUNCTION_LINES = 60;

/** Words that say nothing about what a file or type is for. `service` is allowed in the product's own name. */
const EMPTY_WORDS = new Set([
  ...['manager', 'handler', 'helper', 'util', 'utils', 'common', 'misc', 'base', 'data', 'info', 'service'],
  ...['processor', 'controller', 'factory'],
]);
const PRODUCT_NAME = /flow-?service/gi;

/** Comments that switch a check off. */
const SUPPRESSION = /@ts-(?:ignore|nocheck|expect-error)|eslint-disable/;

/** One source file: its path from the project, with `/`, and its syntax tree. */
export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** An exported declaration and whether a doc comment stands over it. */
export interface Exported {
  readonly path: string;
  readonly name: string;
  readonly documented: boolean;
}

/** Reads a text as a source file. */
export function parseSource(path: string, text: string): Source {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Reads every source file below `<project>/<folder>`. */
export function readSources(project: string, folder: string): readonly Source[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(project, path), 'utf8')));
}

function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

function nodesOf(tree: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

function faultOf(node: ts.Node, lines: number): string | undefined {
  if (ts.isFunctionLike(node) && lines > MAX_FUNCTION_LINES) {
    return `function of ${String(lines)} lines; at most ${String(MAX_FUNCTION_LINES)}`;
  }
  if (node.kind === ts.SyntaxKind.AnyKeyword) return '`any`; use `unknown` and check';
  if (ts.isNonNullExpression(node)) return '`!`; handle the missing case';
  if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.exclamationToken) {
    return '`!:`; give the value where it is declared';
  }
  return undefined;
}

/** Files and functions that are too long, `any`, `!`, and comments that switch a check off. */
export function findFaults({ path, tree }: Source): readonly string[] {
  const fileLines = lineOf(tree, tree.text.trimEnd().length);
  const tooLong =
    fileLines > MAX_FILE_LINES
      ? [`${path}: ${String(fileLines)} lines; at most ${String(MAX_FILE_LINES)}`]
      : [];
  const inTree = nodesOf(tree).flatMap((node) => {
    const first = lineOf(tree, node.getStart());
    const fault = faultOf(node, lineOf(tree, node.end) - first + 1);
    return fault === undefined ? [] : [`${path}:${String(first)}: ${fault}`];
  });
  const suppressions = tree.text.split('\n').flatMap((text, index) => {
    const [found] = SUPPRESSION.exec(text) ?? [];
    return found === undefined ? [] : [`${path}:${String(index + 1)}: ${found}; satisfy the check instead`];
  });
  return [...tooLong, ...inTree, ...suppressions];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed ? [statement.name?.text ?? 'default'] : [];
}

function isDocumented(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).some((doc) => ts.isJSDoc(doc) && doc.comment !== undefined);
}

/** What a file exports by declaring it. The overloads of one function count as one, documented if any of them is. */
export function exportsOf({ path, tree }: Source): readonly Exported[] {
  const found = new Map<string, boolean>();
  for (const statement of tree.statements.filter(isExported)) {
    for (const name of namesOf(statement)) {
      found.set(name, (found.get(name) ?? false) || isDocumented(statement));
    }
  }
  return [...found].map(([name, documented]) => ({ path, name, documented }));
}

function emptyWordIn(name: string): string | undefined {
  const words = name
    .replaceAll(PRODUCT_NAME, '')
    .split(/[-_./]|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words
    .map((word) => word.toLowerCase())
    .find((word) => EMPTY_WORDS.has(word) || EMPTY_WORDS.has(word.replace(/s$/, '')));
}

function isType(statement: ts.Statement): boolean {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  );
}

/** Paths and exported types that are named with a word that says nothing. */
export function findEmptyNames({ path, tree }: Source): readonly string[] {
  const types = tree.statements
    .filter((statement) => isExported(statement) && isType(statement))
    .flatMap(namesOf);
  return [path, ...types].flatMap((name) => {
    const word = emptyWordIn(name);
    return word === undefined ? [] : [`${path}: \`${word}\` in \`${name}\`; say what it is for`];
  });
}
