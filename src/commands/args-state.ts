// The commands under `flowrecon state`: their arguments, options and usage text.
import type { Command } from 'commander';
import type { StateAction } from '../core/request.ts';
import { examples, withSharedOptions, withPlatformOptions } from './args-shared.ts';
import type { SharedFlags } from './args-shared.ts';

/** Takes what a state command was asked for. */
export type AskState = (action: StateAction, flags: Partial<SharedFlags>) => void;

/** Adds `state` and the commands under it. */
export function addStateCommands(program: Command, ask: AskState): void {
  const state = program.command('state').description('Look after the state file.');
  addShowing(state, ask);
  addChanging(state, ask);
  withPlatformOptions(
    withSharedOptions(state.command('verify').description('Tell whether state, journal and platform agree.')),
  )
    .addHelpText('after', examples('state verify', 'state verify --json'))
    .action((flags: Partial<SharedFlags>) => {
      ask({ verb: 'verify' }, flags);
    });
  withSharedOptions(
    state.command('unlock').description('Take away the lock of a run that is known to be dead.'),
  )
    .addHelpText('after', examples('state unlock', 'state unlock --state nightly.state.json'))
    .action((flags: Partial<SharedFlags>) => {
      ask({ verb: 'unlock' }, flags);
    });
}

function addShowing(state: Command, ask: AskState): void {
  withSharedOptions(state.command('list').description('List the recorded connections.'))
    .addHelpText('after', examples('state list', 'state list --json --state nightly.state.json'))
    .action((flags: Partial<SharedFlags>) => {
      ask({ verb: 'list' }, flags);
    });
  withSharedOptions(state.command('show <key>').description('Show one recorded connection.'))
    .addHelpText('after', examples('state show prod/orders-eu', 'state show prod/orders-eu --json'))
    .action((key: string, flags: Partial<SharedFlags>) => {
      ask({ verb: 'show', key }, flags);
    });
}

function addChanging(state: Command, ask: AskState): void {
  withSharedOptions(
    state.command('mv <from> <to>').description('Give a record another key of the same sandbox.'),
  )
    .addHelpText(
      'after',
      examples('state mv prod/orders prod/orders-eu', 'state mv prod/orders prod/orders-eu --json'),
    )
    .action((from: string, to: string, flags: Partial<SharedFlags>) => {
      ask({ verb: 'mv', from, to }, flags);
    });
  withSharedOptions(state.command('rm <key>').description('Drop a record; the connection stands as it is.'))
    .addHelpText(
      'after',
      examples('state rm prod/orders-eu', 'state rm prod/orders-eu --state old.state.json'),
    )
    .action((key: string, flags: Partial<SharedFlags>) => {
      ask({ verb: 'rm', key }, flags);
    });
}
