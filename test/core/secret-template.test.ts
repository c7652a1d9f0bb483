// References to secrets that first lists are made with.
import { describe, expect, it } from 'vitest';
import { secretReferences, templateFault, USUAL_TEMPLATE } from '../../src/core/secret-template.ts';
import type { SecretTemplate } from '../../src/core/secret-template.ts';

const env = (template: string): SecretTemplate => ({ kind: 'env', template });
const file = (template: string): SecretTemplate => ({ kind: 'file', template });
const rows = [
  { sandbox: 'dev', localKey: 'orders-eu' },
  { sandbox: 'prod', localKey: 'orders-eu' },
  { sandbox: 'prod', localKey: 'orders_eu' },
];

describe('a template of references', () => {
  it.each([
    {
      template: USUAL_TEMPLATE,
      made: ['DEV_ORDERS_EU_PASSWORD', 'PROD_ORDERS_EU_PASSWORD', 'PROD_ORDERS_EU_PASSWORD_2'],
    },
    {
      template: env('DB2_{KEY}_PASSWORD'),
      made: ['DB2_ORDERS_EU_PASSWORD', 'DB2_ORDERS_EU_PASSWORD', 'DB2_ORDERS_EU_PASSWORD_2'],
    },
    { template: env('DB2_PASSWORD'), made: ['DB2_PASSWORD', 'DB2_PASSWORD', 'DB2_PASSWORD'] },
    {
      template: file('secrets/{sandbox}/{key}'),
      made: ['secrets/dev/orders-eu', 'secrets/prod/orders-eu', 'secrets/prod/orders-eu-2'],
    },
  ])('$template.template tells entries apart as far as it names them', ({ template, made }) => {
    const refer = secretReferences(template);
    expect(rows.map(refer)).toEqual(made.map((name) => ({ [template.kind]: name })));
  });

  it.each([
    { template: env('{HOST}_PASSWORD'), fault: 'knows only the placeholders {KEY} and {SANDBOX}' },
    {
      template: env('db2-{KEY}'),
      fault: 'makes no name of an environment variable: letters, digits and _ only, and no digit first',
    },
    { template: file('a\nb'), fault: 'makes no path of a file' },
    { template: file('secrets/{key}'), fault: undefined },
    { template: env('{KEY}'), fault: undefined },
  ])('$template.template is judged before anything is read', ({ template, fault }) => {
    expect(templateFault(template)).toBe(fault);
  });
});
