// flowrecon init: writes the first files. The order of steps is all that is decided here: whether the list may be written
// at all, what stands in it, what else there is to write, and only then the writing.
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodeOfRefusal } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { InitRequest } from '../core/request.ts';
import { initSummary } from '../report/first-files.ts';
import { initJson } from '../report/init-json.ts';
import type { InitDocument } from '../report/init-json.ts';
import { openFirstFolder, schemaPlace } from '../wiring-init.ts';
import { refuse } from '../reconcile/run-voice.ts';
import type { InitDesk } from './init-desk.ts';
import { draftFirstList } from './init-first-list.ts';
import { planFiles, writeFiles } from './init-files.ts';
import { draftInventory } from './init-inventory.ts';
import { createVoice } from './voice.ts';

/** Runs `flowrecon init`. */
export async function runInit(request: InitRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const folder = await openFirstFolder(host);
  const schema = schemaPlace(request.out, folder.installed);
  const { exitCode, ...done } = await init({ request, host, voice, folder, schema });
  if (request.json) host.out(initJson({ ...done, diagnostics: voice.diagnostics }));
  return exitCode;
}

type Initialised = Omit<InitDocument, 'diagnostics'> & { readonly exitCode: ExitCode };

async function init(desk: InitDesk): Promise<Initialised> {
  const { request, voice, folder } = desk;
  const { out } = request;
  if (await folder.stands(out)) return { exitCode: refuse(voice, [occupied(out)]) };
  const drafted = await (request.inventory === undefined
    ? draftFirstList(desk)
    : draftInventory(desk, request.inventory));
  if (!drafted.ok) {
    const { problems, ...rest } = drafted.problem;
    return { ...rest, exitCode: refuse(voice, problems) };
  }
  const { text, entries, next, findings, inventory } = drafted.value;
  const found = inventory !== undefined && { inventory };
  const planned = await planFiles(desk, text);
  if (!planned.ok) return { ...found, exitCode: refuse(voice, planned.problem) };
  const written = await writeFiles(planned.value);
  if (!written.ok) return { ...found, exitCode: refuse(voice, [written.problem]) };
  voice.tell(findings);
  voice.say(initSummary({ files: written.value, entries, next, page: voice.errPage }));
  return { ...found, files: written.value, entries, exitCode: exitCodeOfRefusal(findings) };
}

function occupied(file: string): Diagnostic {
  const summary = `${file} exists, and nothing is overwritten; no file was written`;
  const fix = 'Name another list with --out, or move this one away first.';
  return { severity: 'error', code: 'usage', summary, fix };
}
