// flowrecon import: records one connection by its id under the key of an entry. Sends nothing to the platform but reads.
import type { DesiredConnection, ObservedConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { diffEntry } from '../core/diff.ts';
import type { Failure } from '../core/failure.ts';
import { judgeImport, notListed } from '../core/importing.ts';
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host, StateSession } from '../core/ports.ts';
import type { ImportRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { ConnectionRecord } from '../core/state.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { document } from '../report/json.ts';
import { closestKey, openBackend, openDigest, openSecrets } from '../wiring.ts';
import { unopened } from '../reconcile/bounds.ts';
import { workAtDesk } from '../reconcile/desk.ts';
import type { Desk } from '../reconcile/desk.ts';
import { readFailure } from '../reconcile/explaining.ts';
import { fingerprintsOf, resolveSecrets } from '../reconcile/secrets.ts';
import { inDoubt } from './state-changing.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { createVoice } from './voice.ts';

interface Imported {
  readonly record: ConnectionRecord;
  /** Paths that the next apply brings in step. */
  readonly differing: readonly string[];
}

type ImportDesk = Desk<ImportRequest>;

/** Runs `flowrecon import`. */
export async function runImport(request: ImportRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const worked = await workAtDesk({ request, host, voice }, importAtDesk);
  const imported = worked.ok ? worked.value : worked;
  const exitCode = imported.ok ? EXIT.done : refuse(voice, imported.problem);
  const { key } = request;
  if (request.json) {
    const { record, differing } = imported.ok ? imported.value : { record: undefined, differing: [] };
    const told = { key, id: record?.id ?? null, etag: record?.etag ?? null, differing };
    host.out(document('import', { ...told, diagnostics: voice.diagnostics.map(diagnosticJson) }));
  } else if (imported.ok) {
    host.out(importedText(key, imported.value));
  }
  return exitCode;
}

function importedText(key: string, { record, differing }: Imported): string {
  const next =
    differing.length === 0
      ? 'It is as the list asks for.'
      : `The next apply changes ${differing.join(', ')}; plan shows it.`;
  return `${key} is now ${record.id} ("${record.name}"). ${next}\n`;
}

async function importAtDesk(desk: ImportDesk): Promise<Result<Imported, readonly Diagnostic[]>> {
  const { request, host, voice, setup, platform } = desk;
  const { key } = request;
  const entry = setup.configuration.desired.find((each) => each.key === key);
  if (entry === undefined) return refusal([notListed(key, await closestKey(setup, key))]);
  const place = { path: setup.statePath, target: platform.target, say: voice.say };
  const opened = await (await openBackend(request, host, place)).open();
  if (!opened.ok) return refusal([unopened(desk, opened.problem)]);
  const session = opened.value;
  try {
    voice.tell(session.notes);
    if (session.doubts.length > 0) return refusal([inDoubt(setup.statePath)]);
    return await importEntry(desk, session, entry);
  } finally {
    await session.release();
  }
}

async function importEntry(
  desk: ImportDesk,
  session: StateSession,
  entry: DesiredConnection,
): Promise<Result<Imported, readonly Diagnostic[]>> {
  const { id } = desk.request;
  const { state } = session;
  const recorded = state.connections.get(entry.key);
  const seen = await readConnection(desk, entry, id);
  if (!seen.ok) return seen;
  const former =
    recorded === undefined || recorded.id === id ? seen : await readConnection(desk, entry, recorded.id);
  if (!former.ok) return former;
  const judged = judgeImport({
    entry,
    id,
    observed: seen.value,
    state,
    recordedStands: former.value !== undefined,
    fingerprint: await fingerprintOf(desk, entry, state.lineage),
  });
  if (!judged.ok) return refusal([judged.problem]);
  const record = judged.value;
  const saved = await save(session, entry, record);
  if (!saved.ok) return refusal([saved.problem]);
  const { fields } = seen.value === undefined ? { fields: [] } : diffEntry(entry, record, seen.value);
  return success({ record, differing: fields.map(({ path }) => path) });
}

async function readConnection(
  { platform }: ImportDesk,
  { sandbox }: DesiredConnection,
  id: string,
): Promise<Result<ObservedConnection | undefined, readonly Diagnostic[]>> {
  const seen: Result<ObservedConnection | undefined, Failure> = await platform.remote.get(sandbox, id);
  return seen.ok ? seen : refusal([readFailure(seen.problem, sandbox)]);
}

/** The secret as declared that day is remembered, so that a later change is noticed; without a state key nothing is. */
async function fingerprintOf(
  { request, host, setup }: ImportDesk,
  entry: DesiredConnection,
  lineage: string,
): Promise<string | undefined> {
  const digest = await openDigest(setup.env, lineage);
  const { secrets } = await resolveSecrets(await openSecrets(request, host, setup.env), [entry]);
  return fingerprintsOf(secrets, digest).get(entry.key);
}

async function save(
  session: StateSession,
  { key }: DesiredConnection,
  record: ConnectionRecord,
): Promise<Result<unknown, Diagnostic>> {
  const written = await session.append({ kind: 'record', key, record });
  if (!written.ok) return written;
  return session.checkpoint({
    ...session.state,
    connections: new Map(session.state.connections).set(key, record),
  });
}
