// The emulated platform between two requests: settings, connections, tokens, quota, fault script, clock and data file.
// Operations change it only through the methods here, which keep store, statistics and data file in step.
//
// Assumptions: what the emulator does where no public documentation says what the service does.
//  1. A page has 20 items without `limit`; 100 at most; more is clamped (settings pageSizeDefault, limitOverMax).
//  2. A continuation token holds a snapshot of the order, lives ten minutes, and is refused (1453-400) after that.
//  3. Listings are newest first by createdAt; `orderby` sorts by any field of the connection.
//  4. The body of a patch is validated like a create: DB2 must keep server, database, username and password.
//  5. A create succeeds without a login to the database; only `/test` and `/explore` look at the host.
//  6. Verdicts of the test: refused login is `{"result": false}`, unreachable and TLS trouble are 1308-400.
//  7. Checks come in this order: token, API key, organisation, sandbox, quota, then the service itself.
//  8. PATCH looks for the connection first (1439-404), then for If-Match (1403-400), then compares it (1404-412).
//  9. `*` and weak etags in If-Match are stale etags; an unknown patch path is 1365-400, a bad value 1312-400.
// 10. A secret reads as a vault address that is new with every write of it (settings secretRendering).
// 11. A body of another content type is 415 (1004); one without a content type, or that is no JSON, is 400 (1000).
// 12. Deleted connections leave listings at once, and GET by id never lags (settings listLagMs, listLagLists).
// 13. All sandboxes belong to one organisation; the sandbox named `prod`, or the first, is the default one.
// 14. A draft (`mode=draft`) can only be published; `finalize` is refused (1402-400).
// 15. An unknown address is a gateway error 404; what is in use by dataflows is a matter of settings alone.
import { setMaxListeners } from 'node:events';
import { randomInt } from 'node:crypto';
import type { Change, Disk } from './disk.ts';
import { openDisk } from './disk.ts';
import type { FaultCandidate, FaultEffect, FaultScript } from './faults.ts';
import { createFaultScript } from './faults.ts';
import { without } from './json.ts';
import { Paging } from './paging.ts';
import type { Random } from './random.ts';
import { createEtag, createRandom } from './random.ts';
import type { Bucket, Draw } from './rate-limit.ts';
import { drawFromBucket, fullBucket } from './rate-limit.ts';
import { Vault } from './secrets.ts';
import type { EmulatorSettings } from './settings.ts';
import type { EmulatorStats } from './stats.ts';
import { Tally } from './stats.ts';
import type { StoredConnection, Visibility } from './store.ts';
import { AT_ONCE, Store } from './store.ts';
import { Tokens } from './tokens.ts';

/** What each stream of random values is for. */
type Purpose = 'ids' | 'etags' | 'tokens' | 'secrets' | 'requests' | 'jitter' | 'chance' | 'paging';

/** The emulated platform. */
export class Platform {
  readonly store = new Store();
  readonly tokens = new Tokens();
  readonly vault = new Vault();
  readonly paging = new Paging();
  readonly tally = new Tally();
  /** Aborts when the emulator closes, so that nothing goes on waiting. */
  readonly closing = new AbortController();
  /** Origin under which clients reach the emulator; known once it listens. */
  url = '';
  readonly #initial: EmulatorSettings;
  #settings: EmulatorSettings;
  #streams = new Map<Purpose, Random>();
  #script: FaultScript;
  #bucket: Bucket | undefined;
  #editsLeft = 0;
  #disk: Disk | undefined;
  #starts = 0;
  readonly #drawnSeed = randomInt(2 ** 47);

  constructor(settings: EmulatorSettings) {
    // Every delayed answer listens, which is no leak.
    setMaxListeners(0, this.closing.signal);
    this.#initial = settings;
    this.#settings = settings;
    this.#script = this.#beginScript();
    this.#editsLeft = settings.editBetween?.times ?? 0;
  }

  /** Takes over what the data file holds, and writes to it from now on. */
  async attach(path: string): Promise<void> {
    const opened = await openDisk(path, () => this.store.all());
    this.#disk = opened.disk;
    this.#starts = opened.starts - 1;
    this.#streams.clear();
    for (const connection of opened.connections) this.store.put(connection);
  }

  /** The settings in force. */
  get settings(): EmulatorSettings {
    return this.#settings;
  }

