import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { MAX_CLASSES, nextColour } from '@/lib/domain/class/schema';
import type { ClassChange, ClassView, NewClass } from '@/lib/domain/class/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { CLASS_VIEW, toClassView } from '@/lib/server/class/data';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/**
 * Adds a class with the next index. Indices are never reused: archived classes keep theirs.
 * @throws AppError `conflict` for a name in use, `not_ready` when all codes are used up
 */
export async function addClass(project: ProjectScope, input: NewClass): Promise<ClassView> {
  return await db().$transaction(async (tx) => {
    const classes = await lockClasses(tx, project);
    assertNameFree(classes, input.name, null);
    const index = Math.max(-1, ...classes.map((c) => c.index)) + 1;
    if (index >= MAX_CLASSES) {
      throw new AppError('not_ready', 'class.tooMany', { max: MAX_CLASSES });
    }
    const used = classes.filter((c) => c.archivedAt === null).map((c) => c.colour);
    const row = await tx.labelClass.create({
      data: {
        id: newId(),
        projectId: project.projectId,
        index,
        name: input.name,
        hint: input.hint,
        colour: input.colour ?? nextColour(used),
      },
      select: CLASS_VIEW,
    });
    return toClassView(row);
  });
}

/**
 * Renames, recolours, archives or restores a class. Labels of it stay as they are.
 * @throws AppError `not_found`; `conflict` for a name in use or the last class
 */
export async function changeClass(
  project: ProjectScope,
  index: number,
  { archived, name, hint, colour }: ClassChange,
): Promise<ClassView> {
  return await db().$transaction(async (tx) => {
    const classes = await lockClasses(tx, project);
    const current = classes.find((c) => c.index === index);
    if (!current) throw new AppError('not_found', 'class.missing');
    const staysArchived = archived ?? current.archivedAt !== null;
    if (!staysArchived) assertNameFree(classes, name ?? current.name, index);
    if (staysArchived) assertAnotherActive(classes, index);
    const archivedAt = staysArchived ? (current.archivedAt ?? instant()) : null;
    const row = await tx.labelClass.update({
      where: { projectId_index: { projectId: project.projectId, index } },
      data: {
        archivedAt,
        ...(name === undefined ? {} : { name }),
        ...(hint === undefined ? {} : { hint }),
        ...(colour === undefined ? {} : { colour }),
      },
      select: CLASS_VIEW,
    });
    return toClassView(row);
  });
}

interface ClassRow {
  index: number;
  name: string;
  colour: string;
  archivedAt: Date | null;
}

/** The project's classes, while nobody else changes them. */
async function lockClasses(tx: Db, { projectId }: ProjectScope): Promise<ClassRow[]> {
  await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId}::uuid FOR UPDATE`;
  return await tx.labelClass.findMany({ where: { projectId }, orderBy: { index: 'asc' } });
}

function assertNameFree(classes: readonly ClassRow[], name: string, own: number | null): void {
  const taken = classes.some(
    (c) => c.index !== own && c.archivedAt === null && c.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw new AppError('conflict', 'class.nameTaken', { name });
}

function assertAnotherActive(classes: readonly ClassRow[], index: number): void {
  if (classes.some((c) => c.index !== index && c.archivedAt === null)) return;
  throw new AppError('conflict', 'class.last');
}
