// Wires the reports of a run: where they lie, what renders each, and the script of the page, which is read from the build.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Host } from './core/ports.ts';
import type { ReportFile, ReportKind } from './core/request.ts';
import type { RunReport } from './core/run-report.ts';

/** The reports that a run was asked for. */
export interface ReportFiles {
  /** What speaks against writing them; nothing is written. */
  readonly check: () => Promise<Diagnostic[]>;
  /** Writes them all; the reasons of those that could not be. */
  readonly write: (run: RunReport, members: () => object) => Promise<Diagnostic[]>;
}

const loadFiles = () => import('./backend/report-file.ts');

/** Opens the files of reports; `taken` are files that the run uses for something else. */
export function openReports(host: Host, asked: readonly ReportFile[], taken: readonly string[]): ReportFiles {
  const reserved = new Set(taken.map((path) => resolve(host.cwd, path)));
  const unique = new Map(asked.map((file) => [resolve(host.cwd, file.path), file]));
  const files = [...unique].map(([path, { kind }]): ReportFile => ({ path, kind }));
  const problemsOf = async (look: (file: ReportFile) => Promise<Diagnostic | undefined>) =>
    (await Promise.all(files.map(look))).filter((problem) => problem !== undefined);
  return {
    check: () =>
      problemsOf(async (file) =>
        reserved.has(file.path) ? reservedFile(file) : (await loadFiles()).checkReportFile(file),
      ),
    async write(run, members) {
      const texts = new Map<ReportKind, string>();
      for (const { kind } of files)
        if (!texts.has(kind)) texts.set(kind, await renderReport(kind, run, members));
      const problems = await problemsOf(async (file) =>
        (await loadFiles()).writeReportFile(file, texts.get(file.kind) ?? ''),
      );
      return [...problems, ...(await summarise(host, texts.get('markdown')))];
    },
  };
}

function reservedFile({ path }: ReportFile): Diagnostic {
  const summary = `${path} cannot be a report, because this run uses it for something else`;
  return { severity: 'error', code: 'report-unusable', summary, fix: 'Name another file.' };
}

/** GitHub Actions shows what is written there on the page of the run. */
async function summarise(host: Host, markdown: string | undefined): Promise<Diagnostic[]> {
  const path = host.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (markdown === undefined || path === '') return [];
  const reason = await (await loadFiles()).appendSummary(path, markdown);
  if (reason === undefined) return [];
  const summary = `the report could not be added to the summary of this step: ${reason}`;
  const fix = 'Look at the report itself; GITHUB_STEP_SUMMARY names the file that could not be written.';
  return [{ severity: 'warning', code: 'report-unusable', summary, fix }];
}

async function renderReport(kind: ReportKind, run: RunReport, members: () => object): Promise<string> {
  switch (kind) {
    case 'markdown':
      return (await import('./report/markdown.ts')).markdownReport(run);
    case 'junit':
      return (await import('./report/junit.ts')).junitReport(run);
    case 'sarif':
      return (await import('./report/sarif.ts')).sarifReport(run);
    case 'json':
      return (await import('./report/report-json.ts')).jsonReport(run, members());
    case 'html': {
      const script = await readFile(new URL('./report/page/list.js', import.meta.url), 'utf8');
      return (await import('./report/html.ts')).htmlReport(run, { script, hashOf });
    }
  }
}

/** A text as a policy of the page names it (CSP, 2.3.1). */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
