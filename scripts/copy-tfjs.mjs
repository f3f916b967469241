// Copies the model runtime's WebAssembly files to public/tfjs, from where the model worker fetches them: the bundler
// does not see them. The threaded build is left out: bundlers break it (see lib/ml/worker/backend.ts).
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
const to = join(root, 'public/tfjs');

mkdirSync(to, { recursive: true });
for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
  copyFileSync(join(from, file), join(to, file));
}
