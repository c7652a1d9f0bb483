// What sending tells the traffic of a run, and what it does not send.
import { describe, expect, it } from 'vitest';
import type { Arrival, Departure, Traffic } from '../../src/core/traffic.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { anEntry } from '../support/builders.ts';
import { IDENTITY, json, openRemote, serve, serveBy } from './scripted-server.ts';

const empty = json(200, { items: [] });
const secret = sealSecret('hunter2');

interface Noted {
  readonly traffic: Traffic;
  readonly told: string[];
  readonly departures: Departure[];
  readonly arrivals: Arrival[];
}

/** A traffic that lets so many requests leave, and keeps what it is told. */
function note(most = Infinity): Noted {
  const told: string[] = [];
  const departures: Departure[] = [];
  const arrivals: Arrival[] = [];
  let left = most;
  const traffic: Traffic = {
    turn: () => {
      told.push('turn');
      return Promise.resolve();
    },
    admit: () => {
      told.push('admit');
      left -= 1;
      return left >= 0;
    },
    depart: (departure) => {
      told.push('depart');
      departures.push(departure);
      return (arrival) => {
        told.push('arrive');
        arrivals.push(arrival);
      };
    },
    repeating: (waitMs) => told.push(`repeating ${waitMs}`),
    loginWaits: (waitMs) => told.push(`login waits ${waitMs}`),
    gaveUp: () => told.push('gave up'),
  };
  return { traffic, told, departures, arrivals };
}

describe('every request', () => {
  it('waits for its turn, is counted, and is told of when it has ended', async () => {
    const server = await serve(json(500, {}), empty);
    const { traffic, told, departures, arrivals } = note();
    await openRemote(server.url, { traffic }).remote.list('dev');
    const one = ['turn', 'admit', 'depart', 'arrive'];
    expect(told).toEqual([...one, 'repeating 200', ...one]);
    expect(departures).toEqual([
      { sandbox: 'dev', kind: 'list', call: 0 },
      { sandbox: 'dev', kind: 'list', call: 0 },
    ]);
    expect(arrivals).toMatchObject([{ failure: { status: 500 } }, { pauseMs: 0 }]);
  });

  it.each([
    { name: 'for as long as was asked', retryAfter: '9', maxWaitMs: undefined, pauseMs: 9_000, slept: 9_100 },
    { name: 'for as long as is allowed', retryAfter: '9', maxWaitMs: 2_000, pauseMs: 2_000, slept: 2_100 },
  ])(
    'that is refused for its rate pauses everything $name',
    async ({ retryAfter, maxWaitMs, pauseMs, slept }) => {
      const server = await serve(json(429, {}, { 'retry-after': retryAfter }), json(201, IDENTITY));
      const { traffic, arrivals } = note();
      const limit = maxWaitMs === undefined ? {} : { maxWaitMs };
      const { remote, clock } = openRemote(server.url, { traffic, ...limit });
      await remote.create(anEntry(), secret);
      expect([arrivals[0]?.pauseMs, clock.slept]).toEqual([pauseMs, [slept]]);
    },
  );

  it('is counted with the login before it, and kept back when there is none left', async () => {
    const server = await serveBy(({ url }) =>
      url.startsWith('/ims') ? json(200, { access_token: 't', expires_in: 3_600 }) : empty,
    );
    const clientSecret = sealSecret('s');
    const credentials = {
      kind: 'client',
      imsUrl: server.url,
      clientId: 'c',
      clientSecret,
      scopes: 's',
    } as const;
    const outcomes = await Promise.all(
      [0, 1, 2].map(async (most) => {
        const { remote } = openRemote(server.url, { credentials, traffic: note(most).traffic });
        const listed = await remote.list('dev');
        return [most, listed.ok ? 'listed' : listed.problem.code, remote.requests().total];
      }),
    );
    expect(outcomes).toEqual([
      [0, 'stopped', 0],
      [1, 'stopped', 1],
      [2, 'listed', 2],
    ]);
  });
});

describe('a run that ends while a request waits to be repeated', () => {
  it.each([
    { name: 'has not begun what was refused for its rate', answerer: json(429, {}), code: 'stopped' },
    { name: 'has begun what may have arrived', answerer: json(503, {}), code: null },
  ])('$name', async ({ answerer, code }) => {
    const server = await serve(answerer);
    const stopping = new AbortController();
    const onSleep = (): void => {
      stopping.abort();
    };
    const { remote } = openRemote(server.url, { onSleep, stop: stopping.signal });
    const listed = await remote.list('dev');
    expect(listed.ok ? undefined : listed.problem.code).toBe(code);
  });
});

describe('a platform that fails all the time', () => {
  it('is asked fifty times more, and one time in ten, however many reads there are', async () => {
    const server = await serve(json(500, {}));
    const { traffic, told } = note();
    const { remote } = openRemote(server.url, { traffic });
    for (let n = 0; n < 100; n += 1) await remote.list('dev');
    const repeats = told.filter((line) => line.startsWith('repeating')).length;
    expect([server.received.length, repeats]).toEqual([100 + repeats, repeats]);
    expect(repeats).toBeGreaterThanOrEqual(50);
    expect(repeats).toBeLessThanOrEqual(50 + 0.1 * server.received.length + 1);
    expect(told.filter((line) => line === 'gave up').length).toBeGreaterThan(80);
  });
});
