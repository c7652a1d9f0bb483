// flowrecon schema: prints a JSON Schema as it is shipped.
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { SchemaRequest } from '../core/request.ts';
import { readSchema } from '../wiring-init.ts';

/** Runs `flowrecon schema`. */
export async function runSchema({ name }: SchemaRequest, host: Host): Promise<ExitCode> {
  host.out(await readSchema(name));
  return EXIT.done;
}
