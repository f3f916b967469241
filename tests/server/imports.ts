import { expect } from 'vitest';
import sharp from 'sharp';
import { newId } from '@/lib/core/ids';
import type { AssetView } from '@/lib/domain/asset/schema';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ImportDetails, ImportView } from '@/lib/domain/import/schema';
import { listChips } from '@/lib/server/chip/data';
import { findAsset, findImport } from '@/lib/server/imagery/data';
import { importLocalFile } from '@/lib/server/imagery/import-local';
import { objectPath } from '@/lib/server/objects/store';
import type { TestProject } from '@/tests/server/factories';
import { runWaitingJobs } from '@/tests/server/worker';

/** Brings a file into a project and cuts it; the line as it stands then. */
export async function bringIn(
  to: TestProject,
  file: string,
  details: Partial<ImportDetails> = {},
): Promise<ImportView> {
  const line = await importLocalFile(to.scope, file, { details });
  await runWaitingJobs();
  return await findImport(to.scope, line.id);
}

/** The asset of a line that must have come in. */
export async function assetOf(of: TestProject, line: ImportView): Promise<AssetView> {
  expect(line, line.reason ?? '').toMatchObject({ state: 'READY' });
  return await findAsset(of.scope, line.assetId ?? '');
}

/** Up to 500 chips of an asset. */
export async function chipsOf(of: TestProject, asset: AssetView): Promise<ChipView[]> {
  const page = await listChips(
    of.scope,
    { userId: newId() },
    { asset: asset.id, cursor: 0, limit: 500 },
  );
  return page.items;
}

/** Pixels of a chip's stored picture. */
export async function pixelsOf(imageSha: string) {
  return await sharp(objectPath(imageSha)).raw().toBuffer({ resolveWithObject: true });
}

/** Largest difference of two pictures' numbers, in levels. */
export function worst(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
}
