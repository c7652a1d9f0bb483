// What of a connection may be written into a list as it was read.
import { describe, expect, it } from 'vitest';
import { mayStand } from '../../src/config/list-fitness.ts';
import type { Json } from '../../src/core/connection.ts';

describe('a parameter', () => {
  it.each<{ name: string; value: Json }>([
    { name: 'certificateCommonName', value: 'db2-eu' },
    { name: 'timeout', value: 5 },
    { name: 'encrypted', value: true },
    { name: 'usesToken', value: false },
    { name: '<<', value: 'a' },
    { name: 'nothing', value: null },
    { name: 'nested', value: { list: ['a', { b: 1 }] } },
    { name: 'note', value: 'password: see the vault' },
  ])('may stand: $name $value', ({ name, value }) => {
    expect(mayStand({ params: { [name]: value } })).toBe(true);
  });

  it.each<{ why: string; name: string; value: Json }>([
    { why: 'its name speaks of a secret', name: 'sslPassword', value: 'hunter2' },
    { why: 'a name inside it does', name: 'ssl', value: [{ keystorePassword: 'hunter2' }] },
    { why: 'its text holds a login', name: 'url', value: 'jdbc:db2:x;password=hunter2;' },
    { why: 'its text is an address with a login', name: 'proxy', value: 'http://me:hunter2@proxy' },
    { why: 'it is the address of a secret', name: 'key', value: 'https://kv.vault.azure.net/secrets/1' },
    { why: 'it is a mask', name: 'pin', value: 'xxxx' },
    { why: 'a field has that name', name: 'server', value: 'x' },
    { why: 'a field has that name', name: 'port', value: 1 },
    { why: 'it would be taken for a prototype', name: '__proto__', value: 'x' },
    { why: 'it nests too deep', name: 'deep', value: JSON.parse('['.repeat(50) + ']'.repeat(50)) as Json },
  ])('may not stand where $why: $name', ({ name, value }) => {
    expect(mayStand({ params: { [name]: value } })).toBe(false);
  });
});

describe('a description', () => {
  it.each([
    { description: 'Order master, Frankfurt', may: true },
    { description: 'One\nTwo: # three', may: true },
    { description: 'a bell\u0007', may: false },
    { description: 'turned\u202e', may: false },
    { description: 'login me, password=hunter2', may: false },
  ])('may stand: $description, $may', ({ description, may }) => {
    expect(mayStand({ description })).toBe(may);
  });
});
