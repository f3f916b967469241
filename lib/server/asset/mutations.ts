import type { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { Provenance, Rendering } from '@/lib/domain/asset/schema';
import type { AssetPatch, ProvenanceChange, StretchChoice } from '@/lib/domain/asset/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { requestRendering } from '@/lib/server/imagery/mutations';

const IN_PROVENANCE = ['source', 'licence', 'sensor', 'takenAt'] as const;
const COLUMNS = ['name', 'survey'] as const;

/**
 * Corrects fields of an asset; every change that changes something is kept in its history. Other bands cut the chips again.
 * @throws AppError `not_found`, `not_ready` where the bands cannot be changed now
 */
export async function patchAsset(
  scope: ProjectScope,
  person: Person,
  { id, patch }: { id: string; patch: AssetPatch },
): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "Asset" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const asset = await tx.asset.findFirst({ where: { id, projectId: scope.projectId } });
    if (!asset) throw new AppError('not_found', 'imagery.missing');
    const provenance = Provenance.parse(asset.provenance);
    const at = instant().toISOString();
    const history: ProvenanceChange[] = [];
    const note = (field: string, before: string | null, after: string | null): void => {
      if (before !== after) history.push({ at, by: person.name, field, before, after });
    };
    const columns: Prisma.AssetUpdateInput = {};
    for (const field of COLUMNS) {
      const after = patch[field];
      if (after === undefined) continue;
      note(field, asset[field], after);
      columns[field] = after;
    }
    const changed: Partial<Provenance> = {};
    for (const field of IN_PROVENANCE) {
      const after = patch[field];
      if (after === undefined) continue;
      note(field, provenance[field], after);
      Object.assign(changed, { [field]: after });
    }
    if (patch.bands?.some((band) => band >= asset.bands)) {
      throw new AppError('invalid', 'imagery.bands', { bands: asset.bands });
    }
    const { bands, choice } = Rendering.parse(asset.rendering);
    const seen = history.length;
    note('bands', bandWords(bands), bandWords(patch.bands ?? bands));
    note('stretch', stretchWords(choice), stretchWords(patch.stretch ?? choice));
    if (history.length > seen) {
      await requestRendering(
        tx,
        { id, projectId: scope.projectId },
        {
          bands: patch.bands ?? bands,
          stretch: patch.stretch ?? choice,
        },
      );
    }
    await tx.asset.update({
      where: { id },
      data: {
        ...columns,
        provenance: { ...provenance, ...changed, history: [...provenance.history, ...history] },
      },
    });
  });
}

function bandWords(bands: readonly number[]): string {
  return bands.map((band) => band + 1).join(', ');
}

function stretchWords(choice: StretchChoice): string {
  if (choice.kind !== 'own') return choice.kind;
  return choice.ranges.map(({ low, high }) => `${String(low)} to ${String(high)}`).join(', ');
}
