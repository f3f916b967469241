// Writes lib/contracts/schema/<payload>.json from the zod schemas: `npx tsx scripts/contracts.ts`.
// Commit the files with the change; lib/contracts/contracts.test.ts fails when they are out of date.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAYLOADS, schemaText, type PayloadName } from '@/lib/contracts/payloads';

const folder = path.join(import.meta.dirname, '..', 'lib', 'contracts', 'schema');
mkdirSync(folder, { recursive: true });
for (const name of Object.keys(PAYLOADS) as PayloadName[]) {
  writeFileSync(path.join(folder, `${name}.json`), schemaText(name));
}
