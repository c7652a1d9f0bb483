// The parts of `--help` that all commands have alike: the order of the groups, the environment and the exit codes. What a
// command does and which options it has is said where the command is defined.
import { Help, Option } from 'commander';
import type { Command } from 'commander';
import { EXIT } from '../core/outcome.ts';
import { AROUND, EXIT_MEANINGS, MANUALS, VARIABLES } from './args-manual-pages.ts';

/** A help page is read in a terminal of the usual width, and in a golden file. */
const WIDTH = 80;

/** Groups that come last, in this order; those of a single command come first. */
const LAST_GROUPS = ['Selection:', 'Platform:', 'Limits:', 'List and state:', 'Output:'];

/** Gives every command its manual, and the whole program one form of help. */
export function withManuals(program: Command): Command {
  for (const command of allCommands(program)) {
    const group = MANUALS[pathOf(command)]?.group;
    if (group !== undefined) command.helpGroup(group);
    if (command.commands.length > 0) {
      if (command === program) command.commandsGroup(AROUND);
      command.helpCommand('help [command]', 'Show the help of a command.');
    }
    const heading = command === program ? 'Options:' : 'Output:';
    command.addHelpOption(new Option('-h, --help', 'show this help').helpGroup(heading));
    // Inherited settings are copied when a command is made, which these were before.
    command.configureHelp({ helpWidth: WIDTH, groupItems: groupInOrder, commandDescription, formatHelp });
  }
  return program;
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** `state show`; of the program itself its name. */
function pathOf(command: Command): string {
  const { parent } = command;
  if (parent === null) return command.name();
  return parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

const usual = Help.prototype;

function groupInOrder<Item extends Command | Option>(
  ...given: [Item[], Item[], (item: Item) => string]
): Map<string, Item[]> {
  const groups = [...usual.groupItems(...given)];
  const rank = ([heading]: readonly [string, unknown]): number => LAST_GROUPS.indexOf(heading);
  return new Map(groups.sort((left, right) => rank(left) - rank(right)));
}

function commandDescription(command: Command): string {
  const about = MANUALS[pathOf(command)]?.about;
  return about === undefined ? command.description() : `${command.description()}\n\n${about}`;
}

function formatHelp(command: Command, help: Help): string {
  const text = usual.formatHelp.call(help, command, help);
  const manual = MANUALS[pathOf(command)];
  if (manual === undefined) return text;
  const { variables = [], exits } = manual;
  const environment = variables.map((name) => ({ term: name, says: VARIABLES[name] }));
  const codes = EXIT_MEANINGS.flatMap(([name, meaning]) => {
    const own = exits[name] ?? (name === 'done' || name === 'internal');
    return own === false ? [] : [{ term: String(EXIT[name]), says: own === true ? meaning : own }];
  });
  return [text, ...section('Environment:', environment, help), ...section('Exit codes:', codes, help)].join(
    '\n',
  );
}

/** One row for each term, aligned like the options. */
function section(
  heading: string,
  rows: readonly { readonly term: string; readonly says: string }[],
  help: Help,
): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(({ term }) => term.length));
  return [heading, ...rows.map(({ term, says }) => help.formatItem(term, width, says, help)), ''];
}
