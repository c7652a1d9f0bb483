// The commands as data, read off their definitions: what completion and the check of the README go by. What the help hides
// is left out.
import type { Argument, Command, Option } from 'commander';
import type { ArgumentShape, CommandShape, OptionShape } from '../core/completion.ts';

/** The shape of a command and of all below it. */
export function shapeOf(command: Command): CommandShape {
  const help = command.createHelp();
  return {
    name: command.name(),
    says: command.description(),
    arguments: command.registeredArguments.map(argumentShape),
    options: help.visibleOptions(command).map(optionShape),
    commands: help.visibleCommands(command).map(shapeOf),
  };
}

function argumentShape(argument: Argument): ArgumentShape {
  return { name: argument.name(), choices: argument.argChoices ?? [] };
}

function optionShape({ short, long, flags, description, optional, argChoices }: Option): OptionShape {
  const value = /[<[](.+?)[>\]]/.exec(flags)?.[1];
  return {
    names: [long, short].filter((name) => name !== undefined),
    says: description,
    ...(value !== undefined && { value }),
    optional,
    choices: argChoices ?? [],
  };
}
