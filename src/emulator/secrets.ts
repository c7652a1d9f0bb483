// Secrets never stay in the emulator: on arrival each one is replaced by an address in a vault that does not exist.
// The text itself is kept only while the settings ask for secrets to be rendered plainly, and then in memory alone;
// the data file and the listing of the control API see nothing but addresses.
import type { JsonObject } from './json.ts';
import type { Random } from './random.ts';
import type { EmulatorSettings } from './settings.ts';
import type { SpecShelf } from './specs.ts';

const VAULT = 'https://keyvault-emulator.vault.azure.net/secrets/';
const MASK = 'xxxx';

/** What storing secrets depends on. */
export interface Concealment {
  readonly specs: SpecShelf;
  readonly random: Random;
  /** Whether the text itself is kept in memory. */
  readonly keepPlain: boolean;
}

/** Keeps secrets apart from connections. */
export class Vault {
  readonly #plain = new Map<string, string>();

  /** Replaces the secrets among the params by vault addresses. */
  store(params: JsonObject, { specs, random, keepPlain }: Concealment): JsonObject {
    return mapSecrets(params, specs, (value) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text.startsWith(VAULT)) return text;
      const address = `${VAULT}${random.uuid()}`;
      if (keepPlain) this.#plain.set(address, text);
      return address;
    });
  }

  /** The params as a reader of the API sees them. */
  render(params: JsonObject, form: EmulatorSettings['secretRendering'], specs: SpecShelf): JsonObject {
    switch (form) {
      case 'vault':
        return params;
      case 'mask':
        return mapSecrets(params, specs, () => MASK);
      case 'omit':
        return Object.fromEntries(Object.entries(params).filter(([name]) => !isSecret(name, specs)));
      case 'plain':
        return mapSecrets(params, specs, (value) => this.#plain.get(String(value)) ?? value);
    }
  }

  /** Forgets every plain text. */
  clear(): void {
    this.#plain.clear();
  }
}

/** Says whether a client sent back, as a secret, what a read had shown it: the mark of a client's mistake. */
export function sendsBackRendering(params: JsonObject, specs: SpecShelf): boolean {
  return Object.entries(params).some(
    ([name, value]) =>
      isSecret(name, specs) &&
      typeof value === 'string' &&
      (value.startsWith(VAULT) || /^x{4,}$/.test(value)),
  );
}

// Besides the params that the spec marks, any that is named like a secret: a stray one must not reach the data file.
function isSecret(name: string, specs: SpecShelf): boolean {
  return specs.secretParams.has(name) || /password|passphrase|secret|token|connectionstring/i.test(name);
}

function mapSecrets(params: JsonObject, specs: SpecShelf, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isSecret(name, specs) ? change(value) : value]),
  );
}
