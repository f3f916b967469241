import { beforeAll, expect, test } from 'vitest';
import { generateScale } from '@/bench/scale/generate';
import type { ScaleProject } from '@/bench/scale/generate';

import { newId, projectIdOfRow } from '@/lib/core/ids';
import { GalleryGroupQuery, GalleryQuery } from '@/lib/domain/gallery/schema';
import { ChipCountsQuery, ChipTableQuery } from '@/lib/domain/chip-table/schema';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { db } from '@/lib/server/db/client';
import { galleryGroups } from '@/lib/server/gallery/groups';
import { galleryPage } from '@/lib/server/gallery/page';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { listVersions } from '@/lib/server/model/data';
import { readOverview } from '@/lib/server/overview/read';
import { deployedVersion } from '@/lib/server/proposal/data';
import { judgedChips } from '@/lib/server/proposal/accuracy/data';
import { listReview, nextToReview } from '@/lib/server/review/list';
import { acceptReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { confirmedSample } from '@/lib/server/similar/data';
import { readTraining } from '@/lib/server/training/start';
import { scopeOf } from '@/tests/server/factories';
import { personOf } from '@/tests/server/people';
import { costly, plansOf, readsOf } from '@/tests/server/plans';
import { ownerUrl } from '@/tests/server/owner';

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
  ...['WaitingChip', 'LabelAgreement', 'ConfirmedChip', 'ChipLabel'],
];

let made: ScaleProject;
let scope: ProjectScope;

beforeAll(async () => {
  const size = { chips: 20_000, labelled: 6000, waiting: 1500 };
  made = await generateScale(ownerUrl(), size, () => undefined);
  const project = await db().project.findUniqueOrThrow({
    where: { id: projectIdOfRow(made.projectId) },
  });
  scope = scopeOf(project, 'ADMIN');
}, 300_000);

/** Every statement of `work` goes by an index on large tables, and no step of it reads more than `rows` rows. */
async function expectBounded(work: () => Promise<unknown>, rows: number): Promise<void> {
  expect(costly(await plansOf(work), { most: rows, never: LARGE })).toEqual([]);
}

test('the next chip to review is one step in an index', async () => {
  await expectBounded(() => nextToReview(scope), 1);
});

test('a page of the review list reads its own chips, the first and a later one', async () => {
  for (const order of ['disagreement', 'uncertainty', 'oldest'] as const) {
    const first = ReviewQuery.parse({ order, limit: '20' });
    const { nextCursor } = await listReview(scope, first);
    await expectBounded(() => listReview(scope, first), 150);
    const second = ReviewQuery.parse({ order, limit: '20', cursor: nextCursor });
    await expectBounded(() => listReview(scope, second), 150);
  }
});

test('a page of the gallery reads its own chips in every stored order, and its groups stored sums or what they count', async () => {
  const reader = personOf(made.reviewers[0] ?? '');
  for (const order of ['suspicion', 'newest', 'random']) {
    for (const more of [{}, { class: '16' }, { state: 'confirmed', class: '17' }]) {
      const query = GalleryQuery.parse({ order, limit: '20', ...more });
      const { nextCursor } = await galleryPage(scope, reader, query);
      await expectBounded(() => galleryPage(scope, reader, query), 300);
      const next = GalleryQuery.parse({ order, limit: '20', ...more, cursor: nextCursor });
      await expectBounded(() => galleryPage(scope, reader, next), 300);
    }
  }
  for (const by of ['class', 'version']) {
    for (const state of ['waiting', 'confirmed']) {
      const query = GalleryGroupQuery.parse({ by, state });
      await expectBounded(() => galleryGroups(scope, query), 200);
    }
  }
  const own = { person: made.labelers[0], state: 'confirmed' };
  await expectBounded(() => galleryGroups(scope, GalleryGroupQuery.parse(own)), 1500);
});

test('a page of the chip table is a step in an index a state, in every order and filter, the first, a later and an earlier one', async () => {
  const reader = personOf(made.reviewers[0] ?? '');
  const { assetId } = await db().chip.findFirstOrThrow({
    where: { projectId: made.projectId, number: 9000 },
  });
  const filters = [
    ...[{}, { state: 'untouched' }, { state: 'excluded' }, { split: 'CALIBRATION' }],
    ...[{ survey: 'survey 7' }, { survey: 'survey 7', state: 'untouched', split: 'TEST' }],
    ...[{ asset: assetId }, { class: '17' }, { state: 'confirmed', class: '18', split: 'TEST' }],
    ...[
      { person: made.labelers[3] },
      { version: 'none' },
      { several: 'true' },
      { scoreFrom: '0.7' },
    ],
    ...[{ from: '2020-01-01' }, { comments: 'open' }],
  ];
  for (const filter of filters) {
    for (const order of ['number', 'newest', 'suspicion']) {
      const query = { ...filter, order, limit: '20' };
      const read = (more: object) =>
        chipTablePage(scope, reader, ChipTableQuery.parse({ ...query, ...more }));
      const cursor = (await read({})).items.at(-1)?.place;
      const parts =
        cursor === undefined ? [{}] : [{}, { cursor }, { cursor, back: 'true' }, { at: cursor }];
      // what a filter holds back is looked at too: at most the chips of a person or survey, and of those labelled a few hundred
      for (const part of parts) await expectBounded(() => read(part), 2500);
    }
  }
}, 300_000);

