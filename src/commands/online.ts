// What `validate --online` asks the platform: whether the credentials are good, whether the sandboxes can be used, and what
// the connection spec says of every entry. Reads only, needs no secret, and takes no lease.
import type { ConnectionSpec } from '../core/connection-spec.ts';
import { DB2_SPEC_ID } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import type { Host } from '../core/ports.ts';
import type { ValidateRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { NO_REQUESTS } from '../report/json.ts';
import type { OnlineReport } from '../report/online-text.ts';
import { openPlatform } from '../wiring.ts';
import type { Platform, Setup } from '../wiring.ts';
import { loadSpecCheck, outlineOf, placeFindings, remember } from '../wiring-online.ts';
import type { Placed } from '../wiring-online.ts';
import { explainFailure, readFailure } from '../reconcile/explaining.ts';
import { interruption } from '../reconcile/findings.ts';
import { checkSandboxes, place } from './online-sandboxes.ts';
import type { Unread } from './online-sandboxes.ts';
import { createVoice } from './voice.ts';

/** A check against the platform. */
export interface OnlineCheck {
  readonly findings: readonly Diagnostic[];
  readonly report: OnlineReport;
}

interface Visit {
  readonly request: ValidateRequest;
  readonly host: Host;
  readonly setup: Setup;
}

/** Checks a configuration against the platform. */
export async function checkOnline(visit: Visit): Promise<OnlineCheck> {
  const { request, host, setup } = visit;
  const { log } = await createVoice(request, host);
  const opened = await openPlatform(request, host, { setup, log });
  const untouched = { spec: null, sandboxes: [], requests: NO_REQUESTS };
  if (!opened.ok) return { findings: opened.problem, report: untouched };
  const platform = opened.value;
  try {
    const { sandboxes, spec, findings } = await look(visit, platform);
    const stopped = host.stop.aborted ? [interruption()] : findings;
    return { findings: stopped, report: { spec, sandboxes, requests: platform.remote.requests() } };
  } finally {
    await platform.close();
  }
}

type Looked = Pick<OnlineCheck, 'findings'> & Pick<OnlineReport, 'spec' | 'sandboxes'>;

async function look({ host, setup }: Visit, platform: Platform): Promise<Looked> {
  const { sandboxes, open, placed, failure } = await checkSandboxes(platform, setup.selected);
  if (failure !== undefined) return { sandboxes, spec: null, findings: [readFailure(failure, '')] };
  const { read, forbidden } = await readSpec(platform, open);
  const seen = read.ok && read.value !== undefined ? await holdAgainst(read.value, setup, platform) : UNSEEN;
  const refused = forbidden.flatMap((one) => place(one, setup.selected));
  const told = await placeFindings(setup, host, [...placed, ...refused, ...seen.placed]);
  const closed = new Set(forbidden.map(({ sandbox }) => sandbox));
  return {
    sandboxes: sandboxes.map((each) => (closed.has(each.name) ? { ...each, state: 'forbidden' } : each)),
    spec: seen.spec,
    findings: [...told, ...(read.ok ? seen.findings : [read.problem])],
  };
}

interface SpecRead {
  /** The spec; undefined where no sandbox may be asked for it. */
  readonly read: Result<ConnectionSpec | undefined, Diagnostic>;
  /** Sandboxes that the sandbox API shows and the Flow Service refuses. */
  readonly forbidden: readonly Unread[];
}

/** Asks one sandbox after the other, until one lets us in: the spec is the same in all of them. */
async function readSpec({ remote }: Platform, sandboxes: readonly string[]): Promise<SpecRead> {
  const forbidden: Unread[] = [];
  for (const sandbox of sandboxes) {
    const spec = await remote.connectionSpec(sandbox);
    if (spec.ok) return { read: usable(spec.value), forbidden };
    const { code, concerns } = explainFailure(spec.problem, sandbox);
    if (concerns === 'run' || code !== 'forbidden')
      return { read: refusal(unreadSpec(spec.problem, sandbox)), forbidden };
    forbidden.push({ sandbox, failure: spec.problem });
  }
  return { read: success(undefined), forbidden };
}

function usable(spec: ConnectionSpec | undefined): Result<ConnectionSpec, Diagnostic> {
  if (spec !== undefined) return success(spec);
  const summary = `the platform has no connection spec ${DB2_SPEC_ID}, so it offers no connections to IBM DB2`;
  const fix = 'Check AEP_ORG_ID. DB2 is offered where the platform runs on Azure, and not on AWS.';
  return refusal({ severity: 'error', code: 'spec-unusable', summary, fix });
}

/** What every read would meet is told as such; anything else says that the spec is out of reach, and nothing of sandboxes. */
function unreadSpec(failure: Failure, sandbox: string): Diagnostic {
  const finding = readFailure(failure, sandbox);
  if (explainFailure(failure, sandbox).concerns === 'run') return finding;
  const summary = `the connection spec ${DB2_SPEC_ID} could not be read: ${failure.message}`;
  return { severity: 'error', code: 'spec-unusable', summary, fix: finding.fix ?? '' };
}

interface Seen {
  readonly placed: readonly Placed[];
  readonly findings: readonly Diagnostic[];
  readonly spec: OnlineReport['spec'];
}

const UNSEEN: Seen = { placed: [], findings: [], spec: null };

async function holdAgainst(spec: ConnectionSpec, setup: Setup, platform: Platform): Promise<Seen> {
  const { checkEntries, oversizedLogins } = await loadSpecCheck();
  const oversized = oversizedLogins(spec);
  if (oversized.length > 0) return { ...UNSEEN, findings: oversized };
  const { placed, unusable } = checkEntries(spec, setup.selected);
  const outline = await outlineOf(platform.target.platform, spec);
  const { changes, notes } = await remember(setup, outline);
  const news = changes.length === 0 ? [] : [specNews(changes)];
  const { id, sha256: hash } = outline;
  return { placed, findings: [...unusable, ...news, ...notes], spec: { id, hash, changed: news.length > 0 } };
}

/** As many changes as can be taken in; names in a spec are as long as the platform likes. */
const MOST_CHANGES = 10;
const LONGEST_CHANGE = 160;

function specNews(changes: readonly string[]): Diagnostic {
  const told = changes
    .slice(0, MOST_CHANGES)
    .map((change) => change.slice(0, LONGEST_CHANGE))
    .join('; ');
  const more = changes.length > MOST_CHANGES ? `; and ${changes.length - MOST_CHANGES} more` : '';
  const summary = `the connection spec of IBM DB2 has changed since it was last looked at: ${told}${more}`;
  return { severity: 'note', code: 'spec-changed', summary, fix: undefined };
}
