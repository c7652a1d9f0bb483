// A step of the build (`npm run build`), not of the command: writes what ajv makes of the schema beside the built files.
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const SCHEMA = new URL('../../schemas/connections.schema.json', import.meta.url);
const COMPILED = new URL('connections-check.cjs', import.meta.url);

const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as { $id: string };
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  meta: false,
  validateSchema: false,
  code: { source: true },
});
ajv.addSchema(schema);
const code = standalone.default(ajv, {
  validate: schema.$id,
  isFullKey: `${schema.$id}#/definitions/fullKey`,
});
writeFileSync(COMPILED, code);
