// The guard that keeps every test on this machine, seen from a test and from a program that a test starts.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** An address that no packet may be sent to (RFC 5737). */
const ELSEWHERE = '192.0.2.1';

test.each([
  { way: 'host and port', open: () => connect(443, ELSEWHERE) },
  { way: 'options', open: () => connect({ host: 'platform.adobe.io', port: 443 }) },
  { way: 'TLS', open: () => connectTls({ host: 'platform.adobe.io', port: 443 }) },
])('refuses a connection by $way that leaves the machine', ({ open }) => {
  expect(open).toThrow(/may not reach beyond this machine: connection to \S+:443/);
});

test('refuses a request that leaves the machine', async () => {
  const cause = expect.objectContaining({
    message: expect.stringContaining('platform.adobe.io:443') as string,
  }) as Error;
  await expect(fetch('https://platform.adobe.io/')).rejects.toMatchObject({ cause });
});

test('answers that a reserved name does not exist', async () => {
  await expect(fetch('http://nowhere.invalid/')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
});

test.each(['127.0.0.1', 'localhost'])('lets a request to %s through', async (host) => {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://${host}:${String(port)}/`, { headers: { connection: 'close' } });
  expect(await response.text()).toBe('here');
  server.close();
});

test('holds for a program that a test starts', async () => {
  const script = `fetch('http://${ELSEWHERE}/').catch((error) => console.log(error.cause.message))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script]);
  expect(stdout).toContain(`connection to ${ELSEWHERE}:80`);
});
