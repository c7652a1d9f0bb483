// argv in, a typed request out: the commands, their own options and their usage text. Nothing is done here.
import { Command, CommanderError, Option } from 'commander';
import type { CommandShape } from '../core/completion.ts';
import type { Request, ValidateRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import {
  examples,
  sharedOptions,
  withPlatformOptions,
  withReportOption,
  withSharedOptions,
} from './args-shared.ts';
import type { ReportFlags, SharedFlags } from './args-shared.ts';
import { addEmulatorCommand } from './args-emulator.ts';
import { addExistingCommands } from './args-existing.ts';
import { addInitCommand } from './args-init.ts';
import { withManuals } from './args-manual.ts';
import { planningOptions, withPlanningOptions } from './args-planning.ts';
import type { PlanningFlags } from './args-planning.ts';
import { addShellCommands } from './args-shell.ts';
import { addStateCommands } from './args-state.ts';
import { shapeOf } from './args-shape.ts';
import { addTestingCommands } from './args-testing.ts';

/** Argv that asks for help or the version, or that cannot be understood. */
export interface Unparsed {
  /** Help and version are answered, everything else is a fault. */
  readonly help: boolean;
  /** Text for standard output. */
  readonly out: string;
  /** Text for standard error. */
  readonly err: string;
}

interface Parsing {
  request?: Request;
  out: string;
  err: string;
}

/** Parses the arguments after the program's name. */
export function parseArguments(argv: readonly string[], version: string): Result<Request, Unparsed> {
  const parsing: Parsing = { out: '', err: '' };
  const program = createProgram(version, parsing);
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return refusal({ help: error.exitCode === 0, out: parsing.out, err: parsing.err });
  }
  if (parsing.request === undefined) return refusal({ help: false, out: '', err: program.helpInformation() });
  return success(parsing.request);
}

function createProgram(version: string, parsing: Parsing): Command {
  const program = new Command('flowrecon')
    .description('Keeps IBM DB2 connections in Adobe Experience Platform in step with a YAML list.')
    .version(version, '-V, --version', 'show the version')
    .configureOutput({
      writeOut: (text) => {
        parsing.out += text;
      },
      writeErr: (text) => {
        parsing.err += text;
      },
    })
    .exitOverride()
    .addHelpText('after', '\nWhen something goes wrong: docs/what-happens-when.md, beside the program.')
    .showHelpAfterError('(flowrecon --help shows the commands, flowrecon COMMAND --help their options)');
  addInit(program, parsing);
  addEmulator(program, parsing);
  for (const add of [addValidate, addPlan, addApply, addTesting, addExisting, addState, addShell])
    add(program, parsing);
  return withManuals(program);
}

/** Every command as its definition shows it. */
export function describeProgram(): CommandShape {
  return shapeOf(createProgram('', { out: '', err: '' }));
}

type ValidateFlags = Partial<SharedFlags> &
  ReportFlags & { format: ValidateRequest['format']; online?: true };

function addValidate(program: Command, parsing: Parsing): void {
  const command = program
    .command('validate')
    .description('Check the configuration; without any network, unless --online is given.');
  const forms = ['text', 'json', 'sarif', 'github'];
  command.addOption(new Option('--format <form>', 'form of the findings').choices(forms).default('text'));
  command.option('--online', 'also check credentials, sandboxes, and every entry by the connection spec');
  withReportOption(withPlatformOptions(withSharedOptions(command)))
    .addHelpText('after', examples('validate -f teams/', 'validate --online --format sarif > findings.sarif'))
    .action((flags: ValidateFlags) => {
      const format = flags.json === true ? 'json' : flags.format;
      const { online = false, report: reports = [] } = flags;
      parsing.request = { ...sharedOptions(flags), command: 'validate', format, online, reports };
    });
}

type PlanFlags = Partial<SharedFlags> &
  PlanningFlags & { detailedExitcode?: true; unmanaged?: true; out?: string };

function addPlan(program: Command, parsing: Parsing): void {
  const command = program.command('plan').description('Show what apply would do, and change nothing.');
  withPlanningOptions(withPlatformOptions(withSharedOptions(command)))
    .option('--out <file>', 'save the plan, for: flowrecon apply FILE')
    .option('--detailed-exitcode', 'exit with 2 when there is something to do')
    .option('--unmanaged', 'list the connections that are neither in the list nor in the state')
    .addHelpText('after', examples('plan --sandbox prod', 'plan --json --detailed-exitcode'))
    .action((flags: PlanFlags) => {
      const { detailedExitcode = false, unmanaged = false, out } = flags;
      parsing.request = {
        ...sharedOptions(flags),
        ...planningOptions(flags),
        command: 'plan',
        detailedExitcode,
        unmanaged,
        ...(out !== undefined && { out }),
      };
    });
}

type ApplyFlags = Partial<SharedFlags> & PlanningFlags & { yes?: true; test?: true };

function addApply(program: Command, parsing: Parsing): void {
  const command = program
    .command('apply [plan]')
    .description(
      'Plan, ask, and bring the platform in step with the list; or carry out a saved plan, without asking.',
    );
  withPlanningOptions(withPlatformOptions(withSharedOptions(command)))
    .option('--yes', 'do not ask')
    .option('--test', 'then have the platform try what was created or given another login')
    .addHelpText('after', examples('apply', "apply --yes --only 'prod/*' --json"))
    .action((planFile: string | undefined, flags: ApplyFlags) => {
      parsing.request = {
        ...sharedOptions(flags),
        ...planningOptions(flags),
        command: 'apply',
        yes: flags.yes ?? false,
        test: flags.test ?? false,
        ...(planFile !== undefined && { planFile }),
      };
    });
}

function addTesting(program: Command, parsing: Parsing): void {
  addTestingCommands(program, (request) => {
    parsing.request = request;
  });
}

function addExisting(program: Command, parsing: Parsing): void {
  addExistingCommands(program, (request) => {
    parsing.request = request;
  });
}

function addState(program: Command, parsing: Parsing): void {
  addStateCommands(program, (action, flags) => {
    parsing.request = { ...sharedOptions(flags), command: 'state', action };
  });
}

function addEmulator(program: Command, parsing: Parsing): void {
  addEmulatorCommand(program, (request) => {
    parsing.request = request;
  });
}

function addInit(program: Command, parsing: Parsing): void {
  addInitCommand(program, (request) => {
    parsing.request = request;
  });
}

function addShell(program: Command, parsing: Parsing): void {
  addShellCommands(program, (request) => {
    parsing.request = request;
  });
}
