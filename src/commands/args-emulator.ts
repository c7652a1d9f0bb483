// `flowrecon emulator`: its options, and their way from flags to settings.
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { EmulatorRequest } from '../core/request.ts';
import { flagGroups } from './args-emulator-flags.ts';
import type { SettingFlag } from './args-emulator-flags.ts';
import { examples, sharedOptions, withSharedOptions } from './args-shared.ts';
import type { SharedFlags } from './args-shared.ts';
import { parsePort } from './args-values.ts';

type OwnFlags = Partial<SharedFlags> & { host: string; port: number; data?: string; settings?: string };

/** Adds the command; its request goes to `take`. */
export function addEmulatorCommand(program: Command, take: (request: EmulatorRequest) => void): void {
  const command = program
    .command('emulator')
    .description('Serve a local Flow Service, IMS and Sandbox API.')
    .optionsGroup('Where it listens and what it keeps:')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes a free one', parsePort, 8765)
    .option('--data <file>', 'keep the data in this file (default: in memory)')
    .option('--settings <file>', 'settings and faults, as JSON; flags win over it');
  const given = flagGroups.flatMap(({ heading, flags }) =>
    flags.map((flag) => ({ flag, option: optionOf(flag).helpGroup(heading) })),
  );
  for (const { option } of given) command.addOption(option);
  command.optionsGroup('Options:');
  withSharedOptions(command)
    .addHelpText(
      'after',
      examples('emulator', 'emulator --data platform.json --latency 50ms --rate-limit 20'),
    )
    .action((flags: OwnFlags & Readonly<Record<string, unknown>>) => {
      const settings = given.flatMap(({ flag, option }) => {
        const value = flags[option.attributeName()];
        return value === undefined ? [] : [{ flag, value }];
      });
      const request = requestOf(flags, settingsOf(settings));
      if (lacksRate(request)) command.error(RATE_IS_MISSING);
      take(request);
    });
  for (const option of command.options) option.hideHelp(OF_NO_USE.has(option.attributeName()));
}

const RATE_IS_MISSING =
  'error: --rate-burst, --retry-after and --retry-after-seconds need --rate-limit, or a rateLimit in --settings.';

function lacksRate({ settings, settingsFile }: EmulatorRequest): boolean {
  const { rateLimit } = settings;
  return (
    settingsFile === undefined && rateLimit !== undefined && !('perSecond' in objectAt(settings, 'rateLimit'))
  );
}

/** Shared options that an emulator accepts and has no use for. */
const OF_NO_USE = new Set(['file', 'state', 'envFile']);

function requestOf(flags: OwnFlags, settings: EmulatorRequest['settings']): EmulatorRequest {
  const { host, port, data, settings: settingsFile } = flags;
  return {
    // Elsewhere --sandbox selects; here it names what exists.
    ...sharedOptions({ ...flags, sandbox: [] }),
    command: 'emulator',
    host,
    port,
    settings,
    ...(data !== undefined && { dataFile: data }),
    ...(settingsFile !== undefined && { settingsFile }),
  };
}

function optionOf(flag: SettingFlag): Option {
  const option = new Option(flag.flag, flag.says);
  if (flag.choices !== undefined) option.choices(flag.choices.map(String));
  const read = flag.read ?? ((text: string): unknown => choose(flag, text));
  return flag.gathers === undefined ? option.argParser(read) : option.argParser(gather(read));
}

function choose({ choices }: SettingFlag, text: string): unknown {
  if (!choices) return text;
  const chosen = choices.find((each) => String(each) === text);
  if (chosen === undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  return chosen;
}

/** Gathers the values of an option that may be given several times. */
function gather(read: (text: string) => unknown) {
  return (text: string, gathered: readonly unknown[] | undefined) => [...(gathered ?? []), read(text)];
}

interface Given {
  readonly flag: SettingFlag;
  readonly value: unknown;
}

function settingsOf(given: readonly Given[]): EmulatorRequest['settings'] {
  const settings: Record<string, unknown> = {};
  for (const { flag, value } of given) {
    const [name = '', member] = flag.setting.split('.');
    const read = valueOf(flag, value);
    settings[name] = member === undefined ? read : { ...objectAt(settings, name), [member]: read };
  }
  return settings;
}

function objectAt(settings: Readonly<Record<string, unknown>>, name: string): object {
  const found = settings[name];
  return typeof found === 'object' && found !== null ? found : {};
}

function valueOf({ gathers }: SettingFlag, value: unknown): unknown {
  return gathers === 'members' && Array.isArray(value)
    ? Object.fromEntries(value as [string, string][])
    : value;
}
