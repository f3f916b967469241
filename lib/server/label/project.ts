import { buildId } from '@/lib/server/build';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readProject } from '@/lib/server/project/data';
import { thresholdsInForce } from '@/lib/server/proposal/data';

/** What the label page needs of a project: rule, thresholds, the classes that can be given, and how many chips there are. */
export async function readLabelProject(scope: ProjectScope) {
  const [{ name, rule, classes, chips }, thresholds] = await Promise.all([
    readProject(scope),
    thresholdsInForce(scope.projectId),
  ]);
  return {
    project: {
      slug: scope.slug,
      name,
      role: scope.role,
      archived: scope.archived,
      rule,
      thresholds,
      classes: classes.filter((entry) => entry.archivedAt === null),
    },
    chips,
    build: buildId(),
  };
}
