import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/server/app-error';
import { newId } from '@/lib/core/ids';
import { ImportDetails } from '@/lib/domain/import/schema';
import type { ImportView } from '@/lib/domain/import/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { env } from '@/lib/server/env';
import { findImport } from '@/lib/server/imagery/data';
import { admitBytes, insertImport } from '@/lib/server/imagery/mutations';
import { ImportRefusal } from '@/lib/server/imagery/refusal';
import { putObject } from '@/lib/server/objects/store';

/**
 * Brings in a file that lies on this machine, for the demo project and scripts of the instance; from its bytes on the way
 * is that of an upload. The worker cuts it later. `name` is what people see; by default the file's own.
 * @returns the line: WAITING, DUPLICATE, or FAILED with its reason
 * @throws AppError `not_found` where there is no such file
 */
export async function importLocalFile(
  scope: ProjectScope,
  file: string,
  options: { details?: Partial<ImportDetails>; name?: string; createdById?: string | null } = {},
): Promise<ImportView> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError('not_found', 'imagery.noLocalFile', { file });
  const line = {
    id: newId(),
    projectId: scope.projectId,
    name: options.name ?? path.basename(file),
    bytes: found.size,
    details: ImportDetails.parse(options.details ?? {}),
    createdById: options.createdById ?? null,
  };
  const refusal = refuse(found.size);
  await insertImport(refusal ? { ...line, refusal } : line);
  if (!refusal) await admitBytes(line.id, await putObject(createReadStream(file)));
  return await findImport(scope, line.id);
}

function refuse(bytes: number): ImportRefusal | null {
  const limit = env().QUADRAT_MAX_FILE_BYTES;
  if (bytes === 0) return new ImportRefusal('EMPTY');
  return bytes <= limit ? null : new ImportRefusal('TOO_LARGE', { bytes, limit });
}
