// The script of the HTML report as the build makes it, for tests that render from the sources.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { PageParts } from '../../src/report/html.ts';

const SOURCE = join(import.meta.dirname, '../../src/report/page/list.ts');

/** What of the page is made elsewhere. */
export function pageParts(): PageParts {
  const { outputText: script } = ts.transpileModule(readFileSync(SOURCE, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  });
  return { script, hashOf: (text) => `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
