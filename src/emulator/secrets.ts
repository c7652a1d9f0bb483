// Secrets never stay in the emulator: on arrival each one is replaced by an address in a vault that does not exist.
// The text itself is kept only while the settings ask for secrets to be rendered plainly, and then in memory alone;
// the data file and the listing of the control API see nothing but addresses.
import type { JsonObject } from './json.ts';
import type { Random } from './random.ts';
import type { EmulatorSettings } from './settings.ts';
import { secretParams } from './specs.ts';

const VAULT = 'https://keyvault-emulator.vault.azure.net/secrets/';
const MASK = 'xxxx';

/** Keeps secrets apart from connections. */
export class Vault {
  readonly #plain = new Map<string, string>();

  /** Replaces the secrets among the params by vault addresses. */
  store(params: JsonObject, random: Random, keepPlain: boolean): JsonObject {
    return mapSecrets(params, (value) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text.startsWith(VAULT)) return text;
      const address = `${VAULT}${random.uuid()}`;
      if (keepPlain) this.#plain.set(address, text);
      return address;
    });
  }

  /** The params as a reader of the API sees them. */
  render(params: JsonObject, form: EmulatorSettings['secretRendering']): JsonObject {
    switch (form) {
      case 'vault':
        return params;
      case 'mask':
        return mapSecrets(params, () => MASK);
      case 'omit':
        return Object.fromEntries(Object.entries(params).filter(([name]) => !isSecretParam(name)));
      case 'plain':
        return mapSecrets(params, (value) => this.#plain.get(String(value)) ?? value);
    }
  }

  /** Forgets every plain text. */
  clear(): void {
    this.#plain.clear();
  }
}

/** Says whether a client sent back, as a secret, what a read had shown it: the mark of a client's mistake. */
export function sendsBackRendering(params: JsonObject): boolean {
  return Object.entries(params).some(
    ([name, value]) =>
      isSecretParam(name) && typeof value === 'string' && (value.startsWith(VAULT) || /^x{4,}$/.test(value)),
  );
}

// Besides the params that the spec marks, any that is named like a secret: a stray one must not reach the data file.
function isSecretParam(name: string): boolean {
  return secretParams.has(name) || /password|passphrase|secret|token|connectionstring/i.test(name);
}

function mapSecrets(params: JsonObject, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isSecretParam(name) ? change(value) : value]),
  );
}
