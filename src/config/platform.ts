// The `platform` section: which addresses are accepted, and what holds when several files have one. Addresses are hosts
// only, because a token goes there with every request; plain http stays on this machine.
import type { Diagnostic } from '../core/diagnostic.ts';
import { locate, valueSpan } from './locate.ts';
import type { Source } from './source.ts';
import { placeOf } from './source.ts';
import type { Telling } from './tell.ts';
import { tellAt } from './tell.ts';
import { isFields } from './values.ts';

/** Settings of the platform that files may give; environment variables win over them. */
export interface PlatformSettings {
  readonly url?: string;
  readonly imsUrl?: string;
  readonly orgId?: string;
}

/** A file and its content. */
export interface Content {
  readonly source: Source;
  readonly value: unknown;
}

const SETTINGS = ['url', 'imsUrl', 'orgId'] as const;

/** The settings of all files together, and what is wrong with them. */
export function platformOf(contents: readonly Content[]): {
  readonly platform: PlatformSettings;
  readonly diagnostics: readonly Diagnostic[];
} {
  const platform: { -readonly [Name in keyof PlatformSettings]: string } = {};
  const diagnostics: Diagnostic[] = [];
  const givers = new Map<string, Source>();
  for (const { source, value } of contents) {
    const section = isFields(value) && isFields(value['platform']) ? value['platform'] : {};
    for (const name of SETTINGS) {
      const given = section[name];
      if (typeof given !== 'string' || given === '') continue;
      const span = valueSpan(locate(source, ['platform', name]));
      const fault = name === 'orgId' ? undefined : addressFault(name, given);
      const first = givers.get(name);
      if (fault !== undefined) diagnostics.push(tellAt(source, span, fault));
      if (first === undefined) givers.set(name, source);
      else if (platform[name] !== given) diagnostics.push(tellAt(source, span, conflict(name, first)));
      platform[name] ??= given;
    }
  }
  return { platform, diagnostics };
}

function conflict(name: string, first: Source): Telling {
  const { start } = valueSpan(locate(first, ['platform', name]));
  return {
    code: 'invalid-value',
    summary: `\`platform.${name}\` differs between files, first at ${placeOf(first, start)}`,
    detail: 'all files of a run are one list for one organisation',
    fix: 'keep it in one of the files, or run the files one by one',
  };
}

/** The address is never repeated: a password may stand in it. */
function addressFault(name: string, text: string): Telling | undefined {
  const fix = 'write the host only, as in https://platform.adobe.io';
  const fault = (what: string, instead = fix): Telling => ({
    code: 'invalid-value',
    summary: `\`platform.${name}\` ${what}`,
    fix: instead,
  });
  if (!URL.canParse(text)) return fault('is not an address');
  const { protocol, username, password, pathname, search, hash, hostname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return fault('has to begin with https://');
  if (username !== '' || password !== '') {
    return fault(
      'holds a user name or password',
      `${fix}; credentials of the platform come from environment variables`,
    );
  }
  if (`${pathname}${search}${hash}` !== '/') return fault('has to end behind the host');
  if (protocol === 'http:' && !isLoopback(hostname)) {
    return fault(
      'would send the access token unencrypted',
      'begin it with https://; http is for this machine only',
    );
  }
  return undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
