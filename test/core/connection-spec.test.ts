// What is remembered of a connection spec, and what a later one says otherwise.
import { describe, expect, it } from 'vitest';
import { compareOutlines, outlineLogin } from '../../src/core/connection-spec.ts';
import type { LoginOutline, SpecOutline } from '../../src/core/connection-spec.ts';
import type { Json } from '../../src/core/connection.ts';

function outline(logins: Record<string, LoginOutline>, rest: Partial<SpecOutline> = {}): SpecOutline {
  const common = { platform: 'P', id: 'spec', version: '1.0', sha256: JSON.stringify([logins, rest]) };
  return { ...common, logins: new Map(Object.entries(logins)), ...rest };
}

const basic: LoginOutline = { fields: ['database', 'server'], required: ['server'] };

describe('the outline of a login', () => {
  it.each<{ name: string; schema: Json; fields: string[]; required: string[] }>([
    {
      name: 'names its fields in order',
      schema: { properties: { b: {}, a: {} }, required: ['b', 'a'] },
      fields: ['a', 'b'],
      required: ['a', 'b'],
    },
    { name: 'is empty without any', schema: {}, fields: [], required: [] },
    { name: 'takes nothing from a list', schema: [], fields: [], required: [] },
    { name: 'takes nothing from null', schema: null, fields: [], required: [] },
    {
      name: 'leaves out what is no name',
      schema: { properties: 7, required: [1, 'a'] },
      fields: [],
      required: ['a'],
    },
    { name: 'leaves out a flag', schema: { required: true }, fields: [], required: [] },
  ])('$name', ({ schema, fields, required }) => {
    expect(outlineLogin(schema)).toEqual({ fields, required });
  });
});

describe('a later spec', () => {
  const before = outline({ Basic: basic });

  it.each<{ name: string; after: SpecOutline; changes: string[] }>([
    { name: 'that is the same', after: before, changes: [] },
    {
      name: 'with a new field',
      after: outline({ Basic: { ...basic, fields: ['database', 'schema', 'server'] } }),
      changes: ['the field schema of "Basic" is new'],
    },
    {
      name: 'with a new field that is required',
      after: outline({ Basic: { fields: [...basic.fields, 'schema'], required: ['schema', 'server'] } }),
      changes: ['the field schema of "Basic" is new and required'],
    },
    {
      name: 'with a field that is required now',
      after: outline({ Basic: { ...basic, required: ['database', 'server'] } }),
      changes: ['the field database of "Basic" is now required'],
    },
    {
      name: 'with a field that is no longer required',
      after: outline({ Basic: { ...basic, required: [] } }),
      changes: ['the field server of "Basic" is no longer required'],
    },
    {
      name: 'without a field',
      after: outline({ Basic: { fields: ['database'], required: [] } }),
      changes: ['the field server of "Basic" is gone'],
    },
    {
      name: 'with other ways to log in',
      after: outline({ Token: basic }),
      changes: ['"Token" is a new way to log in', '"Basic" is gone'],
    },
    {
      name: 'of another version',
      after: outline({ Basic: basic }, { version: '1.1' }),
      changes: ['its version is 1.1, not 1.0'],
    },
    {
      name: 'with other words',
      after: outline({ Basic: basic }, { sha256: 'other' }),
      changes: ['the rules or the descriptions of its fields are others'],
    },
  ])('$name', ({ after, changes }) => {
    expect(compareOutlines(before, after)).toEqual(changes);
  });
});
