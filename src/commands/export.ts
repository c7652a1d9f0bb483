// flowrecon export: reads what stands, writes the list for it, and records it when asked to. The order of steps is all
// that is decided here.
import { adoptedRecord } from '../core/adoption.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Export } from '../core/exporting.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host, LoadedState, RequestTotals, StateBackend, StateSession } from '../core/ports.ts';
import type { ExportRequest } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { exportJson } from '../report/export-json.ts';
import { exportSummary } from '../report/export-text.ts';
import { openBackend } from '../wiring.ts';
import { openNewList } from '../wiring-export.ts';
import { unopened } from '../reconcile/bounds.ts';
import { workAtDesk } from '../reconcile/desk.ts';
import type { CommandStart } from './command-desk.ts';
import { draftExport, omissionFindings } from './export-drafting.ts';
import type { Draft } from './export-drafting.ts';
import { readSandboxes } from './export-reading.ts';
import type { Reading } from './export-reading.ts';
import { nextCommand, sandboxesOf, settleExport } from './export-request.ts';
import type { ExportDesk } from './export-request.ts';
import { interruption } from '../reconcile/findings.ts';
import { inDoubt } from './state-changing.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { createVoice } from './voice.ts';

/** How far an export came. */
interface Exporting {
  readonly exitCode: ExitCode;
  readonly out?: string;
  readonly yaml?: string;
  readonly exported?: Export;
  readonly adopted?: number;
  readonly requests?: RequestTotals;
}

/** The state that an export starts from, and the hold on it that recording needs. */
interface Records {
  readonly loaded: Pick<LoadedState, 'state' | 'notes'>;
  readonly session: StateSession | undefined;
}

/** Runs `flowrecon export`. */
export async function runExport(request: ExportRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const exporting = await exportList({ request, host, voice });
  if (request.json) host.out(exportJson({ ...exporting, diagnostics: voice.diagnostics }));
  return exporting.exitCode;
}

async function exportList({ request, host, voice }: CommandStart<ExportRequest>): Promise<Exporting> {
  const settled = await settleExport(request, host);
  if (!settled.ok) return { exitCode: refuse(voice, [settled.problem]) };
  const { scope } = settled.value;
  const start = { request: settled.value.request, host, voice };
  const worked = await workAtDesk(start, (desk) => exportAtDesk({ ...desk, scope }));
  return worked.ok ? worked.value : { exitCode: refuse(voice, worked.problem) };
}

async function exportAtDesk(desk: ExportDesk): Promise<Exporting> {
  const { request, host, voice, setup, platform } = desk;
  const backend = await openBackend(request, host, {
    path: setup.statePath,
    target: platform.target,
    say: voice.say,
  });
  if (request.adopt) return exportUnderLease(desk, backend);
  const loaded = await backend.read();
  if (!loaded.ok) return { exitCode: refuse(voice, [loaded.problem]) };
  return exportFrom(desk, { loaded: loaded.value, session: undefined });
}

async function exportUnderLease(desk: ExportDesk, backend: StateBackend): Promise<Exporting> {
  const { voice, platform } = desk;
  const opened = await backend.open();
  if (!opened.ok) return { exitCode: refuse(voice, [unopened(desk, opened.problem)]) };
  const session = opened.value;
  try {
    session.lost.addEventListener('abort', platform.halt);
    if (session.doubts.length > 0) return { exitCode: refuse(voice, [inDoubt(backend.location)]) };
    return await exportFrom(desk, { loaded: session, session });
  } finally {
    await session.release();
  }
}

async function exportFrom(desk: ExportDesk, { loaded, session }: Records): Promise<Exporting> {
  const { host, voice, platform } = desk;
  const { state } = loaded;
  voice.tell(loaded.notes);
  const sandboxes = sandboxesOf(desk, state);
  if (!sandboxes.ok) return { exitCode: refuse(voice, [sandboxes.problem]) };
  const reading = await readSandboxes(desk, state, sandboxes.value);
  const requests = platform.remote.requests();
  if (host.stop.aborted) return { exitCode: refuse(voice, [interruption()]), requests };
  voice.tell(reading.findings);
  if (reading.read.length === 0) return { exitCode: reading.exitCode, requests };
  const draft = await draftExport(desk, state, reading);
  voice.tell(omissionFindings(draft.exported));
  return { requests, ...(await write(desk, draft, { reading, session })) };
}

/** Writes the list first: what is recorded without one would be given up by the next plan. */
async function write(
  desk: ExportDesk,
  { text, exported, adoptions }: Draft,
  { reading, session }: { readonly reading: Reading; readonly session: StateSession | undefined },
): Promise<Exporting> {
  const { request, host, voice } = desk;
  const { out } = request;
  const drafted = { yaml: text, exported };
  if (out !== undefined) {
    const written = await (await openNewList(host, out)).write(text);
    if (!written.ok) return { ...drafted, exitCode: refuse(voice, [written.problem]) };
  } else if (!request.json) {
    host.out(text);
  }
  const written = { ...drafted, ...(out !== undefined && { out }) };
  const recorded = session === undefined ? success(0) : await record(session, adoptions);
  if (!recorded.ok) return { ...written, exitCode: refuse(voice, [recorded.problem]) };
  const adopted = recorded.value;
  const next = nextCommand(desk);
  voice.say(exportSummary({ exported, read: reading.read, adopted, next, page: voice.errPage }));
  return { ...written, adopted, exitCode: reading.exitCode };
}

/** Records what plan would adopt, as apply does; how many that are. */
async function record(
  session: StateSession,
  adoptions: Draft['adoptions'],
): Promise<Result<number, Diagnostic>> {
  if (adoptions.length === 0) return success(0);
  const connections = new Map(session.state.connections);
  const writes = adoptions.map(({ key, entry, observed }) => {
    const made = adoptedRecord(entry, observed, undefined);
    connections.set(key, made);
    return session.append({ kind: 'record', key, record: made });
  });
  const refused = (await Promise.all(writes)).find((written) => !written.ok);
  if (refused !== undefined) return refused;
  const saved = await session.checkpoint({ ...session.state, connections });
  return saved.ok ? success(adoptions.length) : saved;
}
