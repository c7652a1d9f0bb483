// What an export writes of one connection: the fields of its entry, and the names of what it leaves out. Decides how a
// connection logs in. The rule not to break: nothing that could be a secret is written; a reference stands in its place.
import { USUAL_SPEC_NAMES } from './connection.ts';
import type { Json, ObservedConnection, SecretParam, VisibleParams } from './connection.ts';
import { sameParam, sameValue } from './diff.ts';
import { compareText } from './order.ts';
import type { ConnectionRecord } from './state.ts';

/** Fields of an entry as they are written, in that order. */
export type EntryFields = Readonly<Record<string, Json>>;

/** Whether fields may stand in a list as they were read: it takes them, and they hold nothing like a secret. */
export type MayStand = (fields: EntryFields) => boolean;

/** A connection, and what is settled about its entry. */
export interface FieldsQuestion {
  readonly connection: ObservedConnection;
  readonly sandbox: string;
  /** The key within the sandbox. */
  readonly localKey: string;
  /** The environment variable that stands for the secret. */
  readonly variable: string;
  readonly record: ConnectionRecord | undefined;
  readonly mayStand: MayStand;
}

/** An entry as it is written. */
export interface WrittenFields {
  readonly fields: EntryFields;
  /** Names of what the platform shows and the entry does not say, sorted. */
  readonly leftOut: readonly string[];
}

/** Added by the service itself (seen in public samples). Updates carry it over, so that no list needs to know it. */
const SERVICE_ADDED: ReadonlySet<string> = new Set(['orgId', 'authorizedDate', 'privateEndpointId']);

const LOGIN: readonly string[] = ['server', 'database', 'username', 'authenticationType'];

/** How a connection logs in: as its authentication specification says, or else by whether it shows a server. */
export function secretParamOf({ specName, params }: ObservedConnection): SecretParam {
  if (specName === USUAL_SPEC_NAMES.connectionString) return 'connectionString';
  return sameValue(ownValue(params, 'server'), undefined) ? 'connectionString' : 'password';
}

/** Writes one connection as an entry. */
export function fieldsOf(question: FieldsQuestion): WrittenFields {
  const { connection, sandbox, localKey, variable, record, mayStand } = question;
  const { name, description, specName } = connection;
  const param = secretParamOf(connection);
  const described = description !== undefined && mayStand({ description });
  const further = furtherParams(question);
  const leftOut = Object.keys(connection.params).filter(
    (member) => !Object.hasOwn(further, member) && !(param === 'password' && LOGIN.includes(member)),
  );
  const fields = {
    name,
    ...(localKey !== name && { key: localKey }),
    sandbox,
    ...(described && { description }),
    ...(param === 'password' && loginFields(connection.params)),
    [param]: { env: variable },
    ...(specName !== undefined && specName !== USUAL_SPEC_NAMES[param] && { specName }),
    ...(Object.keys(further).length > 0 && { params: further }),
    ...(record?.protect === true && { protect: true }),
  };
  if (description !== undefined && !described) leftOut.push('description');
  return { fields, leftOut: leftOut.sort(compareText) };
}

function loginFields(params: VisibleParams): EntryFields {
  const shown = LOGIN.flatMap((member) => {
    const value = ownValue(params, member);
    if (value === undefined || sameParam(member, value, undefined)) return [];
    // The service may return a text of digits as a number; a list takes texts only.
    return [[member, typeof value === 'number' ? String(value) : value] as const];
  });
  return Object.fromEntries(shown);
}

function furtherParams({ connection, record, mayStand }: FieldsQuestion): VisibleParams {
  const members = Object.entries(connection.params).filter(([member, value]) => {
    if (LOGIN.includes(member)) return false;
    // What was declared once would be taken away by a list that no longer says it.
    if (SERVICE_ADDED.has(member) && ownValue(record?.applied ?? {}, member) === undefined) return false;
    return mayStand({ params: { [member]: value } });
  });
  return Object.fromEntries(members.sort(([left], [right]) => compareText(left, right)));
}

function ownValue(params: VisibleParams, member: string): Json | undefined {
  return Object.hasOwn(params, member) ? params[member] : undefined;
}
