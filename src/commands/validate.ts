// flowrecon validate: checks the configuration, without any network unless that is asked for. Its findings are its data.
import { hasErrors } from '../core/diagnostic.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodeOfRefusal } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { ValidateRequest } from '../core/request.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { githubText } from '../report/github.ts';
import { guideLine } from '../report/guide.ts';
import { NO_REQUESTS, document } from '../report/json.ts';
import type { OnlineReport } from '../report/online-text.ts';
import { sarifText } from '../report/sarif.ts';
import { severities, validateText } from '../report/validate-text.ts';
import type { Validation } from '../report/validate-text.ts';
import { guidePath } from '../wiring-guide.ts';
import { configure } from '../wiring.ts';
import type { Setup } from '../wiring.ts';
import { pageFor } from './page-for.ts';
import { withReports } from './reporting.ts';

interface Checked {
  readonly findings: readonly Diagnostic[];
  readonly setup: Setup | undefined;
  /** Absent when the platform was not asked. */
  readonly online?: OnlineReport;
}

/** Runs `flowrecon validate`. */
export async function runValidate(request: ValidateRequest, host: Host): Promise<ExitCode> {
  const findings: Diagnostic[] = [];
  let checked: Omit<Checked, 'findings'> = { setup: undefined };
  const voice = {
    diagnostics: findings,
    tell: (found: readonly Diagnostic[]) => findings.push(...found),
    say: (text: string) => {
      if (request.format === 'text') host.err(text);
    },
  };
  const end = await withReports(
    { request, host, voice },
    {
      run: async () => {
        const { findings: found, ...rest } = await check(request, host);
        checked = rest;
        voice.tell(found);
        const { setup, online } = rest;
        const about = setup && { about: { entries: setup.selected, statePath: setup.statePath } };
        return { exitCode: exitCodeOfRefusal(found), ...about, ...(online && { requests: online.requests }) };
      },
      members: () => documentOf(request, { ...checked, findings }),
    },
  );
  host.out(render(request, host, { ...checked, findings }));
  return end.exitCode;
}

/** A faulty list is not held against the platform: what it asks for is not known. */
async function check(request: ValidateRequest, host: Host): Promise<Checked> {
  const configured = await configure(request, host);
  if (!configured.ok) return { findings: configured.problem, setup: undefined };
  const setup = configured.value;
  const { warnings } = setup.configuration;
  if (!request.online) return { findings: warnings, setup };
  const { checkOnline } = await import('./online.ts');
  const { findings, report } = await checkOnline({ request, host, setup });
  return { findings: [...warnings, ...findings], setup, online: report };
}

const NOT_ASKED: OnlineReport = { spec: null, sandboxes: [], requests: NO_REQUESTS };

function render(request: ValidateRequest, host: Host, checked: Checked): string {
  const { findings, setup, online } = checked;
  switch (request.format) {
    case 'json':
      return document('validate', documentOf(request, checked));
    case 'sarif':
      return sarifText(findings);
    case 'github':
      return findings.length === 0 ? '' : `${githubText(findings)}\n`;
    case 'text': {
      const more = guideLine(findings, guidePath(host.cwd));
      return validateText(
        {
          findings,
          ...(setup !== undefined && { checked: sizeOf(setup) }),
          ...(online !== undefined && { online }),
          ...(more !== undefined && { more }),
        },
        pageFor('out', request, host),
      );
    }
  }
}

function documentOf(request: ValidateRequest, { findings, setup, online = NOT_ASKED }: Checked): object {
  return {
    valid: !hasErrors(findings),
    summary: { entries: setup?.selected.length ?? 0, ...severities(findings) },
    ...(request.online && { online }),
    diagnostics: findings.map(diagnosticJson),
  };
}

function sizeOf({ configuration, selected }: Setup): NonNullable<Validation['checked']> {
  const sandboxes = new Set(selected.map(({ sandbox }) => sandbox)).size;
  return { files: configuration.files.length, entries: selected.length, sandboxes };
}
