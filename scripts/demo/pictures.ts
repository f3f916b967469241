import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import type { Client } from '@/cli/client';
import { ImportPage, UNDER_WAY } from '@/lib/domain/import/schema';
import { SetupError } from '../setup/console.mjs';
import { PICTURES, PROVENANCE } from './tree-crowns';

/** Uploads the pictures as the imagery page does (tus) and waits until the worker has cut them. */
export async function sendPictures(client: Client, slug: string, folder: string): Promise<void> {
  const known = await imports(client, slug);
  for (const { file, survey } of PICTURES) {
    const line = known.find(({ name }) => name === file);
    if (
      line?.state === 'READY' ||
      (line && UNDER_WAY.includes(line.state) && line.state !== 'UPLOADING')
    )
      continue;
    await send(client, slug, path.join(folder, file), { filename: file, survey, ...PROVENANCE });
  }
  for (;;) {
    const lines = (await imports(client, slug)).filter(({ state }) => state !== 'UPLOADING');
    if (lines.every(({ state }) => !UNDER_WAY.includes(state))) {
      const bad = lines.find(({ state, name }) => {
        return state === 'FAILED' && !lines.some((l) => l.name === name && l.state === 'READY');
      });
      if (bad) throw new SetupError(`${bad.name} could not be imported: ${bad.reason ?? ''}`);
      return;
    }
    await sleep(300);
  }
}

async function imports(client: Client, slug: string) {
  return (await client.call(ImportPage, `/projects/${slug}/imports`)).items;
}

async function send(
  client: Client,
  slug: string,
  file: string,
  metadata: Record<string, string>,
): Promise<void> {
  const blob = await openAsBlob(file);
  const bytes = Buffer.from(await blob.arrayBuffer());
  await new Promise<void>((resolve, reject) => {
    new Upload(bytes, {
      endpoint: `${client.server}/api/v1/projects/${slug}/uploads`,
      headers: { authorization: `Bearer ${client.token}` },
      metadata,
      chunkSize: 8 * 1024 ** 2,
      onError: reject,
      onSuccess: () => resolve(),
    }).start();
  });
}
