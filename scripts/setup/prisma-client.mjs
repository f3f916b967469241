// Makes the Prisma client, without the engine that Prisma would download.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const prisma = join(root, 'node_modules/prisma/build/index.js');

// The schema engine is not needed to generate a client, but Prisma wants to download one unless this names a program.
const env = {
  PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'scripts/no-schema-engine.sh'),
  ...process.env,
};
const run = spawnSync(process.execPath, [prisma, 'generate'], {
  cwd: root,
  env,
  encoding: 'utf8',
});
if (run.status !== 0) {
  process.stderr.write(`${run.stdout}${run.stderr}`);
  console.error('The Prisma client could not be generated; see the lines above.');
  process.exit(1);
}
