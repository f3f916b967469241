import { TrainMetrics } from '@/lib/contracts/result';
import type { Score } from '@/lib/contracts/result';
import type { DeployedFigures, CurvePoint } from '@/lib/domain/project/overview';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { isClass } from '@/lib/domain/label/cell-code';

/** The deployed version and the learning curve: every trained version with figures, by number. */
export async function readModels({
  projectId,
}: ProjectScope): Promise<{ deployed: DeployedFigures | null; curve: CurvePoint[] }> {
  const rows = await db().modelVersion.findMany({
    where: { projectId, status: { in: ['CANDIDATE', 'DEPLOYED', 'RETIRED'] } },
    select: { number: true, name: true, status: true, metrics: true, deployedAt: true },
    orderBy: { number: 'asc' },
  });
  let deployed: DeployedFigures | null = null;
  const curve: CurvePoint[] = [];
  for (const { number, name, status, metrics, deployedAt } of rows) {
    const parsed = TrainMetrics.safeParse(metrics);
    if (!parsed.success || status === 'BASE') continue;
    const { train, test, candidate } = parsed.data;
    curve.push({ number, name, status, chips: train.chips, macroF1: candidate.macroF1 });
    if (status === 'DEPLOYED') {
      deployed = {
        number,
        name,
        deployedAt,
        trainChips: train.chips,
        testChips: test.chips,
        testCells: test.cells,
        spread: candidate.spread ?? null,
        figures: figuresOf(candidate),
      };
    }
  }
  return { deployed, curve };
}

/** Macro F1, then average precision and recall of each class; absent (code 1) only counts within macro F1. */
function figuresOf({ macroF1, classes }: Score): DeployedFigures['figures'] {
  const named = classes.filter(({ code }) => isClass(code)).slice(0, 4);
  return [
    { measure: 'macroF1', name: null, figure: macroF1 },
    ...named.flatMap(({ name, ap, recall }) => [
      { measure: 'ap' as const, name, figure: ap },
      { measure: 'recall' as const, name, figure: recall },
    ]),
  ];
}
