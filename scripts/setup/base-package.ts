import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { connect } from '@/cli/client';
import { Manifest } from '@/lib/contracts/package';
import { PackageReply } from '@/lib/domain/model/schema';
import { run, step } from './console.mjs';
import { hashOf, once } from './stamps.mjs';

const UploadState = z.object({ complete: z.boolean() });

interface PackageOptions {
  home: string;
  venv: string;
  origin: string;
  runnerToken: string;
}

/** Writes the base model's package by the trainer, once, and registers it by the API as any package. */
export async function ensureBasePackage({
  home,
  venv,
  origin,
  runnerToken,
}: PackageOptions): Promise<void> {
  const folder = path.join(home, 'base');
  const inputs = ['trainer/src/quadrat_trainer', 'trainer/requirements.txt'];
  await once(path.join(home, 'base.stamp'), await hashOf(inputs), () =>
    step('trainer', 'making the base model', async () => {
      const program = path.join(venv, 'bin', 'quadrat-trainer');
      await run('trainer', program, ['base', '--out', folder]);
    }),
  );
  await once(
    path.join(home, 'base.registered'),
    await hashOf([path.join(folder, 'manifest.json')], [origin]),
    () => registerPackage(folder, origin, runnerToken),
  );
}

async function registerPackage(folder: string, origin: string, token: string): Promise<void> {
  const client = connect(origin, token);
  const bytes = await readFile(path.join(folder, 'manifest.json'));
  const manifest = Manifest.parse(JSON.parse(bytes.toString('utf8')));
  for (const file of manifest.files) {
    const body = Readable.toWeb(createReadStream(path.join(folder, file.path)));
    const reply = await client.fetch(`/packages/objects/${file.sha256}`, {
      method: 'PUT',
      body: body as ReadableStream,
      duplex: 'half',
    });
    UploadState.parse(await reply.json());
  }
  const reply = await client.fetch('/packages', { method: 'POST', body: Uint8Array.from(bytes) });
  PackageReply.parse(await reply.json());
}
