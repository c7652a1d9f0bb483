// The emulated platform between two requests: settings, connections, tokens, quota, fault script, clock and data file.
// Operations change it only through the methods here, which keep store, statistics and data file in step.
import { setMaxListeners } from 'node:events';
import { randomInt } from 'node:crypto';
import type { Change, Disk } from './disk.ts';
import { openDisk } from './disk.ts';
import type { FaultCandidate, FaultEffect, FaultScript } from './faults.ts';
import { createFaultScript } from './faults.ts';
import type { JsonObject } from './json.ts';
import { Paging } from './paging.ts';
import type { Random } from './random.ts';
import { createEtag, createRandom } from './random.ts';
import type { Bucket, Draw } from './rate-limit.ts';
import { drawFromBucket, fullBucket } from './rate-limit.ts';
import { Vault } from './secrets.ts';
import { awaken } from './self-changes.ts';
import type { EmulatorSettings } from './settings.ts';
import type { SpecShelf } from './specs.ts';
import { shelveSpecs } from './specs.ts';
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
  readonly #vault = new Vault();
  readonly paging = new Paging();
  readonly tally = new Tally();
  /** Aborts when the emulator closes, so that nothing goes on waiting. */
  readonly closing = new AbortController();
  /** Origin under which clients reach the emulator; known once it listens. */
  url = '';
  readonly #initial: EmulatorSettings;
  #settings: EmulatorSettings;
  #specs: SpecShelf;
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
    this.#specs = shelveSpecs(settings);
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

  /** The connection specs in force. */
  get specs(): SpecShelf {
    return this.#specs;
  }

  /** Puts other settings in force; fault script, quota and edits begin anew where their settings changed. */
  change(settings: EmulatorSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    this.#specs = shelveSpecs(settings);
    if (settings.seed !== before.seed) this.#streams.clear();
    if (settings.faults !== before.faults) this.#script = this.#beginScript();
    if (settings.rateLimit !== before.rateLimit) this.#bucket = undefined;
    if (settings.editBetween !== before.editBetween) this.#editsLeft = settings.editBetween?.times ?? 0;
    if (settings.secretRendering !== 'plain') this.#vault.clear();
  }

  /** Empties the platform and goes back to the settings of the start. */
  async reset(): Promise<void> {
    this.store.clear();
    this.tokens.clear();
    this.paging.clear();
    this.#vault.clear();
    this.tally.clear();
    this.#bucket = undefined;
    this.#settings = this.#initial;
    this.#specs = shelveSpecs(this.#initial);
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
    return createEtag(this.random('etags'), this.now(), this.#settings.etagForm);
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
    this.store.remove(connection.sandbox, connection.id, this.#visibilityOfRemoval());
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

  /**
   * Lets the changes happen that connections of a sandbox make by themselves. The data file is not told: it holds when
   * they are due, so after a restart they happen again.
   */
  wake(sandbox: string): void {
    for (const connection of this.store.due(sandbox, Date.now())) {
      const moment = { now: this.now(), machineNow: Date.now(), etag: this.etag() };
      const awakened = awaken(connection, this.#settings, moment);
      if (awakened.kind === 'gone') {
        this.store.remove(sandbox, connection.id, this.#visibilityOfRemoval());
      } else if (awakened.kind === 'changed') this.store.put(awakened.connection, this.visibility());
      else this.store.replaceQuietly(connection, awakened.connection);
    }
  }

  /** Everything that stands now. */
  standing(): readonly StoredConnection[] {
    for (const sandbox of this.store.sandboxes()) this.wake(sandbox);
    return this.store.all();
  }

  /** Params as they are stored: with addresses in the place of secrets. */
  conceal(params: JsonObject): JsonObject {
    const keepPlain = this.#settings.secretRendering === 'plain';
    return this.#vault.store(params, { specs: this.#specs, random: this.random('secrets'), keepPlain });
  }

  /** Stored params as a reader of the API sees them. */
  showParams(params: JsonObject): JsonObject {
    return this.#vault.render(params, this.#settings.secretRendering, this.#specs);
  }

  /** The statistics. */
  stats(): EmulatorStats {
    this.standing();
    return this.tally.read(this.store.counts());
  }

  /** Ends every wait and finishes the data file. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.#disk?.close();
  }

  #visibilityOfRemoval(): Visibility {
    return this.#settings.listedDeletions === 'lag' ? this.visibility() : AT_ONCE;
  }

  #beginScript(): FaultScript {
    return createFaultScript(this.#settings.faults, this.random('chance'));
  }

  async #record(change: Change): Promise<void> {
    await this.#disk?.append(change);
  }
}
