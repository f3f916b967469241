import type { LabelIssueVerdict } from '@/lib/domain/label-issue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { dropKept, putKept } from '@/lib/server/kept-label/mutations';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import { issuesInState } from '@/lib/server/label-issue/data';

/**
 * A reviewer's word on suspected labels: they are right, or that is taken back, each their own and admins anybody's. Those that
 * have another label by now, or that somebody else decided about, are passed over. Labels themselves are changed where they
 * always are, by saving.
 */
export async function keepLabels(
  { projectId, role }: ProjectScope,
  { userId }: Person,
  { state, cells }: LabelIssueVerdict,
): Promise<{ applied: number }> {
  const isKept = state === 'KEPT';
  const applied = await inTransaction(async (tx) => {
    const labels = await issuesInState(tx, projectId, cells, isKept ? 'OPEN' : 'KEPT');
    if (isKept) return await putKept(tx, userId, labels);
    return await dropKept(tx, role === 'ADMIN' ? null : userId, labels);
  });
  return { applied };
}
