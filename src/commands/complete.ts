// flowrecon complete: what can stand at the cursor. A person is in the middle of a line, so nothing is told but that: a
// list or a state that cannot be read has nothing to offer.
import { completeLine } from '../core/completion.ts';
import type { Candidate, Completion, FileValue, GivenPlaces } from '../core/completion.ts';
import { DEFAULT_REQUEST } from '../core/default-request.ts';
import { compareText } from '../core/order.ts';
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { CompleteRequest, RunRequest } from '../core/request.ts';
import { completionLines } from '../report/completion-lines.ts';
import { findStatePath, loadListedNames, openBackend } from '../wiring.ts';
import { describeProgram } from './args.ts';

/** Runs `flowrecon complete`. */
export async function runComplete({ shell, words }: CompleteRequest, host: Host): Promise<ExitCode> {
  const completion = completeLine(describeProgram(), words);
  const candidates = await candidatesOf(completion, host).catch(() => []);
  host.out(completionLines(shell, { ...completion, candidates }));
  return EXIT.done;
}

async function candidatesOf(
  { candidates, wants, given }: Completion,
  host: Host,
): Promise<readonly Candidate[]> {
  if (wants === undefined || wants === 'files') return candidates;
  const [listed, recorded] = await Promise.all([readListed(given, host), readRecorded(given, host)]);
  const keys = [...listed.keys, ...recorded];
  const values: Readonly<Record<FileValue, readonly string[]>> = {
    keys,
    sandboxes: keys.map((key) => key.slice(0, key.indexOf('/'))),
    tags: listed.tags,
  };
  return [...new Set(values[wants])].sort(compareText).map((text) => ({ text, says: '' }));
}

async function readListed(given: GivenPlaces, host: Host) {
  const { listedNames } = await loadListedNames();
  return listedNames(requestFor(given).files, host.cwd);
}

async function readRecorded(given: GivenPlaces, host: Host): Promise<readonly string[]> {
  const request = requestFor(given);
  const place = { path: await findStatePath(request, host), say: () => undefined };
  const read = await (await openBackend(request, host, place)).read();
  return read.ok ? [...read.value.state.connections.keys()] : [];
}

function requestFor({ files, state }: GivenPlaces): RunRequest {
  return { ...DEFAULT_REQUEST, ...(files.length > 0 && { files }), ...(state !== undefined && { state }) };
}
