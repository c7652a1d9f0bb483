// What words of drivers and platforms say about a login. The texts are as the drivers' makers publish them, shortened.
import { describe, expect, it } from 'vitest';
import { troubleIn } from '../../src/core/trouble-words.ts';

const login: string[] = [
  'SQL30082N  Security processing failed with reason "24" ("USERNAME AND/OR PASSWORD INVALID").  SQLSTATE=08001',
  'CONNECTION FAILED FOR SECURITY REASON 2. SQLCODE=-30082, SQLSTATE=08001',
  'RDB AUTHORIZATION FAILURE SQLCODE=-30060, SQLSTATE=08004',
  '[jcc][t4][2013][11249] Connection authorization failure occurred.  Reason: User ID or Password invalid. ERRORCODE=-4214, SQLSTATE=28000',
  'Check your authentication credentials or contact your system administrator. SQLSTATE: HY000, SQLCODE: -1000',
  'Not authorized to perform the requested command. SQLSTATE=08S01 SQLCODE=-269',
  'user name or password invalid.',
  'The password has expired.',
  'Wrong user id for this database',
];

const loginOrPlatform: string[] = ['Login failed for this user', 'Authentication failed', 'a failed logon'];

const tls: string[] = [
  'SQL30081N  A communication error has been detected. Communication protocol being used: "SSL". Communication function detecting the error: "sqlccSSLSocketSetup". Protocol specific error code(s): "414", "*", "*". SQLSTATE=08001',
  'GSKit Error: 414',
  'Message: PKIX path building failed. ERRORCODE=-4499, SQLSTATE=08001',
];

const tlsOrPlatform: string[] = [
  'TLS handshake failed.',
  'The remote certificate is invalid according to the validation procedure: password not asked for',
  'SSL error 5 on the socket',
];

const network: string[] = [
  'SQL30081N  A communication error has been detected. Communication protocol being used: "SSL". Communication API being used: "SOCKETS". Location where the error was detected: "192.0.2.1". Communication function detecting the error: "connect". Protocol specific error code(s): "111". SQLSTATE=08001',
  'SQL1336N  The remote host "db2" was not found. SQLSTATE=08001',
  'Error opening socket to server db2.example.com. ERRORCODE=-4499, SQLSTATE=08001',
  'Could not connect to specified host. SQLSTATE=08S01 SQLCODE=-603',
  'The network connection was terminated because the host failed to send any data. SQLSTATE: 08S01, SQLCODE: -605',
  'The attempt ended with SQLSTATE=08001',
];

const networkOrPlatform: string[] = [
  'The request timed out.',
  'Login timeout expired',
  'connect ECONNREFUSED 192.0.2.1:50000',
  'No connection could be made because the target machine actively refused it',
  'A TCPIP socket error has occurred (10060)',
  'no route to the host.',
  'The server db2.example could not be reached: host unreachable',
  'getaddrinfo: name or service not known',
  'the host name cannot be resolved',
];

const nothing: string[] = [
  'Error from flow provider: not entitled',
  'The request could not be processed.',
  'SQL30061N  The database alias "X" was not found. SQLSTATE=08004',
  'THE DATABASE ACCESS PACKAGE WAS NOT FOUND. SQLSTATE=51002 SQLCODE=-805',
  'Cannot connect to DB2. Check the server, the database and the user.',
  'Communication protocol being used: "SSL".',
];

const rows = (
  words: readonly string[],
  means: ReturnType<typeof troubleIn>,
): { words: string; means: ReturnType<typeof troubleIn> }[] => words.map((each) => ({ words: each, means }));

describe('words about a connection', () => {
  it.each([
    ...rows([...login, ...loginOrPlatform], 'refused-login'),
    ...rows([...tls, ...tlsOrPlatform], 'tls'),
    ...rows([...network, ...networkOrPlatform], 'unreachable'),
    ...rows(nothing, undefined),
  ])('mean $means: $words', ({ words, means }) => {
    expect(troubleIn(words, 'about-the-connection')).toBe(means);
  });
});

describe('words of a platform in trouble', () => {
  it.each([
    ...rows(login, 'refused-login'),
    ...rows(tls, 'tls'),
    ...rows(network, 'unreachable'),
    ...rows([...loginOrPlatform, ...tlsOrPlatform, ...networkOrPlatform, ...nothing], undefined),
  ])('mean $means: $words', ({ words, means }) => {
    expect(troubleIn(words, 'platform-in-trouble')).toBe(means);
  });
});
