// flowrecon validate: checks the configuration without any network. Its findings are its data.
import { EXIT, exitCodeOfRefusal } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { ValidateRequest } from '../core/request.ts';
import { diagnosticJson, diagnosticText } from '../report/diagnostics.ts';
import { githubText } from '../report/github.ts';
import { document } from '../report/json.ts';
import { createPaint } from '../report/paint.ts';
import { sarifText } from '../report/sarif.ts';
import { counted } from '../report/sentences.ts';
import { configure } from '../wiring.ts';
import type { Setup } from '../wiring.ts';

/** Runs `flowrecon validate`. */
export async function runValidate(request: ValidateRequest, host: Host): Promise<ExitCode> {
  const configured = await configure(request, host);
  const findings = configured.ok ? configured.value.configuration.warnings : configured.problem;
  const setup = configured.ok ? configured.value : undefined;
  host.out(render(request, host, { findings, setup }));
  return configured.ok ? EXIT.done : exitCodeOfRefusal(configured.problem);
}

interface Checked {
  readonly findings: readonly Diagnostic[];
  readonly setup: Setup | undefined;
}

function render(request: ValidateRequest, host: Host, checked: Checked): string {
  const { findings, setup } = checked;
  switch (request.format) {
    case 'json': {
      const summary = { entries: setup?.selected.length ?? 0, ...severities(findings) };
      return document('validate', {
        valid: setup !== undefined,
        summary,
        diagnostics: findings.map(diagnosticJson),
      });
    }
    case 'sarif':
      return sarifText(findings);
    case 'github':
      return findings.length === 0 ? '' : `${githubText(findings)}\n`;
    case 'text': {
      const text = diagnosticText(findings, createPaint(request.colour && host.colours.out));
      return `${text}${text === '' ? '' : '\n\n'}${closingLine(checked)}\n`;
    }
  }
}

function closingLine({ findings, setup }: Checked): string {
  const { errors, warnings } = severities(findings);
  if (setup === undefined) return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`;
  const sandboxes = new Set(setup.selected.map(({ sandbox }) => sandbox)).size;
  const found = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  const { files } = setup.configuration;
  const entries = counted(setup.selected.length, 'entry', 'entries');
  return `${counted(files.length, 'file')} checked: ${entries} in ${counted(sandboxes, 'sandbox', 'sandboxes')}${found}.`;
}

function severities(findings: readonly Diagnostic[]): { errors: number; warnings: number } {
  const count = (severity: Diagnostic['severity']): number =>
    findings.filter((one) => one.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}
