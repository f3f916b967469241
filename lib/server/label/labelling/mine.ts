import type { ChipKey } from '@/lib/domain/chip/schema';
import type { LabellingView } from '@/lib/domain/label/schema';
import type { Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { findTruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { ownLabelling, readLabelling, toLabellingView } from '@/lib/server/label/labelling/data';

/** My labelling of a chip. */
export async function myLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<LabellingView> {
  const chip = await findLabelChip(scope, key);
  const truth = await findTruthLabelling(null, { chipId: chip.id, userId: person.userId });
  if (truth) return toLabellingView(chip, truth);
  return await readLabelling(chip, ownLabelling(chip.id, person));
}
