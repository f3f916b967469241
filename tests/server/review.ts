import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import type { CellChange, SaveRequest } from '@/lib/domain/label/schema';
import type { Person } from '@/lib/server/auth/gate';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { acceptReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createProject, scopeOf } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler, createReviewer } from '@/tests/server/people';

export const CROWN = 16;
export const SHRUB = 17;

export interface Setting {
  project: TestProject;
  ada: Person;
  ben: Person;
  rita: Person;
  rolf: Person;
}

export async function setting(): Promise<Setting> {
  const project = await createProject({ rows: 2, cols: 2 });
  const [ada, ben] = [await createLabeler(project), await createLabeler(project)];
  return {
    project,
    ada,
    ben,
    rita: await createReviewer(project),
    rolf: await createReviewer(project),
  };
}

export async function oneChip(project: TestProject): Promise<Chip> {
  const [chip] = await createChips(project, 1);
  if (!chip) throw new Error('no chip');
  return chip;
}

export function changesOf(after: readonly number[], before: readonly number[] = []): CellChange[] {
  return after.flatMap((code, cell) =>
    code === (before[cell] ?? 0)
      ? []
      : [{ cell, before: before[cell] ?? 0, after: code, source: 'hand' as const, shown: null }],
  );
}

export function save(baseRevision: number, changes: CellChange[]): SaveRequest {
  return { saveId: newId(), baseRevision, openedMs: 10, changes };
}

/** Labels a chip as a person and submits it. */
export async function label(
  { project }: Setting,
  person: Person,
  chip: Chip,
  codes: readonly number[],
  proposals: { versionId: string; probs: string } | null = null,
): Promise<void> {
  const mine = await myLabelling(project.scope, person, chip.id);
  const before = cellsOf(mine.cells);
  const { revision } = await saveLabelling(
    project.scope,
    person,
    chip.id,
    save(mine.revision, changesOf(codes, before)),
  );
  await submitLabelling(project.scope, person, chip.id, { revision, openedMs: 20, proposals });
}

/** The project as its reviewers have it, who are no admins. */
export const asReviewer = (at: Setting) => scopeOf(at.project, 'REVIEWER');

/** A reviewer accepts a chip as it is; Rita, if nobody else. */
export async function confirm(at: Setting, chip: Chip, person = at.rita): Promise<void> {
  const { consensus, basis } = await reviewChip(asReviewer(at), chip.id);
  const seen = { revision: consensus.revision, basis, openedMs: 1 };
  await acceptReview(asReviewer(at), person, chip.id, seen);
}

export function cellsOf(base64: string): number[] {
  return [...Buffer.from(base64, 'base64')];
}

/** A deployed version whose outputs are absent, crown and shrub. */
export function deploy(project: TestProject, number = 1, thresholds = { '16': 0.5, '17': 0.5 }) {
  return createDeployedVersion(project, number, thresholds);
}

export function probsOf(cells: readonly (readonly number[])[]): string {
  return Buffer.from(cells.flat().map((p) => Math.round(p * 255))).toString('base64');
}
