// flowrecon completion: prints the script of a shell.
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { CompletionRequest } from '../core/request.ts';
import { completionScript } from '../report/completion-scripts.ts';

/** Runs `flowrecon completion`. */
export function runCompletion({ shell }: CompletionRequest, host: Host): ExitCode {
  host.out(completionScript(shell));
  return EXIT.done;
}
