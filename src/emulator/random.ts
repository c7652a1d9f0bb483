// Everything random in the emulator: ids, etags, tokens, jitter, chance. One stream per purpose, so that an extra draw
// of jitter does not move the ids, and the same seed with the same requests gives the same answers.

/** A stream of random values. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

const GOLDEN_RATIO_32 = 0x9e3779b9;

/** Opens the stream of one purpose under a seed. */
export function createRandom(seed: number, purpose: string): Random {
  let state = mixText(seed, purpose);
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state);
  };
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += draw().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return { next: () => draw() / 2 ** 32, hex, uuid: () => formatUuid(hex(32)) };
}

/** The same UUID for the same text, for ids that no one creates, such as a sandbox's. */
export function uuidFromText(text: string): string {
  return createRandom(0, text).uuid();
}

function mixText(seed: number, text: string): number {
  let state = Math.imul(seed | 0, GOLDEN_RATIO_32) ^ Math.floor(seed / 2 ** 32);
  for (const character of text) state = scramble(state ^ (character.codePointAt(0) ?? 0));
  return state;
}

// The output step of the public-domain generator "mulberry32".
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), 1 | value);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

function formatUuid(hex: string): string {
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/**
 * An etag, double quotes included, in the form seen on Azure (random head, the epoch seconds in the last group) or on
 * AWS (a UUID).
 */
export function createEtag(random: Random, nowMs: number, form: 'azure' | 'uuid'): string {
  if (form === 'uuid') return `"${random.uuid()}"`;
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
  return `"${random.hex(8)}-0000-0200-0000-${seconds}0000"`;
}
