// The commands that take over what stands on the platform already: import and export.
import type { Command } from 'commander';
import type { ExportRequest, ImportRequest } from '../core/request.ts';
import { examples, sharedOptions, withPlatformOptions, withSharedOptions } from './args-shared.ts';
import type { SharedFlags } from './args-shared.ts';

/** Adds `import` and `export`. */
export function addExistingCommands(
  program: Command,
  ask: (request: ImportRequest | ExportRequest) => void,
): void {
  const importing = program
    .command('import <key> <id>')
    .description('Record the connection of this id under the key of an entry; sends nothing.');
  withPlatformOptions(withSharedOptions(importing))
    .addHelpText(
      'after',
      examples(
        'import prod/orders-eu 575abae5-c99a-452c-9aba-e5c99ac52c4d',
        "import 'prod/Orders EU' 575abae5-c99a-452c-9aba-e5c99ac52c4d --json",
      ),
    )
    .action((key: string, id: string, flags: Partial<SharedFlags>) => {
      ask({ ...sharedOptions(flags), command: 'import', key, id });
    });
  const exporting = program
    .command('export')
    .description('Write the list for what stands in the sandboxes, with secrets as references to fill.');
  withPlatformOptions(withSharedOptions(exporting))
    .option('--out <file>', 'write this file, which must not exist yet (default: standard output)')
    .option('--adopt', 'record what is written, so that the next plan has nothing to do')
    .option('--unmanaged', 'leave out what is listed or recorded already')
    .addHelpText(
      'after',
      examples(
        'export --sandbox prod > connections.yaml',
        'export --sandbox prod --sandbox dev --out connections.yaml --adopt',
      ),
    )
    .action((flags: ExportFlags) => {
      const { out, adopt = false, unmanaged = false } = flags;
      const asked = { command: 'export', adopt, unmanaged, ...(out !== undefined && { out }) } as const;
      ask({ ...sharedOptions(flags), ...asked });
    });
}

type ExportFlags = Partial<SharedFlags> & { out?: string; adopt?: true; unmanaged?: true };
