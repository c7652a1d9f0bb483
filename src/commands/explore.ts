// flowrecon explore: the tables of a recorded connection's database, or the columns of one. Only reads.
import type { ConnectionKey } from '../core/connection.ts';
import type { Explored } from '../core/database.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import { followMoves } from '../core/moves.ts';
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import { quoted } from '../core/quoting.ts';
import type { ExploreRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Secret } from '../core/secret.ts';
import type { ConnectionRecord } from '../core/state.ts';
import { adviceOn, judgeTest } from '../core/verdict.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { exploreText } from '../report/explore-text.ts';
import { NO_REQUESTS, document } from '../report/json.ts';
import { closestKey, openBackend, openSecrets } from '../wiring.ts';
import { workAtDesk } from '../reconcile/desk.ts';
import type { Desk } from '../reconcile/desk.ts';
import { readFailure } from '../reconcile/explaining.ts';
import { interruption } from '../reconcile/findings.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { resolveSecrets } from '../reconcile/secrets.ts';
import { createVoice } from './voice.ts';

type Problems = readonly Diagnostic[];
type ExploreDesk = Desk<ExploreRequest>;

interface Found {
  readonly record?: ConnectionRecord;
  readonly explored: Result<Explored, Problems>;
  readonly requests: object;
}

/** Runs `flowrecon explore`. */
export async function runExplore(request: ExploreRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const worked = await workAtDesk({ request, host, voice }, exploreAtDesk);
  const found: Found = worked.ok ? worked.value : { explored: worked, requests: NO_REQUESTS };
  const { explored, record, requests } = found;
  const exitCode = explored.ok ? EXIT.done : refuse(voice, explored.problem);
  const { key, table } = request;
  if (request.json) {
    const shown = explored.ok ? explored.value : undefined;
    const tables = shown?.kind === 'tables' ? shown.tables : null;
    const columns = shown?.kind === 'columns' ? shown.columns : null;
    const members = {
      key,
      id: record?.id ?? null,
      ...(table === undefined ? { tables } : { table, columns }),
    };
    host.out(
      document('explore', { ...members, requests, diagnostics: voice.diagnostics.map(diagnosticJson) }),
    );
  } else if (explored.ok) {
    host.out(exploreText(explored.value, table ?? key, voice.page));
  }
  return exitCode;
}

async function exploreAtDesk(desk: ExploreDesk): Promise<Found> {
  const { request, host, voice, setup, platform } = desk;
  const { remote, target } = platform;
  const backend = await openBackend(request, host, { path: setup.statePath, target, say: voice.say });
  const loaded = await backend.read();
  if (!loaded.ok) return { explored: refusal([loaded.problem]), requests: remote.requests() };
  voice.tell(loaded.value.notes);
  const { state } = loaded.value;
  const { connections } = followMoves(state, setup.configuration.moves);
  // Under its former key, too, for as long as a move has not taken place.
  const records = new Map([...state.connections, ...connections]);
  // Keys are compared only, so any text may ask for one.
  const record = records.get(request.key as ConnectionKey);
  if (record === undefined) {
    const unknown = await notRecorded(desk, new Set(records.keys()));
    return { explored: refusal([unknown]), requests: remote.requests() };
  }
  const { sandbox, id } = record;
  const secret = await secretAtHand(desk);
  const answer = await remote.explore({ sandbox, id, ...(secret && { secret }) }, request.table);
  const explored: Found['explored'] =
    answer.ok && answer.value !== undefined
      ? success(answer.value)
      : refusal([problemOf(desk, sandbox, answer)]);
  return { record, explored, requests: remote.requests() };
}

/** Nothing needs the secret. One that is at hand is known all the same, so that no answer repeats it. */
async function secretAtHand({ request, host, setup }: ExploreDesk): Promise<Secret | undefined> {
  const entries = setup.configuration.desired.filter(({ key }) => key === request.key);
  const { secrets } = await resolveSecrets(await openSecrets(request, host, setup.env), entries);
  return [...secrets.values()][0];
}

/** A database that cannot be looked into reads as it does in a test. */
function problemOf(
  { request, host }: ExploreDesk,
  sandbox: string,
  answer: Result<Explored | undefined, Failure>,
): Diagnostic {
  if (host.stop.aborted) return interruption();
  const { key, table } = request;
  const { verdict, message, requestId } = judgeTest(answer.ok ? success(undefined) : answer);
  if (!answer.ok && (verdict === 'forbidden' || verdict === 'untested'))
    return readFailure(answer.problem, sandbox);
  const asked = requestId === null ? '' : ` (request ${requestId})`;
  const summary = `${key}: ${verdict}: ${message ?? ''}${asked}`;
  const listed = `See what there is with: flowrecon explore ${quoted(key)}`;
  const fix = verdict === 'fails' && table !== undefined ? listed : (adviceOn(verdict) ?? '');
  return { severity: 'error', code: 'connection-fails', summary, fix, key };
}

async function notRecorded(
  { request, setup }: ExploreDesk,
  recorded: ReadonlySet<ConnectionKey>,
): Promise<Diagnostic> {
  const { key } = request;
  const entry = setup.configuration.desired.find((each) => each.key === key);
  if (entry !== undefined) {
    const summary = `${key} is listed, but not recorded yet`;
    const { range } = entry;
    return { severity: 'error', code: 'state-unknown-key', summary, fix: 'Run apply first.', key, range };
  }
  const near = await closestKey({ ...setup, listed: recorded }, key);
  const fix = near === undefined ? 'See flowrecon state list for the keys.' : `Did you mean ${near}?`;
  const summary = `${setup.statePath} holds no connection ${key}`;
  return { severity: 'error', code: 'state-unknown-key', summary, fix };
}
