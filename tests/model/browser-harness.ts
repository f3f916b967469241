// Bundles the model worker and its client as a browser runs them and serves them with packages and pictures.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { serve } from './static-server';
import type { StaticServer } from './static-server';

const PAGE =
  '<!doctype html><title>Model</title><script type="module" src="/build/page.js"></script>';

/** Serves `/page.html` with `predictor` in its global scope (and what another `script` adds), and each folder under `/<name>/`. */
export async function serveModelPage(
  folders: Record<string, string>,
  script = 'tests/model/browser-page.ts',
): Promise<StaticServer> {
  const out = await mkdtemp(path.join(os.tmpdir(), 'quadrat-model-page-'));
  await build({
    entryPoints: { page: script, worker: 'lib/ml/worker/worker.ts' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: out,
    logLevel: 'error',
  });
  const named: Record<string, string> = {};
  for (const [name, folder] of Object.entries(folders)) named[`/${name}/`] = folder;
  const server = await serve(
    { '/build/': out, '/tfjs/': path.resolve('public/tfjs'), ...named },
    { '/page.html': PAGE, '/favicon.ico': 404 },
  );
  return {
    ...server,
    close: async () => {
      await server.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}
