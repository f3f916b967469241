import { z } from 'zod';
import type { ProjectId } from '@/lib/core/ids';
import { AgreementView } from '@/lib/domain/agreement/schema';
import { AutomationBiasView } from '@/lib/domain/automation-bias/schema';
import { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import { MistakeLine } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readAgreement } from '@/lib/server/agreement/read';
import { readAutomationBias } from '@/lib/server/automation-bias/read';
import { StoredWeights, readCrowdWeights } from '@/lib/server/consensus/weights';
import { basisOfFigures, findFigure, oldFigures } from '@/lib/server/figure/data';
import { putFigure } from '@/lib/server/figure/mutations';
import type { FigureName } from '@/lib/server/figure/name';
import { readProposalAccuracy } from '@/lib/server/proposal/accuracy/read';
import { mistakesCorrected } from '@/lib/server/review/data';

/** A figure that took longer is worked out by the worker only, and a page shows the last one. */
const SLOW_MS = 500;
/** How long after the last time the worker works it out again at the earliest. */
const AGE_MINUTES = 10;

/** What needs many labels of a project, by name: how it is worked out, and its shape in the table. */
const FIGURES = {
  'automation-bias': { work: readAutomationBias, shape: AutomationBiasView },
  agreement: { work: readAgreement, shape: AgreementView },
  'crowd-weights': { work: readCrowdWeights, shape: StoredWeights.nullable() },
  mistakes: { work: mistakesCorrected, shape: z.array(MistakeLine) },
  'proposal-accuracy': { work: readProposalAccuracy, shape: ProposalAccuracy.nullable() },
} as const satisfies Record<FigureName, object>;
type Figures = typeof FIGURES;

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
    if (now !== basis) await renew(projectId, name, now);
  }
}

async function renew(projectId: ProjectId, name: FigureName, basis: string): Promise<unknown> {
  const began = performance.now();
  const value: unknown = await FIGURES[name].work({ projectId });
  await putFigure(projectId, name, { basis, value, ms: performance.now() - began });
  return value;
}
