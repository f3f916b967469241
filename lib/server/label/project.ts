import { buildId } from '@/lib/server/build';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readProject } from '@/lib/server/project/data';

/** What the label page needs of a project: rule, threshold, the classes that can be given, and how many chips there are. */
export async function readLabelProject(scope: ProjectScope) {
  const { name, rule, threshold, classes, chips } = await readProject(scope);
  return {
    project: {
      slug: scope.slug,
      name,
      role: scope.role,
      rule,
      threshold,
      classes: classes.filter((entry) => entry.archivedAt === null),
    },
    chips,
    build: buildId(),
  };
}
