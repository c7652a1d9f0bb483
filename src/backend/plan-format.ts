// A saved plan as text: encode and decode, both pure. What is read back may come from anywhere, so every member that
// decides anything is checked; what it says is then compared with a plan made anew.
import type { ActionKind } from '../core/action.ts';
import type { ConnectionKey, Json } from '../core/connection.ts';
import type { Cause, FieldChange } from '../core/diff.ts';
import type { DeletionLimit } from '../core/guard.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { AskedPlan, PlanBinding, SavedChange, SavedPlan } from '../core/saved-plan.ts';
import { isCount, isObject, isText, parseJson } from './format.ts';

/** The version of the format that this program reads and writes. */
const FORMAT_VERSION = '1.0';
/** Tells a plan from any other JSON document of ours. */
const KIND = 'flowrecon-plan';

/** Encodes a plan: two spaces, one trailing newline. */
export function encodePlan({ binding, asked, changes }: SavedPlan): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, kind: KIND, binding, asked, changes }, null, 2)}\n`;
}

/** Decodes a plan; the problem is a phrase that completes "the file ...". */
export function decodePlan(text: string): Result<SavedPlan, string> {
  const value = parseJson(text);
  if (!isObject(value) || value['kind'] !== KIND) return refusal('is no saved plan of flowrecon');
  if (value['formatVersion'] !== FORMAT_VERSION)
    return refusal(
      `has format ${JSON.stringify(value['formatVersion'] ?? null)}, and this program reads ${FORMAT_VERSION}`,
    );
  const binding = readBinding(value['binding']);
  const asked = readAsked(value['asked']);
  const changes = readAll(value['changes'], readChange);
  if (binding === undefined || asked === undefined || changes === undefined)
    return refusal('is damaged: a member is missing or has another form');
  return success({ binding, asked, changes });
}

function readBinding(value: unknown): PlanBinding | undefined {
  if (!isObject(value)) return undefined;
  const { lineage, serial, platform, orgId, configuration } = value;
  if (!isText(lineage) || !isCount(serial) || !isText(platform) || !isText(orgId)) return undefined;
  return isText(configuration) ? { lineage, serial, platform, orgId, configuration } : undefined;
}

function readAsked(value: unknown): AskedPlan | undefined {
  if (!isObject(value)) return undefined;
  const files = readTexts(value['files']);
  const sandboxes = readTexts(value['sandboxes']);
  const only = readTexts(value['only']);
  const tags = readTexts(value['tags']);
  const rotate = value['rotate'] === undefined ? undefined : readTexts(value['rotate']);
  const { state, prune } = value;
  const maxDelete = readLimit(value['maxDelete']);
  if (files === undefined || sandboxes === undefined || only === undefined || tags === undefined)
    return undefined;
  if (typeof prune !== 'boolean' || (state !== undefined && !isText(state))) return undefined;
  if ((rotate === undefined) !== (value['rotate'] === undefined)) return undefined;
  if ((maxDelete === undefined) !== (value['maxDelete'] === undefined)) return undefined;
  return {
    files,
    ...(state !== undefined && { state }),
    sandboxes,
    only,
    tags,
    prune,
    ...(rotate !== undefined && { rotate }),
    ...(maxDelete !== undefined && { maxDelete }),
  };
}

function readLimit(value: unknown): DeletionLimit | undefined {
  if (!isObject(value)) return undefined;
  const { kind, most, percent } = value;
  if (kind === 'count' && isCount(most)) return { kind, most };
  return kind === 'share' && isCount(percent) ? { kind, percent } : undefined;
}

function readChange(value: unknown): SavedChange | undefined {
  if (!isObject(value)) return undefined;
  const { key, sandbox, name, action, id, etag, from } = value;
  const cause = readTexts(value['cause']);
  const fields = readAll(value['fields'], readField);
  if (!isText(key) || !isText(sandbox) || typeof name !== 'string' || !isText(action)) return undefined;
  if (!isTextOrNull(id) || !isTextOrNull(etag) || cause === undefined || fields === undefined)
    return undefined;
  if (from !== undefined && !isText(from)) return undefined;
  const source = readSource(value['source']);
  if ((source === undefined) !== (value['source'] === undefined)) return undefined;
  return {
    // Compared only from here on: a text that is no key, verb or cause of ours equals none.
    key: key as ConnectionKey,
    sandbox,
    name,
    action: action as ActionKind,
    cause: cause as Cause[],
    id,
    etag,
    fields,
    ...(from !== undefined && { from: from as ConnectionKey }),
    ...(source !== undefined && { source }),
  };
}

function readSource(value: unknown): SavedChange['source'] {
  if (!isObject(value)) return undefined;
  const { file, line, column } = value;
  return isText(file) && isCount(line) && isCount(column) ? { file, line, column } : undefined;
}

function readField(value: unknown): FieldChange | undefined {
  if (!isObject(value)) return undefined;
  const { path, before, after, sensitive } = value;
  if (!isText(path) || before === undefined || after === undefined || typeof sensitive !== 'boolean')
    return undefined;
  // Came out of JSON.parse, so both are JSON values.
  return { path, before: before as Json, after: after as Json, sensitive };
}

function readTexts(value: unknown): string[] | undefined {
  return readAll(value, (item) => (typeof item === 'string' ? item : undefined));
}

/** Every item read, or nothing when one of them cannot be. */
function readAll<Item>(value: unknown, read: (item: unknown) => Item | undefined): Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: unknown) => read(item));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
