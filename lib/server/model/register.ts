import { AppError } from '@/lib/server/app-error';
import type { PackageReply } from '@/lib/domain/model/schema';
import { insertBase } from '@/lib/server/model/mutations';
import { readPackage } from '@/lib/server/model/package';
import { putObject } from '@/lib/server/objects/store';

/**
 * Registers a base package by the bytes of its manifest.json, after its files were uploaded. The same manifest again gives the
 * same version.
 * @throws AppError `invalid`
 */
export async function registerBase(manifestBytes: Buffer): Promise<PackageReply> {
  const manifest = await readPackage(manifestBytes);
  if (manifest.outputs.length > 0) {
    throw new AppError('invalid', 'protocol', {
      detail:
        'A base package has no outputs. Versions with outputs come in through the training that made them.',
    });
  }
  const { sha256 } = await putObject(manifestBytes);
  return { ...(await insertBase(sha256, manifest)), manifestSha: sha256 };
}
