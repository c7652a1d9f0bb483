// Settings that come from outside (the control API, a settings file, flags) are checked member by member before they
// count. All faults are reported at once. A member given as null goes back to its value at rest.
import { unknownMember } from './checks.ts';
import { defaultSettings } from './default-settings.ts';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { settingChecks } from './setting-checks.ts';
import type { EmulatorSettings } from './settings.ts';

/** What reading settings gives: the settings, or sentences that say what is wrong with them. */
export type SettingsReading =
  | { readonly ok: true; readonly settings: Partial<EmulatorSettings>; readonly cleared: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks settings from outside. Faults come back as sentences, all of them, without the values. */
export function readSettings(json: unknown): SettingsReading {
  if (!isObject(json)) return { ok: false, problems: ['The settings must be a JSON object.'] };
  const entries = Object.entries(json);
  const problems = entries.flatMap(([name, value]) => problemsOf(name, value));
  if (problems.length > 0) return { ok: false, problems };
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null));
  const cleared = entries.filter(([, value]) => value === null).map(([name]) => name);
  return { ok: true, settings: given, cleared };
}

/** Checks the settings of a file with those of flags over them; a flag may give one member of a setting alone. */
export function readLayeredSettings(file: unknown, flags: JsonObject): SettingsReading {
  if (!isObject(file)) return readSettings(file);
  const layered = Object.entries(flags).map(([name, value]) => {
    const under = file[name] ?? (isSettingName(name) ? defaultSettings[name] : undefined);
    return [name, isObject(value) && isObject(under) ? { ...under, ...value } : value] as const;
  });
  return readSettings({ ...file, ...Object.fromEntries(layered) });
}

/** Lays settings over others; the cleared members go back to their values at rest. */
export function mergeSettings(
  under: EmulatorSettings,
  over: Partial<EmulatorSettings>,
  cleared: readonly string[] = [],
): EmulatorSettings {
  const kept = Object.fromEntries(Object.entries(under).filter(([name]) => !cleared.includes(name)));
  return { ...defaultSettings, ...kept, ...over };
}

function problemsOf(name: string, value: unknown): readonly string[] {
  if (!isSettingName(name)) return [unknownMember(name, 'settings', Object.keys(settingChecks))];
  return value === null ? [] : settingChecks[name](value, name);
}

function isSettingName(name: string): name is keyof EmulatorSettings {
  return Object.hasOwn(settingChecks, name);
}
