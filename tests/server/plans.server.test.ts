import { beforeAll, expect, test } from 'vitest';
import { generateScale } from '@/bench/scale/generate';
import type { ScaleProject } from '@/bench/scale/generate';

import { projectIdOfRow } from '@/lib/core/ids';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { listVersions } from '@/lib/server/model/data';
import { readOverview } from '@/lib/server/overview/read';
import { listReview, nextToReview } from '@/lib/server/review/list';
import { readTraining } from '@/lib/server/training/start';
import { scopeOf } from '@/tests/server/factories';
import { costly, plansOf } from '@/tests/server/plans';

/** What grows with the imagery and the labels of a project: nothing that a page needs may walk over one of these. */
const LARGE = [
  ...[
    'Chip',
    'Labelling',
    'LabelEvent',
    'ChipProposal',
    'ChipScore',
    'ChipEmbedding',
    'Assignment',
  ],
  ...['WaitingChip', 'LabelAgreement', 'ConfirmedChip'],
];

const url = process.env['DATABASE_URL'] ?? '';
let made: ScaleProject;
let scope: ProjectScope;

beforeAll(async () => {
  const size = { chips: 20_000, labelled: 6000, waiting: 1500 };
  made = await generateScale(url, size, () => undefined);
  const project = await db().project.findUniqueOrThrow({
    where: { id: projectIdOfRow(made.projectId) },
  });
  scope = scopeOf(project, 'ADMIN');
}, 120_000);

/** Every statement of `work` goes by an index on large tables, and no step of it reads more than `rows` rows. */
async function expectBounded(work: () => Promise<unknown>, rows: number): Promise<void> {
  expect(costly(await plansOf(work), { most: rows, never: LARGE })).toEqual([]);
}

test('the next chip to review is one step in an index', async () => {
  await expectBounded(() => nextToReview(scope), 1);
});

test('a page of the review list reads its own chips, the first and a later one', async () => {
  for (const order of ['disagreement', 'oldest'] as const) {
    const first = ReviewQuery.parse({ order, limit: '20' });
    const { nextCursor } = await listReview(scope, first);
    await expectBounded(() => listReview(scope, first), 150);
    const second = ReviewQuery.parse({ order, limit: '20', cursor: nextCursor });
    await expectBounded(() => listReview(scope, second), 150);
  }
});

test('overview, versions and readiness to train read stored figures', async () => {
  const people = made.labelers.length + made.reviewers.length + 4;
  // 200 chips of each person, whatever they labelled; 300 days of work
  await expectBounded(() => readOverview(scope, made.owner), 300 * people * 2);
  await expectBounded(() => listVersions(scope), 100);
  await expectBounded(() => readTraining(scope), 200);
});
