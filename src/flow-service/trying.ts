// Asks the platform to use a connection: to log in with it, and to look into its database. What an answer means for the
// connection is decided in core/verdict.ts. The rule not to break: both make the platform log in, and accounts lock, so
// nothing is repeated here; the sender repeats what core/failure.ts lets it repeat.
import type { Explored } from '../core/database.ts';
import type { Failure } from '../core/failure.ts';
import type { ConnectionAddress, TestReply } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Secret } from '../core/secret.ts';
import { isNoSuchConnection, unreadable } from './classify.ts';
import { readColumns, readTables, readTestReply } from './database-answers.ts';
import type { Call, Sender } from './sender.ts';
import { pathOf, wordsWithout } from './translate.ts';

type Asked = Pick<Call, 'path' | 'kind'>;

/** Has the platform log in with a connection. */
export async function testConnection(
  sender: Sender,
  address: ConnectionAddress,
): Promise<Result<TestReply | undefined, Failure>> {
  const asked: Asked = { path: `${pathOf(address.id)}/test`, kind: 'test' };
  const read = (body: string): TestReply | undefined => guarded(readTestReply(body), address.secret);
  return ask(sender, address, { ...asked, read, unreadable: 'no verdict' });
}

/** Reads the tables of a connection's database, or the columns of one. */
export async function exploreConnection(
  sender: Sender,
  address: ConnectionAddress,
  table: string | undefined,
): Promise<Result<Explored | undefined, Failure>> {
  const root = `${pathOf(address.id)}/explore?objectType=`;
  // Lower-case, as in every tutorial; the published enum has capitals.
  if (table === undefined) {
    const asked: Asked = { path: `${root}root`, kind: 'list' };
    const read = (body: string): Explored | undefined => {
      const tables = readTables(body);
      return tables && { kind: 'tables', tables };
    };
    return ask(sender, address, { ...asked, read, unreadable: 'something that is no list of tables' });
  }
  const asked: Asked = { path: `${root}table&object=${encodeURIComponent(table)}`, kind: 'list' };
  const read = (body: string): Explored | undefined => {
    const columns = readColumns(body);
    return columns && { kind: 'columns', columns };
  };
  return ask(sender, address, { ...asked, read, unreadable: 'something that is no list of columns' });
}

interface Reading<Value> extends Asked {
  readonly read: (body: string) => Value | undefined;
  /** What an answer was that could not be read. */
  readonly unreadable: string;
}

async function ask<Value>(
  sender: Sender,
  { sandbox, secret }: ConnectionAddress,
  { path, kind, read, unreadable: what }: Reading<Value>,
): Promise<Result<Value | undefined, Failure>> {
  const guards = secret !== undefined && { secrets: [secret] };
  const { answer } = await sender.send({ method: 'GET', path, sandbox, kind, ...guards });
  if (!answer.ok) return isNoSuchConnection(answer.problem) ? success(undefined) : answer;
  const value = read(answer.value.body);
  return value === undefined ? refusal(unreadable(answer.value, what)) : success(value);
}

/** The words of a success are checked like those of a failure: a driver may repeat what it was given. */
function guarded(reply: TestReply | undefined, secret: Secret | undefined): TestReply | undefined {
  if (reply === undefined || reply.words === null || secret === undefined) return reply;
  return { ...reply, words: wordsWithout(secret, reply.words) };
}
