// The options of plan and apply that say what a plan is asked for, and their way from flags to a request.
import type { Command } from 'commander';
import type { DeletionLimit } from '../core/guard.ts';
import type { PlanningOptions, ReportingOptions, ShowingOptions } from '../core/request.ts';
import { withLimitOptions, withReportOption } from './args-shared.ts';
import type { ReportFlags } from './args-shared.ts';
import { collect, parseDeletionLimit } from './args-values.ts';

/** Flags as commander hands them over. */
export interface PlanningFlags extends ReportFlags {
  readonly prune?: true;
  /** `true` without a glob. */
  readonly rotate?: true | string[];
  readonly maxDelete?: DeletionLimit;
  readonly fullDiff?: true;
}

/** Options that say what a plan is asked for. */
export function withPlanningOptions(command: Command): Command {
  return withReportOption(withLimitOptions(command))
    .option('--prune', 'delete what is recorded and no longer listed')
    .option(
      '--max-delete <n|n%>',
      'refuse a plan that deletes more than this (default: 10% of what is recorded, or 5)',
      parseDeletionLimit,
    )
    .option('--rotate [key-glob]', 'send the secrets of these entries anew (default: of all)', collect)
    .option('--full-diff', 'show every field of every change, and fold nothing');
}

/** The planning part of a request. */
export function planningOptions({
  prune,
  rotate,
  maxDelete,
  fullDiff,
  report,
}: PlanningFlags): PlanningOptions & ShowingOptions & ReportingOptions {
  return {
    reports: report ?? [],
    prune: prune ?? false,
    ...(rotate !== undefined && { rotate: rotate === true ? ['**'] : rotate }),
    ...(maxDelete !== undefined && { maxDelete }),
    fullDiff: fullDiff ?? false,
  };
}
