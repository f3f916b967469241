import { z } from 'zod';
import type { ProjectId } from '@/lib/core/ids';
import { AutomationBiasView } from '@/lib/domain/automation-bias/schema';
import { MistakeLine } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readAutomationBias } from '@/lib/server/automation-bias/read';
import { basisOfFigures, findFigure, oldFigures } from '@/lib/server/figure/data';
import { putFigure } from '@/lib/server/figure/mutations';
import { mistakesCorrected } from '@/lib/server/review/data';

/** A figure that took longer is worked out by the worker only, and a page shows the last one. */
const SLOW_MS = 500;
/** How long after the last time the worker works it out again at the earliest. */
const AGE_MINUTES = 10;

/** What needs all label events of a project, by name: how it is worked out, and its shape in the table. */
const FIGURES = {
  'automation-bias': { work: readAutomationBias, shape: AutomationBiasView },
  mistakes: { work: mistakesCorrected, shape: z.array(MistakeLine) },
} as const;
type Figures = typeof FIGURES;
export type FigureName = keyof Figures;

/**
 * A figure of the project: the stored one while nothing changed that it rests on, else worked out now. Where that takes long, the
 * stored one, which the worker renews: it is some ten minutes old at the most.
 */
export async function readFigure<Name extends FigureName>(
  { projectId }: Pick<ProjectScope, 'projectId'>,
  name: Name,
): Promise<z.infer<Figures[Name]['shape']>> {
  const [stored, basis] = await Promise.all([
    findFigure(projectId, name),
    basisOfFigures(projectId),
  ]);
  const { shape } = FIGURES[name];
  const known = stored && shape.safeParse(stored.value);
  const isGood = known?.success && (stored?.basis === basis || (stored?.ms ?? 0) > SLOW_MS);
  const value: unknown = isGood ? known.data : await renew(projectId, name, basis);
  return value as z.infer<Figures[Name]['shape']>;
}

/** Works out anew what is slow, old and out of date. For the worker. */
export async function refreshFigures(): Promise<void> {
  for (const { projectId, name, basis } of await oldFigures(SLOW_MS, AGE_MINUTES)) {
    const now = await basisOfFigures(projectId);
    if (now !== basis && isFigure(name)) await renew(projectId, name, now);
  }
}

async function renew(projectId: ProjectId, name: FigureName, basis: string): Promise<unknown> {
  const began = performance.now();
  const value: unknown = await FIGURES[name].work({ projectId });
  await putFigure(projectId, name, { basis, value, ms: performance.now() - began });
  return value;
}

function isFigure(name: string): name is FigureName {
  return name in FIGURES;
}
