// How quick a project of 1,000,000 chips is (150,000 labelled, 10,000 waiting for review, 10 M label changes): the functions that
// routes and pages call, one after the other, on a database that bench/scale/generate.ts fills in a few minutes.
// QUADRAT_SCALE_URL names a generated database to measure on again (QUADRAT_BENCH_KEEP=1 keeps one); QUADRAT_SCALE_SHARE=0.02
// makes a smaller one, whose rows say so.
import { newId } from '@/lib/core/ids';
import type { UserId } from '@/lib/core/ids';
import { LabelIssueQuery } from '@/lib/domain/label-issue/schema';
import { GalleryGroupQuery, GalleryQuery } from '@/lib/domain/gallery/schema';
import { ChipCountsQuery, ChipTableQuery } from '@/lib/domain/chip-table/schema';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { Person } from '@/lib/server/auth/gate';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { db } from '@/lib/server/db/client';
import { readFigure } from '@/lib/server/figure/read';
import { galleryGroups } from '@/lib/server/gallery/groups';
import { galleryPage } from '@/lib/server/gallery/page';
import { listJobs } from '@/lib/server/jobs/data';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { listLabelIssues, readLabelIssues } from '@/lib/server/label-issue/list';
import { listVersions } from '@/lib/server/model/data';
import { readOverview } from '@/lib/server/overview/read';
import { nextChips } from '@/lib/server/queue/queue';
import { listReview, nextToReview } from '@/lib/server/review/list';
import { saveReview } from '@/lib/server/review/save';
import { acceptReview, returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { readTraining } from '@/lib/server/training/start';
import { percentile } from '@/bench/percentile';
import { atMost, printRow } from '@/bench/row';
import { A_MILLION, countScale, findScale, generateScale } from '@/bench/scale/generate';
import { scopeOf } from '@/tests/server/factories';

const WARMUP = 3;
/** Calls of what is quick, and the seconds after which what is slow is asked no more. */
const CALLS = 60;
const MOST_SECONDS = 20;

const given = process.env['QUADRAT_SCALE_URL'];
if (given !== undefined) process.env['DATABASE_URL'] = given;
const url = process.env['DATABASE_URL'] ?? '';
const share = Number(process.env['QUADRAT_SCALE_SHARE'] ?? 1);
const size = {
  chips: A_MILLION.chips * share,
  labelled: A_MILLION.labelled * share,
  waiting: A_MILLION.waiting * share,
};
const made =
  given === undefined
    ? await generateScale(url, size, (line) => {
        console.error(line);
      })
    : await findScale(url);
const counted = await countScale(url);
console.error(
  `${String(counted.chips)} chips, ${String(counted.events)} label events with ${String(counted.changes)} changes`,
);

const project = await db().project.findUniqueOrThrow({ where: { id: made.projectId } });
const scope = scopeOf(project, 'ADMIN');
const title = `${(await db().chip.count({ where: { projectId: project.id } })).toLocaleString('en')} chips`;

function person(userId: string): Person {
  return {
    ...{ kind: 'person', userId: userId as UserId, email: 'scale@example.org', name: 'Person' },
    ...{ isOwner: false, mayMakeProjects: false, mustChangePassword: false, via: 'session' },
    scopes: ['read', 'label', 'review'],
  };
}

const labelers = made.labelers.map(person);
const reviewers = made.reviewers.map(person);
const at = <T>(items: readonly T[], i: number): T => {
  const item = items[i % items.length];
  if (item === undefined) throw new Error('nobody is there');
  return item;
};

/** p95 of the calls' milliseconds; what `call` returns a function for is timed by itself. */
async function measure(
  what: string,
  most: number | null,
  call: (i: number) => Promise<() => Promise<unknown>>,
): Promise<void> {
  const took: number[] = [];
  const end = performance.now() + MOST_SECONDS * 1000;
  for (let i = 0; i < WARMUP + CALLS; i += 1) {
    const timed = await call(i);
    const began = performance.now();
    await timed();
    if (i >= WARMUP) took.push(performance.now() - began);
    if (performance.now() > end && took.length > 0) break;
  }
  took.sort((a, b) => a - b);
  const p95 = percentile(took, 0.95);
  const name = `${title}: ${what}, p95 of ${String(took.length)}`;
  printRow({ name, value: Number(p95.toPrecision(3)), unit: 'ms', ...atMost(p95, most, 'ms') });
}

const monthsAgo = (months: number): string =>
  new Date(Date.now() - months * 30 * 86_400_000).toISOString().slice(0, 10);

const now = (work: () => Promise<unknown>) => () => Promise.resolve(work);

await measure('next chip, recommended', 50, async (i) => {
  const who = at(labelers, i);
  await db().chipLease.deleteMany({ where: { userId: who.userId } });
  return () => nextChips(scope, who, { mode: 'recommended', skip: [], count: 1 });
});

const pages = new Map<string, string>();
for (const order of ['disagreement', 'uncertainty', 'oldest'] as const) {
  await measure(`a page of the review list (${order})`, 100, () => {
    const cursor = pages.get(order);
    const query = ReviewQuery.parse(cursor === undefined ? { order } : { order, cursor });
    return Promise.resolve(async () => {
      const { nextCursor } = await listReview(scope, query);
      if (nextCursor === undefined) pages.delete(order);
      else pages.set(order, nextCursor);
    });
  });
}

for (const [which, filter] of [
  ['all', {}],
  ['of a class', { class: 16 }],
  ['of a person', { person: at(labelers, 0).userId }],
] as const) {
  let cursor: number | undefined;
  await measure(`a page of labels that are likely wrong (${which})`, 100, () => {
    const query = LabelIssueQuery.parse({ ...filter, cursor });
    return Promise.resolve(async () => {
      cursor = (await listLabelIssues(scope, query)).nextCursor;
    });
  });
}
await measure(
  'how many labels are likely wrong, by class and person',
  200,
  now(() => readLabelIssues(scope)),
);
const asset = (await db().chipLabel.findFirst({ where: { projectId: project.id } }))?.assetId;
const FILTERS: Record<string, Record<string, string | undefined>> = {
  'waiting, a class': { class: '17' },
  'confirmed, a class': { state: 'confirmed', class: '17' },
  'confirmed, a class, a person': { state: 'confirmed', class: '17', person: made.labelers[3] },
  'confirmed, a class, a split': { state: 'confirmed', class: '18', split: 'CALIBRATION' },
  'confirmed, a class, two people or more': { state: 'confirmed', class: '16', several: '1' },
  'confirmed, a picture': { state: 'confirmed', asset },
  'confirmed, a site': { state: 'confirmed', survey: 'survey 7' },
  'confirmed, no model, newest': { state: 'confirmed', version: 'none', order: 'newest' },
};
for (const [words, given] of Object.entries(FILTERS)) {
  const { order: _, ...filter } = given;
  await measure(`gallery: ${words}: first page and counts`, 300, (i) =>
    Promise.resolve(() =>
      Promise.all([
        galleryPage(scope, at(reviewers, i), GalleryQuery.parse(given)),
        galleryGroups(scope, GalleryGroupQuery.parse({ ...filter, by: 'class' })),
      ]),
    ),
  );
}
const TABLE: Record<string, Record<string, string | undefined>> = {
  all: {},
  'not labelled yet, a site, a split': {
    state: 'untouched',
    survey: 'survey 7',
    split: 'CALIBRATION',
  },
  excluded: { state: 'excluded' },
  'a person, newest first': { person: made.labelers[3], order: 'newest' },
  'a class, most suspicious first': { class: '17', order: 'suspicion' },
  'confirmed, a class, a person': { state: 'confirmed', class: '17', person: made.labelers[3] },
  'suspicion from 0.7, a split': { scoreFrom: '0.7', split: 'TEST' },
  'labelled in a month, several people': { from: monthsAgo(3), to: monthsAgo(2), several: 'true' },
  'no model, a site': { version: 'none', survey: 'survey 7' },
  'a picture': { asset },
  'open comments': { comments: 'open' },
};
for (const [words, given] of Object.entries(TABLE)) {
  const { order: _, ...filter } = given;
  let cursor: string | undefined;
  await measure(`chip table: ${words}: a page`, 300, (i) =>
    Promise.resolve(async () => {
      const query = ChipTableQuery.parse({ ...given, ...(cursor === undefined ? {} : { cursor }) });
      const { items, more } = await chipTablePage(scope, at(reviewers, i), query);
      cursor = more ? items.at(-1)?.place : undefined;
    }),
  );
  await measure(`chip table: ${words}: counts of all facets`, 300, (i) =>
    Promise.resolve(() => chipCounts(scope, at(reviewers, i), ChipCountsQuery.parse(filter))),
  );
}

for (const by of ['person', 'site', 'date'] as const) {
  await measure(`gallery: confirmed, grouped by ${by}`, 300, () =>
    Promise.resolve(() =>
      galleryGroups(scope, GalleryGroupQuery.parse({ state: 'confirmed', by })),
    ),
  );
}

/** The chip that a reviewer gets, as they see it once they decided where people differ. */
async function toReview(i: number) {
  const number = await nextToReview(scope);
  if (number === null) throw new Error('no chip waits for review');
  const who = at(reviewers, i);
  const view = await reviewChip(scope, number);
  if (view.differs.open.length === 0) return { number, who, view };
  const changes = view.differs.open.map((cell) => ({
    ...{ cell, before: 0, after: 16, source: 'hand' as const, shown: null },
  }));
  const baseRevision = view.consensus.revision;
  await saveReview(scope, who, number, { saveId: newId(), baseRevision, openedMs: 0, changes });
  return { number, who, view: await reviewChip(scope, number) };
}
await measure('a chip under review', 50, async () => {
  const number = (await nextToReview(scope)) ?? 0;
  return () => reviewChip(scope, number);
});
await measure('accept in review', 50, async (i) => {
  const { number, who, view } = await toReview(i);
  const { revision } = view.consensus;
  return () => acceptReview(scope, who, number, { revision, basis: view.basis, openedMs: 0 });
});
await measure('return in review', 50, async (i) => {
  const { number, who } = await toReview(i);
  return () => returnReview(scope, who, number, 'Look at the edge again.');
});

await measure(
  'overview, admin',
  200,
  now(() => readOverview(scope, made.owner)),
);
await measure('overview, labeler', 200, (i) =>
  Promise.resolve(() => readOverview(scopeOf(project, 'LABELER'), at(labelers, i).userId)),
);
// worked out once, by the first visitor or the worker
await readFigure(scope, 'automation-bias');
await measure(
  'models page',
  200,
  now(() =>
    Promise.all([
      listVersions(scope),
      readTraining(scope),
      listJobs(scope, { runner: true, limit: 20 }),
      readFigure(scope, 'automation-bias'),
    ]),
  ),
);
await measure(
  'training readiness',
  200,
  now(() => readTraining(scope)),
);

const begun = await db().labelling.findMany({
  where: { kind: 'PERSON', status: 'IN_PROGRESS', chip: { projectId: project.id } },
  select: { chipId: true, userId: true },
  take: 100,
});
await measure('save of a 12-cell stroke', null, async (i) => {
  const { chipId, userId } = at(begun, i);
  const who = person(userId ?? '');
  const mine = await myLabelling(scope, who, chipId);
  const cells = Buffer.from(mine.cells, 'base64');
  const changes = Array.from({ length: 12 }, (_, cell) => ({
    ...{ cell, before: cells[cell] ?? 0, after: cells[cell] === 16 ? 17 : 16 },
    ...{ source: 'hand' as const, shown: null },
  }));
  const request = { saveId: newId(), baseRevision: mine.revision, openedMs: 1000, changes };
  return () => saveLabelling(scope, who, chipId, request);
});
await db().$disconnect();
