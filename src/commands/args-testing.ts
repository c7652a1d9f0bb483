// The commands that have the platform use a connection: test and explore; and the option of apply that does so.
import type { Command } from 'commander';
import type { ExploreRequest, TestRequest } from '../core/request.ts';
import {
  examples,
  sharedOptions,
  withLimitOptions,
  withPlatformOptions,
  withReportOption,
  withSharedOptions,
} from './args-shared.ts';
import type { ReportFlags, SharedFlags } from './args-shared.ts';

/** Adds `test` and `explore`. */
export function addTestingCommands(
  program: Command,
  ask: (request: TestRequest | ExploreRequest) => void,
): void {
  const testing = program
    .command('test')
    .description('Have the platform try every recorded connection; needs no secrets and changes nothing.');
  withReportOption(withLimitOptions(withPlatformOptions(withSharedOptions(testing))))
    .option('--quarantine <file>', 'known-bad connections: shown, but they do not fail the run')
    .option('--update-quarantine', 'write new failures into that file, and take out what answers again')
    .addHelpText('after', examples("test --only 'prod/*'", 'test --quarantine known-bad.json --json'))
    .action((flags: TestFlags) => {
      const { quarantine, updateQuarantine = false, report: reports = [] } = flags;
      const asked = { command: 'test', updateQuarantine, reports } as const;
      ask({ ...sharedOptions(flags), ...asked, ...(quarantine !== undefined && { quarantine }) });
    });
  const exploring = program
    .command('explore <key> [table]')
    .description("Show the tables of a recorded connection's database, or the columns of one table.");
  withPlatformOptions(withSharedOptions(exploring))
    .addHelpText('after', examples('explore prod/orders-eu', 'explore prod/orders-eu SALES.ORDERS --json'))
    .action((key: string, table: string | undefined, flags: Partial<SharedFlags>) => {
      ask({ ...sharedOptions(flags), command: 'explore', key, ...(table !== undefined && { table }) });
    });
}

type TestFlags = Partial<SharedFlags> & ReportFlags & { quarantine?: string; updateQuarantine?: true };
