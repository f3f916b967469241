#!/usr/bin/env node
// `npx quadrat`: runs the command line (cli/main.ts, TypeScript) from whatever folder it is called in.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const result = spawnSync(
  process.execPath,
  [
    '--import',
    import.meta.resolve('tsx'),
    path.join(root, 'cli/main.ts'),
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
    // tsx looks for path aliases in the caller's folder otherwise
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
  },
);
process.exit(result.status ?? 1);