  /** Puts other settings in force; fault script, quota and edits begin anew where their settings changed. */
  change(settings: EmulatorSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.seed !== before.seed) this.#streams.clear();
    if (settings.faults !== before.faults) this.#script = this.#beginScript();
    if (settings.rateLimit !== before.rateLimit) this.#bucket = undefined;
    if (settings.editBetween !== before.editBetween) this.#editsLeft = settings.editBetween?.times ?? 0;
    if (settings.secretRendering !== 'plain') this.vault.clear();
  }

  /** Empties the platform and goes back to the settings of the start. */
  async reset(): Promise<void> {
    this.store.clear();
    this.tokens.clear();
    this.paging.clear();
    this.vault.clear();
    this.tally.clear();
    this.#bucket = undefined;
    this.#settings = this.#initial;
    this.#streams.clear();
    this.#script = this.#beginScript();
    this.#editsLeft = this.#initial.editBetween?.times ?? 0;
    await this.#record({ clear: true });
  }

  /** The platform's clock, epoch milliseconds. */
  now(): number {
    return Date.now() + this.#settings.clockOffsetMs;
  }

  /** The random values of one purpose. */
  random(purpose: Purpose): Random {
    const found = this.#streams.get(purpose);
    if (found) return found;
    // A data file outlives the process: without the number of starts, one seed would give the same ids again.
    const stream = createRandom(this.#settings.seed ?? this.#drawnSeed, `${purpose}/${this.#starts}`);
    this.#streams.set(purpose, stream);
    return stream;
  }

  /** A new etag. */
  etag(): string {
    return createEtag(this.random('etags'), this.now());
  }

  /** Asks the fault script about a request. */
  strike(candidate: FaultCandidate): FaultEffect | undefined {
    const effect = this.#script.strike(candidate);
    if (effect) this.tally.count('faultsStruck');
    return effect;
  }

  /** Draws on the quota; undefined where there is none. */
  drawOnQuota(): Draw | undefined {
    const limit = this.#settings.rateLimit;
    if (!limit) return undefined;
    const draw = drawFromBucket(this.#bucket ?? fullBucket(limit, Date.now()), limit, Date.now());
    this.#bucket = draw.bucket;
    return draw;
  }

  /** Takes one of the edits that come between read and PATCH, if one is due for this connection. */
  takeEdit(name: string): { readonly field: string; readonly value: unknown } | undefined {
    const edit = this.#settings.editBetween;
    if (!edit || this.#editsLeft < 1 || (edit.name !== undefined && edit.name !== name)) return undefined;
    this.#editsLeft -= 1;
    return edit;
  }

  /** Stores a connection; resolves when the data file has it. */
  async save(connection: StoredConnection, visibility: Visibility = this.visibility()): Promise<void> {
    this.store.put(connection, visibility);
    await this.#record({ put: connection });
  }

  /** Removes a connection; resolves when the data file knows. */
  async drop(connection: StoredConnection): Promise<void> {
    this.store.remove(connection.sandbox, connection.id);
    await this.#record({ remove: { sandbox: connection.sandbox, id: connection.id } });
  }

  /** From when on listings show what is written now. */
  visibility(): Visibility {
    const { listLagMs, listLagLists } = this.#settings;
    if (listLagMs === 0 && listLagLists === 0) return AT_ONCE;
    return { at: Date.now() + listLagMs, afterLists: listLagLists };
  }

  /** Moves an etag without a change. */
  moveEtag(connection: StoredConnection): void {
    this.store.replaceQuietly(connection, { ...connection, etag: this.etag() });
  }

  /** Lets the changes happen that connections of a sandbox make by themselves. */
  wake(sandbox: string): void {
    for (const connection of this.store.due(sandbox, Date.now())) {
      const rest = without(connection, 'wakesAt');
      if (connection.state === 'initializing') this.store.put(this.#enabled(rest), this.visibility());
      else this.store.replaceQuietly(connection, { ...rest, etag: this.etag() });
    }
  }

  /** When a connection that is written now changes by itself. */
  wakesAt(state: string): { readonly wakesAt?: number } {
    const { initializingMs, etagMovesAfterMs } = this.#settings;
    const after = state === 'initializing' ? initializingMs : etagMovesAfterMs;
    return after === undefined ? {} : { wakesAt: Date.now() + after };
  }

  /** The statistics. */
  stats(): EmulatorStats {
    return this.tally.read(this.store.counts());
  }

  /** Ends every wait and finishes the data file. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.#disk?.close();
  }

  #enabled(connection: StoredConnection): StoredConnection {
    const changed = { state: 'enabled', updatedAt: this.now(), etag: this.etag() };
    return { ...connection, ...changed, ...this.wakesAt('enabled') };
  }

  #beginScript(): FaultScript {
    return createFaultScript(this.#settings.faults, this.random('chance'));
  }

  async #record(change: Change): Promise<void> {
    await this.#disk?.append(change);
  }
}
