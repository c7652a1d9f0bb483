// What an export is asked for, settled before anything is opened: which list it starts from, where its state is, which
// sandboxes it is about, and whether it may write where it is told to.
import type { Diagnostic } from '../core/diagnostic.ts';
import { compareText } from '../core/order.ts';
import type { Host } from '../core/ports.ts';
import { commandLine } from '../core/quoting.ts';
import type { ExportRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { State } from '../core/state.ts';
import { lacksList, loadListForm, openNewList, stateBeside } from '../wiring-export.ts';
import type { CommandDesk } from './command-desk.ts';

/** An export that may go on. */
export interface SettledExport {
  /** The request by which list, state and platform are opened. */
  readonly request: ExportRequest;
  /** The sandboxes and keys that were asked for: the list is read as a whole all the same. */
  readonly scope: Pick<ExportRequest, 'sandboxes' | 'only'>;
}

/** An export at work. */
export type ExportDesk = CommandDesk<ExportRequest> & SettledExport;

/** What a list is called unless it is said. */
const USUAL_LIST = 'connections.yaml';

/** Settles a request, or says what stands against it. */
export async function settleExport(
  request: ExportRequest,
  host: Host,
): Promise<Result<SettledExport, Diagnostic>> {
  const { out, sandboxes, only, tags, filesGiven } = request;
  if (tags.length > 0) return refusal(noTags);
  const { isSandbox } = await loadListForm();
  const wrong = sandboxes.find((name) => !isSandbox(name));
  if (wrong !== undefined) return refusal(noSandbox(wrong));
  const occupied = out === undefined ? undefined : await (await openNewList(host, out)).judge();
  if (occupied !== undefined) return refusal(occupied);
  const first = !filesGiven && (await lacksList(request, host));
  const asked = {
    ...request,
    ...(first && { files: [] }),
    ...(first && request.state === undefined && out !== undefined && { state: stateBeside(host, out) }),
    sandboxes: [],
    only: [],
  };
  return success({ request: asked, scope: { sandboxes, only } });
}

/** The sandboxes of an export: those that were asked for, or all that the list or the state knows. */
export function sandboxesOf(
  { scope, setup }: ExportDesk,
  { connections }: State,
): Result<readonly string[], Diagnostic> {
  const known = [...setup.configuration.desired, ...connections.values()].map(({ sandbox }) => sandbox);
  const asked = scope.sandboxes.length > 0 ? scope.sandboxes : known;
  return asked.length === 0 ? refusal(noSandboxes) : success([...new Set(asked)].sort(compareText));
}

/** The command that shows what flowrecon makes of the list, which is best done next. */
export function nextCommand({ request, host, setup }: ExportDesk): string {
  const { out = USUAL_LIST, unmanaged, state } = request;
  const lists = unmanaged ? [...new Set([...request.files, out])] : [out];
  const alone = lists.length === 1;
  const elsewhere = alone ? stateBeside(host, out) !== setup.statePath : state !== undefined;
  const words = [
    ...(alone && out === USUAL_LIST ? [] : lists.flatMap((list) => ['-f', list])),
    ...(elsewhere ? ['--state', setup.statePath] : []),
  ];
  return commandLine(['flowrecon', 'plan', ...words]);
}

const noTags: Diagnostic = {
  severity: 'error',
  code: 'usage',
  summary: 'connections on the platform have no tags, so an export cannot be narrowed down by --tag',
  fix: 'Use --sandbox or --only.',
};

const noSandboxes: Diagnostic = {
  severity: 'error',
  code: 'usage',
  summary: 'neither the list nor the state names a sandbox, so it is not known what to export',
  fix: 'Name the sandboxes, for example: flowrecon export --sandbox prod --sandbox dev.',
};

function noSandbox(name: string): Diagnostic {
  const fix = 'Use the name that the sandbox list of AEP shows, in lower case, and not the title.';
  return { severity: 'error', code: 'usage', summary: `${name} is no name of a sandbox`, fix };
}
