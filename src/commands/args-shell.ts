// The commands that tell about the command line itself: completion, what its scripts call, and the schemas.
import { Argument } from 'commander';
import type { Command } from 'commander';
import { SHELLS } from '../core/completion.ts';
import type { Shell } from '../core/completion.ts';
import { SCHEMA_NAMES } from '../core/request.ts';
import type { CompleteRequest, CompletionRequest, SchemaRequest } from '../core/request.ts';
import { examples } from './args-shared.ts';

/** Adds `completion`, the hidden `complete` and `schema`. */
export function addShellCommands(
  program: Command,
  ask: (request: CompletionRequest | CompleteRequest | SchemaRequest) => void,
): void {
  program
    .command('completion')
    .description('Print the script that teaches a shell to complete commands, flags, keys and sandboxes.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', examples('completion bash >> ~/.bashrc', 'completion fish | source'))
    .action((shell: Shell) => {
      ask({ command: 'completion', shell });
    });
  program
    .command('complete', { hidden: true })
    .description('Print what can stand at the end of a command line; the scripts of completion call it.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .argument('[words...]')
    .addHelpText('after', examples('complete bash -- plan --sand', "complete fish -- state show ''"))
    .action((shell: Shell, words: readonly string[]) => {
      ask({ command: 'complete', shell, words });
    });
  program
    .command('schema')
    .description('Print a JSON Schema of flowrecon: of the list, or of a file that flowrecon writes.')
    .addArgument(new Argument('[name]', 'which schema').choices(SCHEMA_NAMES).default('connections'))
    .addHelpText('after', examples('schema > connections.schema.json', 'schema state'))
    .action((name: SchemaRequest['name']) => {
      ask({ command: 'schema', name });
    });
}
