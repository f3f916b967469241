import type { ClassView } from '@/lib/domain/class/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { db } from '@/lib/server/db/client';
import { codeOfClass } from '@/lib/domain/label/cell-code';

export const CLASS_VIEW = {
  id: true,
  index: true,
  name: true,
  hint: true,
  colour: true,
  archivedAt: true,
} as const;

export function toClassView(row: Omit<ClassView, 'code'>): ClassView {
  return { ...row, code: codeOfClass(row.index) };
}

/** A project's classes by index, archived ones too: labels of them exist. */
export async function listClasses(project: Pick<ProjectScope, 'projectId'>): Promise<ClassView[]> {
  const rows = await db().labelClass.findMany({
    where: { projectId: project.projectId },
    select: CLASS_VIEW,
    orderBy: { index: 'asc' },
  });
  return rows.map(toClassView);
}
