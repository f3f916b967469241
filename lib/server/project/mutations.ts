import { instant } from '@/lib/core/clock';
import { AppError } from '@/lib/server/app-error';
import { newId, newSecret, projectIdOfRow } from '@/lib/core/ids';
import { nextColour } from '@/lib/domain/class/schema';
import type { NewClass } from '@/lib/domain/class/schema';
import { slugOf } from '@/lib/domain/project/schema';
import type { NewProject, ProjectChange, ProjectView } from '@/lib/domain/project/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/unique';
import { settleEndedCuts } from '@/lib/server/imagery/mutations';
import { requestCancelAll } from '@/lib/server/jobs/mutations';
import { readProject } from '@/lib/server/project/data';

const SLUG_TRIES = 50;

/**
 * Makes a project with its classes. Its slug comes from the name, with a number behind it when that is taken.
 * `createdById` is null when a set-up script makes it. The maker gets no membership: owners are admins everywhere.
 * `fixed` is for set-up scripts whose project must come out the same on every machine.
 */
export async function createProject(
  createdById: string | null,
  input: NewProject,
  fixed: {
    slug?: string;
    splitSalt?: string;
    controlPercent?: number;
    overlapPercent?: number;
    admin?: boolean;
  } = {},
): Promise<ProjectView> {
  const { classes, cellPx, cellM, blockCells, ...rest } = input;
  const base = fixed.slug ?? slugOf(input.name);
  for (let n = 1; n <= SLUG_TRIES; n += 1) {
    const slug = n === 1 ? base : `${base}-${String(n)}`;
    try {
      const row = await db().project.create({
        data: {
          ...rest,
          ...(blockCells === undefined ? {} : { blockCells }),
          id: newId(),
          slug,
          cellPx: cellPx ?? null,
          cellM: cellM ?? null,
          splitSalt: fixed.splitSalt ?? newSecret(),
          ...(fixed.controlPercent === undefined ? {} : { controlPercent: fixed.controlPercent }),
          ...(fixed.overlapPercent === undefined ? {} : { overlapPercent: fixed.overlapPercent }),
          createdById,
          ...(fixed.admin && createdById !== null
            ? { memberships: { create: { userId: createdById, role: 'ADMIN' } } }
            : {}),
          classes: { create: withColours(classes) },
        },
        select: { id: true, name: true },
      });
      return await readProject({
        projectId: projectIdOfRow(row.id),
        slug,
        name: row.name,
        role: 'ADMIN',
        archived: false,
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw new AppError('conflict', 'project.nameTaken');
}

function withColours(classes: readonly NewClass[]) {
  const used: string[] = classes.flatMap((c) => c.colour ?? []);
  return classes.map(({ name, hint, colour }, index) => {
    const chosen = colour ?? nextColour(used);
    if (colour === undefined) used.push(chosen);
    return { id: newId(), index, name, hint, colour: chosen };
  });
}

/**
 * Changes a project's words, threshold or grid.
 * @throws AppError `conflict` for another grid once chips are cut from the old one
 */
export async function changeProject(
  project: ProjectScope,
  { grid, ...words }: ProjectChange,
): Promise<ProjectView> {
  await db().$transaction(async (tx) => {
    const id = project.projectId;
    // the worker that cuts chips takes the same row's share lock by its foreign key, so none can appear in between
    await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${id}::uuid FOR UPDATE`;
    if (grid && (await tx.chip.count({ where: { projectId: id } })) > 0) {
      throw new AppError('conflict', 'project.gridFixed');
    }
    await tx.project.update({
      where: { id },
      data: {
        ...onlySet(words),
        ...(grid
          ? {
              rows: grid.rows,
              cols: grid.cols,
              cellPx: grid.cellPx ?? null,
              cellM: grid.cellM ?? null,
            }
          : {}),
      },
    });
  });
  return await readProject(project);
}

/**
 * Makes a project read-only and takes it out of the lists. Its waiting jobs are cancelled and its running ones are asked to
 * end, but exports; imports that had to wait say that they were cancelled. Archived again, it keeps its date.
 */
export async function archiveProject(project: ProjectScope): Promise<ProjectView> {
  await db().$transaction(async (tx) => {
    await tx.project.updateMany({
      where: { id: project.projectId, archivedAt: null },
      data: { archivedAt: instant() },
    });
    await requestCancelAll(tx, project.projectId);
  });
  await settleEndedCuts();
  return await readProject(project);
}

/** Brings an archived project back as it was. What was cancelled stays so. */
export async function restoreProject(project: ProjectScope): Promise<ProjectView> {
  await db().project.update({ where: { id: project.projectId }, data: { archivedAt: null } });
  return await readProject(project);
}

/** The values that are given. */
function onlySet<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
