// The control API under /__emulator/: what tests and the `emulator` command use to set switches, read figures and play
// the part of other people. Not part of the emulated platform, so neither headers nor quota nor faults apply here.
import type { Answer } from './answers.ts';
import { jsonAnswer } from './answers.ts';
import type { JsonObject } from './json.ts';
import { isObject, listOrNothing, parseJson } from './json.ts';
import type { Platform } from './platform.ts';
import { mergeSettings, readSettings } from './settings-reading.ts';
import type { StoredConnection } from './store.ts';
import { editAsUser, plantConnection } from './ui-edits.ts';

/** A request to the control API. */
export interface ControlCall {
  readonly method: string;
  /** What follows `/__emulator/`. */
  readonly path: string;
  readonly body: string;
}

type Control = (platform: Platform, body: unknown) => Answer | Promise<Answer>;

const controls: Readonly<Record<string, Control>> = {
  'GET settings': (platform) => jsonAnswer(200, platform.settings),
  'PATCH settings': changeSettings,
  'GET stats': (platform) => jsonAnswer(200, platform.stats()),
  'GET connections': (platform) => jsonAnswer(200, { connections: platform.standing() }),
  'POST connections': plant,
  'POST edit': edit,
  'POST remove': remove,
  'POST reset': reset,
};

/** Answers a request to the control API. */
export async function answerControl(platform: Platform, call: ControlCall): Promise<Answer> {
  const name = `${call.method} ${call.path.replace(/\/$/, '')}`;
  const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (!control) {
    return jsonAnswer(404, { problems: [`No such control; known are ${Object.keys(controls).join(', ')}.`] });
  }
  const body = call.body === '' ? {} : parseJson(call.body);
  return body === undefined ? refuse('The body is not valid JSON.') : control(platform, body);
}

function changeSettings(platform: Platform, body: unknown): Answer {
  const reading = readSettings(body);
  if (!reading.ok) return refuse(...reading.problems);
  platform.change(mergeSettings(platform.settings, reading.settings, reading.cleared));
  return jsonAnswer(200, platform.settings);
}

async function plant(platform: Platform, body: unknown): Promise<Answer> {
  const wanted = listOrNothing(body) ?? [body];
  const planted = wanted.map((each) => (isObject(each) ? plantConnection(platform, each) : 'Not an object.'));
  const problems = planted.filter((each) => typeof each === 'string');
  if (problems.length > 0) return refuse(...problems);
  const connections = planted.filter((each) => typeof each !== 'string');
  await Promise.all(connections.map((each) => platform.save(each, { at: 0, afterLists: 0 })));
  return jsonAnswer(201, { connections: connections.map(({ id, etag }) => ({ id, etag })) });
}

async function edit(platform: Platform, body: unknown): Promise<Answer> {
  const found = findNamed(platform, body);
  if (typeof found === 'string') return refuse(found);
  const set = isObject(body) ? body['set'] : undefined;
  const edited = isObject(set)
    ? editAsUser(platform, found, set)
    : 'set must be an object of paths and values.';
  if (typeof edited === 'string') return refuse(edited);
  await platform.save(edited);
  return jsonAnswer(200, { id: edited.id, etag: edited.etag });
}

async function remove(platform: Platform, body: unknown): Promise<Answer> {
  const found = findNamed(platform, body);
  if (typeof found === 'string') return refuse(found);
  await platform.drop(found);
  return jsonAnswer(200, { id: found.id });
}

async function reset(platform: Platform): Promise<Answer> {
  await platform.reset();
  return jsonAnswer(200, {});
}

function findNamed(platform: Platform, body: unknown): StoredConnection | string {
  const { sandbox, id, name }: JsonObject = isObject(body) ? body : {};
  const found = platform
    .standing()
    .filter((each) => each.sandbox === sandbox && (id === undefined ? each.name === name : each.id === id));
  const [first, second] = found;
  if (!first) return 'sandbox with id or name must lead to a connection that stands.';
  return second ? 'That name belongs to several connections; give the id.' : first;
}

function refuse(...problems: readonly string[]): Answer {
  return jsonAnswer(400, { problems });
}
