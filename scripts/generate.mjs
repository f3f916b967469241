// `npm run generate`: packages of the lock file and generated code, unless they are there already. What git does not keep and
// `npm run build`, `lint` and `typecheck` need.
import path from 'node:path';
import { generate, installPackages } from './setup/prepare.mjs';

process.chdir(path.resolve(import.meta.dirname, '..'));
await installPackages();
await generate();
