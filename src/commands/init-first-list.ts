// The first list of an init: what is known from flags, what is asked for on a terminal, and what stands for the rest.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InitRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { firstListLayout, passwordVariable } from '../report/first-files.ts';
import type { FirstList } from '../report/first-files.ts';
import { loadTerminal } from '../wiring.ts';
import { loadListForm } from '../wiring-export.ts';
import { interruption } from '../reconcile/findings.ts';
import { commandOn } from './init-desk.ts';
import type { Drafted, InitDesk } from './init-desk.ts';

type ListForm = Awaited<ReturnType<typeof loadListForm>>;

/** Drafts a list of one connection. */
export async function draftFirstList(desk: InitDesk): Promise<Drafted> {
  const { request, schema, folder } = desk;
  const form = await loadListForm();
  const asked = await askFor(desk, listOf(request), form);
  if (!asked.ok) return refusal({ problems: [asked.problem] });
  const list = asked.value;
  const text = form.listText(firstListLayout(schema.named, list));
  const faults = form.listErrors(text);
  // The list is no file yet, so no line of it can be shown.
  if (faults.length > 0) return refusal({ problems: faults.map(withoutPlace) });
  const next = [
    `Put your own servers into ${request.out}, and set ${passwordVariable(list.connection.name)}.`,
    `Check it: ${commandOn(request, 'validate')}`,
    'Set AEP_ORG_ID, AEP_CLIENT_ID and AEP_CLIENT_SECRET; or try the platform within: --emulator.',
    `See what would change: ${commandOn(request, 'plan')}`,
    ...(request.ci === 'none' || folder.repository
      ? []
      : ['The workflow runs once .github lies at the root of a GitHub repository.']),
  ];
  return success({ text, entries: list.sandboxes.length, next, findings: [] });
}

function withoutPlace({ code, summary, fix }: Diagnostic): Diagnostic {
  return { severity: 'error', code, summary, fix: fix ?? 'Give another value.' };
}

function listOf({ sandboxes, orgId, platformUrl, first }: InitRequest): FirstList {
  return {
    sandboxes: sandboxes.length > 0 ? sandboxes : ['dev'],
    connection: {
      ...{ name: 'Orders', server: 'db2.example.com:50000', database: 'ORDERS', username: 'aep_reader' },
      ...first,
    },
    ...(orgId !== undefined && { orgId }),
    ...(platformUrl !== undefined && { platformUrl }),
  };
}

/** Asks for what no flag has said; Ctrl-C writes nothing. */
async function askFor(
  { request, host }: InitDesk,
  usual: FirstList,
  form: ListForm,
): Promise<Result<FirstList, Diagnostic>> {
  if (!host.interactive || request.yes || request.json) return success(usual);
  const { askForText } = await loadTerminal();
  let list = usual;
  for (const { message, isSaid, usualAnswer, put } of QUESTIONS) {
    if (isSaid(request)) continue;
    const fault = (answer: string): string | undefined =>
      form.listErrors(form.listText(firstListLayout('', put(list, answer))))[0]?.summary;
    const answer = await askForText({ message, usual: usualAnswer(list), fault }, host.stop);
    if (answer === undefined) return refusal(interruption());
    list = put(list, answer);
  }
  return success(list);
}

interface Question {
  readonly message: string;
  readonly isSaid: (request: InitRequest) => boolean;
  readonly usualAnswer: (list: FirstList) => string;
  readonly put: (list: FirstList, answer: string) => FirstList;
}

function aboutFirst(field: keyof FirstList['connection'], message: string): Question {
  return {
    message,
    isSaid: ({ first }) => first[field] !== undefined,
    usualAnswer: ({ connection }) => connection[field],
    put: (list, answer) => ({ ...list, connection: { ...list.connection, [field]: answer } }),
  };
}

const QUESTIONS: readonly Question[] = [
  {
    message: 'Organisation, ...@AdobeOrg (empty: only from AEP_ORG_ID)',
    isSaid: ({ orgId }) => orgId !== undefined,
    usualAnswer: () => '',
    put: (list, answer) => (answer === '' ? list : { ...list, orgId: answer }),
  },
  {
    message: 'Sandboxes, by name, with blanks between',
    isSaid: ({ sandboxes }) => sandboxes.length > 0,
    usualAnswer: ({ sandboxes }) => sandboxes.join(' '),
    put: (list, answer) => ({ ...list, sandboxes: answer.split(/[\s,]+/).filter((name) => name !== '') }),
  },
  aboutFirst('name', 'Name of the first connection, as Experience Platform shows it'),
  aboutFirst('server', 'Its DB2 server, host:port'),
  aboutFirst('database', 'Its database'),
  aboutFirst('username', 'The account that reads it'),
];