test('what a facet would give reads stored sums, or the labels of no more chips than there are', async () => {
  const reader = personOf(made.reviewers[0] ?? '');
  for (const filter of [
    ...[{}, { state: 'untouched' }, { split: 'TEST', survey: 'survey 7' }, { class: '17' }],
    ...[{ person: made.labelers[3] }, { scoreFrom: '0.7', class: '16' }, { several: 'true' }],
    ...[{ comments: 'open' }, { from: '2020-01-01' }],
  ]) {
    const query = ChipCountsQuery.parse(filter);
    const steps = await plansOf(() => chipCounts(scope, reader, query));
    const small = steps.filter(({ table }) => table === 'Chip');
    expect(costly(small, { most: 1000, never: LARGE })).toEqual([]);
    expect(costly(steps, { most: 30_000, never: LARGE })).toEqual([]);
  }
}, 300_000);

test('overview, versions and readiness to train read stored figures', async () => {
  const people = made.labelers.length + made.reviewers.length + 4;
  // 200 chips of each person, whatever they labelled; 300 days of work
  await expectBounded(() => readOverview(scope, made.owner), 300 * people * 2);
  await expectBounded(() => listVersions(scope), 100);
  await expectBounded(() => readTraining(scope), 200);
});

test('a sample of confirmed chips, and those that tell what a threshold means, are the first draws of an index', async () => {
  // with fewer than they look at in a project of a million chips, which this one has not
  await expectBounded(() => confirmedSample(scope, personOf(made.labelers[0] ?? ''), 200), 200);
  const version = await deployedVersion(scope.projectId);
  if (!version) throw new Error('no version is deployed');
  await expectBounded(() => judgedChips(scope.projectId, version.id, 200), 200);
});

/** A chip in this state that one person labels or labelled, by its status and theirs. */
async function oneOf(status: 'IN_PROGRESS' | 'SUBMITTED') {
  return await db().labelling.findFirstOrThrow({
    where: {
      ...{ kind: 'PERSON', status },
      chip: {
        projectId: made.projectId,
        status,
        labellings: { every: { kind: 'PERSON', status } },
      },
    },
    orderBy: { chip: { number: 'asc' } },
  });
}

test('a save, a submit with what the model said, and an accept read their own chip', async () => {
  const { chipId, userId, cells, revision } = await oneOf('IN_PROGRESS');
  const person = personOf(userId ?? '');
  const before = cells[0] ?? 0;
  const change = {
    cell: 0,
    before,
    after: before === 1 ? 2 : 1,
    source: 'hand' as const,
    shown: null,
  };
  await expectBounded(
    () =>
      saveLabelling(scope, person, chipId, {
        saveId: newId(),
        baseRevision: revision,
        openedMs: 1,
        changes: [change],
      }),
    100,
  );
  const version = await deployedVersion(scope.projectId);
  const probs = Buffer.alloc(cells.length * (version?.outputs.length ?? 0)).toString('base64');
  const proposals = version && { versionId: version.id, probs };
  const steps = await plansOf(() =>
    submitLabelling(scope, person, chipId, { revision: revision + 1, openedMs: 1, proposals }),
  );
  // whether somebody else could look at it too: members grow with people and projects, and so few are read from end to end
  const grown = steps.filter(({ table }) => table !== 'Membership');
  expect(costly(grown, { most: 100, never: LARGE })).toEqual([]);
  const view = await reviewChip(scope, chipId);
  const seen = { revision: view.consensus.revision, basis: view.basis, openedMs: 1 };
  await expectBounded(
    () => acceptReview(scope, personOf(made.reviewers[0] ?? ''), chipId, seen),
    100,
  );
  expect(await db().chip.findUnique({ where: { id: chipId } })).toMatchObject({
    status: 'CONFIRMED',
  });
});

test('the triggers of a chip that is taken back, submitted, accepted and opened again read that chip', async () => {
  const { chipId } = await oneOf('SUBMITTED');
  const set = (status: string, confirmedAt: string) => ({
    text: `UPDATE "Chip" SET "status" = $2::"ChipStatus", "confirmedAt" = ${confirmedAt} WHERE "id" = $1`,
    values: [chipId, status],
  });
  const way = [
    set('IN_PROGRESS', 'NULL'),
    set('SUBMITTED', 'NULL'),
    set('CONFIRMED', 'now()'),
    set('SUBMITTED', 'NULL'),
  ];
  // often enough for plans that hold for any chip
  const reads = await readsOf(Array.from({ length: 8 }, () => way).flat());
  expect(reads.map(({ table }) => table)).toContain('ConfirmedChip');
  const large = reads.filter(({ table }) => LARGE.includes(table));
  expect(large.filter(({ scans, rows }) => scans > 0 || rows > 100 * way.length * 8)).toEqual([]);
});
