// flowrecon test: has the platform try every recorded connection of the selected entries. Needs no secrets and takes no
// lease; it writes nothing but the file of known-bad connections, and that only when asked to.
import type { ConnectionKey } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { followMoves } from '../core/moves.ts';
import { compareText } from '../core/order.ts';
import { exitCodeOfTests } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import { isKnowable, isQuarantined, isRecovered, updateQuarantine } from '../core/quarantine.ts';
import type { Quarantine, TestRow } from '../core/quarantine.ts';
import type { TestRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { RunEnd } from '../core/run-report.ts';
import type { State } from '../core/state.ts';
import { recordedTargets } from '../core/testing.ts';
import { document, testMembers } from '../report/json.ts';
import { sentText } from '../report/result-text.ts';
import { testText } from '../report/test-text.ts';
import { openBackend, openSecrets } from '../wiring.ts';
import { dayOfRun, openQuarantine } from '../wiring-testing.ts';
import { runAtDesk } from '../reconcile/desk.ts';
import type { CommandDesk, CommandStart } from './command-desk.ts';
import { resolveSecrets } from '../reconcile/secrets.ts';
import { testTargets } from '../reconcile/testing.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { withReports } from './reporting.ts';
import { createVoice } from './voice.ts';

type TestDesk = CommandDesk<TestRequest>;

/** Runs `flowrecon test`. */
export async function runTest(request: TestRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const members = (end: RunEnd): object => testMembers({ ...end, diagnostics: voice.diagnostics });
  const run = (): Promise<RunEnd> => testAloud({ request, host, voice });
  const ended = await withReports({ request, host, voice }, { run, members });
  if (request.json) host.out(document('test', members(ended)));
  return ended.exitCode;
}

async function testAloud(start: CommandStart<TestRequest>): Promise<RunEnd> {
  const { request, host, voice } = start;
  const known = await readKnown(request, host);
  if (!known.ok) return { exitCode: refuse(voice, [known.problem]) };
  return runAtDesk(start, (desk) => testAtDesk(desk, known.value));
}

/** What is known to be bad. Read first: a damaged file stops the run before it has asked for anything. */
async function readKnown(
  { quarantine, updateQuarantine: updates }: TestRequest,
  host: Host,
): Promise<Result<Quarantine, Diagnostic>> {
  if (quarantine !== undefined) return (await openQuarantine(host, quarantine)).read(updates);
  if (!updates) return success(new Map());
  const summary = '--update-quarantine needs the file to update';
  return refusal({
    severity: 'error',
    code: 'usage',
    summary,
    fix: 'Name it: --quarantine FILE --update-quarantine.',
  });
}

async function testAtDesk(desk: TestDesk, known: Quarantine): Promise<RunEnd> {
  const { request, host, voice, setup, platform } = desk;
  const place = { path: setup.statePath, target: platform.target, say: voice.say };
  const loaded = await (await openBackend(request, host, place)).read();
  if (!loaded.ok) return { exitCode: refuse(voice, [loaded.problem]) };
  voice.tell(loaded.value.notes);
  const { state } = loaded.value;
  const { connections } = followMoves(state, setup.configuration.moves);
  // A test needs no secrets. One that is at hand is known all the same, so that no answer repeats it.
  const { secrets } = await resolveSecrets(await openSecrets(request, host, setup.env), setup.selected);
  const targets = recordedTargets(setup.selected, connections, secrets);
  const ordered = targets.sort((one, two) => compareText(one.key, two.key));
  const { rows, durationMs, cut } = await testTargets(desk, ordered, known);
  // A test stands for no read that a listing could have avoided.
  const traffic = { ...platform.traffic.totals(), readsAvoided: 0 };
  const sent = { requests: platform.remote.requests(), traffic };
  if (!request.json) {
    host.out(testText({ rows, durationMs, page: voice.page }));
    host.out(sentText(sent, voice.page));
  }
  const told = { tests: rows, ...sent };
  // A run that was cut short has not seen enough to change what is known.
  if (cut !== undefined) return { ...told, exitCode: refuse(voice, [cut]) };
  const unwritten = await writeKnown(desk, rows, state);
  if (!unwritten.ok) return { ...told, exitCode: refuse(voice, [unwritten.problem]) };
  return { ...told, exitCode: exitCodeOf(rows) };
}

/** Exit code of tests beside which the known failures stand. */
function exitCodeOf(rows: readonly TestRow[]): ExitCode {
  return exitCodeOfTests(rows.map((row) => ({ verdict: row.verdict, quarantined: isQuarantined(row) })));
}

/** Takes note of what is new and what has recovered, if that was asked for. */
async function writeKnown(
  { request, host, voice, setup }: TestDesk,
  results: readonly TestRow[],
  { connections }: State,
): Promise<Result<undefined, Diagnostic>> {
  const { quarantine, updateQuarantine: updates } = request;
  if (quarantine === undefined) return success(undefined);
  if (!updates) {
    const differs = results.some(
      (row) => isRecovered(row) || (isKnowable(row.verdict) && !isQuarantined(row)),
    );
    if (differs) voice.say(`To have ${quarantine} say so too, run it again with --update-quarantine.\n`);
    return success(undefined);
  }
  const stands = (key: ConnectionKey): boolean => setup.listed.has(key) || connections.has(key);
  const today = dayOfRun();
  const file = await openQuarantine(host, quarantine);
  return file.update((standing) => updateQuarantine(standing, { results, today, stands }));
}
