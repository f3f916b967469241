import { beforeEach, expect, test } from 'vitest';
import {
  GET as listRoute,
  PATCH as verdictRoute,
} from '@/app/api/v1/projects/[project]/review/label-issues/route';
import type { LabelIssueLine } from '@/lib/contracts/result';
import { newId } from '@/lib/core/ids';
import { CellVerdicts } from '@/lib/domain/gallery/schema';
import { LabelIssueQuery } from '@/lib/domain/label-issue/schema';
import type { Person } from '@/lib/server/auth/person';
import { db } from '@/lib/server/db/client';
import { findJob } from '@/lib/server/jobs/data';
import { queueDueChecks, startLabelCheck } from '@/lib/server/label-issue/check';
import { listLabelIssues, readLabelIssues } from '@/lib/server/label-issue/list';
import { keepLabels } from '@/lib/server/label-issue/verdict';
import { cellsOf, openDataset } from '@/lib/server/snapshot/read';
import { saveCellVerdicts } from '@/lib/server/gallery/verdicts';
import { saveReview } from '@/lib/server/review/save';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
  createToken,
  scopeOf,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createReviewer } from '@/tests/server/people';
import { TestRunner, makePackage, sha256Of } from '@/tests/server/runner';
import type { Claimed } from '@/tests/server/runner';

const runner = await TestRunner.create();
await runner.register(makePackage('base'));

/** Two classes of cells, the first row of crowns. */
const LABELS = Array.from({ length: 16 }, (_, i) => (i < 4 ? 16 : 1));

let project: TestProject;
let reviewer: Person;
beforeEach(async () => {
  project = await createProject();
  reviewer = await createReviewer(project);
});

const line = (chip: string, cell: number, quality: number, isIssue = true): LabelIssueLine => {
  const given = LABELS[cell] ?? 1;
  const suggested = 17 - given;
  const probability = quality;
  return {
    chip,
    cell,
    given,
    probability,
    suggested,
    suggestedProbability: 1 - quality,
    quality,
    isIssue,
  };
};

async function finish(job: Claimed, lines: readonly LabelIssueLine[], tell = lines.length) {
  const bytes = Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const sha256 = sha256Of(bytes);
  await runner.put(job, sha256, bytes);
  const flagged = lines.filter((one) => one.isIssue).length;
  const of = (code: number) => {
    const own = lines.filter((one) => one.given === code);
    const issues = own.filter((one) => one.isIssue).length;
    return { code, cells: own.length, flagged: issues, estimated: issues + 1 };
  };
  const summary = {
    ...{ chips: 3, cells: 48, unchecked: 0, blocks: 3, flagged, estimated: flagged + 2 },
    classes: [of(1), of(16)],
  };
  const result = { contract: 2, kind: 'LABEL_ISSUES', issues: sha256, lines: tell, summary };
  return await runner.complete(job, result);
}

/** A check by hand whose result is these lines. */
async function check(lines: readonly LabelIssueLine[]): Promise<void> {
  await startLabelCheck(project.scope, reviewer.userId);
  const reply = await finish(await runner.take(), lines);
  expect(reply.status).toBe(200);
}

const list = async (query: Record<string, unknown> = {}) =>
  (await listLabelIssues(project.scope, LabelIssueQuery.parse(query))).items;
const places = async (query: Record<string, unknown> = {}) =>
  (await list(query)).map((item) => [item.chip, item.cell]);

test('a check has what is confirmed and what waits, as a reviewer would see it, and the base model', async () => {
  const [ada, ben] = [
    await createMember(project, 'LABELER'),
    await createMember(project, 'LABELER'),
  ];
  const [confirmed] = await createChips(project, 1, { status: 'CONFIRMED' });
  const [waiting] = await createChips(project, 1, { status: 'SUBMITTED' });
  await createChips(project, 1, { status: 'IN_PROGRESS' });
  const [undecided] = await createChips(project, 1, { status: 'SUBMITTED' });
  if (!confirmed || !waiting || !undecided) throw new Error('no chips');
  await createLabelling(confirmed, { user: ada, cells: LABELS.map(() => 1) });
  await createLabelling(confirmed, { cells: LABELS });
  await createLabelling(waiting, { user: ada, cells: LABELS });
  await createLabelling(waiting, {
    user: ben,
    cells: LABELS.map((code, i) => (i === 0 ? 1 : code)),
  });
  await createLabelling(undecided, { user: ada, cells: LABELS.map(() => 2) });
  const { jobId, chips } = await startLabelCheck(project.scope, reviewer.userId);
  expect(chips).toBe(2);
  await expect(startLabelCheck(project.scope, null)).rejects.toMatchObject({ code: 'conflict' });
  expect(await findJob(project.scope, jobId)).toMatchObject({
    title: 'Check of the labels of 2 chips',
    by: reviewer.name,
  });
  const job = await runner.take();
  expect(job.file).toMatchObject({
    kind: 'LABEL_ISSUES',
    params: { seed: 0, folds: 5, limit: 100_000 },
    snapshot: null,
    deployed: null,
  });
  const dataset = await openDataset(job.inputs[0]?.sha256 ?? '');
  const read = new Map<string, number[]>();
  for await (const chip of dataset.chips) read.set(chip.chip, [...cellsOf(chip)]);
  expect(read).toEqual(
    new Map([
      [confirmed.id, LABELS],
      // where people differ nothing is there to be checked
      [waiting.id, [0, ...LABELS.slice(1)]],
    ]),
  );
  await runner.fail(job, 'USER', 'too few');
  expect(await readLabelIssues(project.scope)).toMatchObject({ check: null, active: null });
});

test('the list goes by suspicion, of all, of a class, of a person, page by page', async () => {
  const [ada, ben] = [
    await createMember(project, 'LABELER'),
    await createMember(project, 'LABELER'),
  ];
  const [a, b, imported] = await createChips(project, 3, { status: 'CONFIRMED' });
  if (!a || !b || !imported) throw new Error('no chips');
  for (const [chip, user] of [
    [a, ada],
    [b, ben],
  ] as const) {
    await createLabelling(chip, { user, cells: LABELS });
    await createLabelling(chip, { cells: LABELS });
  }
  await createLabelling(imported, { cells: LABELS });
  await db().labelling.updateMany({ where: { chipId: imported.id }, data: { source: 'import' } });
  await check([
    line(a.id, 0, 0.05),
    line(b.id, 9, 0.1),
    line(imported.id, 5, 0.2),
    line(a.id, 1, 0.3, false),
  ]);
  expect(await list()).toMatchObject([
    { chip: a.id, cell: 0, rank: 1, given: 16, suggested: 1, person: { userId: ada.id } },
    { chip: b.id, cell: 9, rank: 2, given: 1, suggested: 16, person: { userId: ben.id } },
    { chip: imported.id, cell: 5, rank: 3, person: null },
  ]);
  expect(await places({ all: '1' })).toHaveLength(4);
  expect(await places({ class: 16, all: '1' })).toEqual([
    [a.id, 0],
    [a.id, 1],
  ]);
  expect(await places({ person: ben.id })).toEqual([[b.id, 9]]);
  expect(await places({ person: 'none' })).toEqual([[imported.id, 5]]);
  const query = LabelIssueQuery.parse({ limit: 2 });
  const first = await listLabelIssues(project.scope, query);
  expect(first.nextCursor).toBe(2);
  expect(first.chips.map((chip) => chip.id)).toEqual([a.id, b.id]);
  const next = await listLabelIssues(project.scope, { ...query, cursor: 2 });
  expect(next.items.map((item) => item.rank)).toEqual([3]);
  expect(next.nextCursor).toBeUndefined();
  expect(await readLabelIssues(project.scope)).toMatchObject({
    check: { estimated: 5, flagged: 3, cells: 48, classes: [{ code: 1 }, { code: 16 }] },
    total: { open: 3, kept: 0, changed: 0 },
    classes: [
      { code: 1, open: 2 },
      { code: 16, open: 1 },
    ],
    yield: { decided: 0, stop: false },
  });
});

test('kept, changed and put back: what is shown, what the yield is, and what the next check shows', async () => {
  const labeler = await createMember(project, 'LABELER');
  const [chip] = await createChips(project, 1, { status: 'SUBMITTED' });
  if (!chip) throw new Error('no chip');
  await createLabelling(chip, { user: labeler, cells: LABELS });
  const lines = [line(chip.id, 0, 0.1), line(chip.id, 1, 0.2), line(chip.id, 2, 0.3)];
  await check(lines);
  const cell = (at: number, given = 16) => ({ chip: chip.id, cell: at, given });

  expect(
    await keepLabels(project.scope, reviewer, { state: 'KEPT', cells: [cell(0), cell(1, 1)] }),
  ).toEqual({ applied: 1 });
  expect(await places()).toEqual([
    [chip.id, 1],
    [chip.id, 2],
  ]);
  const relabel = (before: number, after: number, baseRevision: number) =>
    saveReview(project.scope, reviewer, chip.number, {
      ...{ saveId: newId(), baseRevision, openedMs: 0 },
      changes: [{ cell: 1, before, after, source: 'hand', shown: null }],
    });
  const { revision } = await relabel(16, 1, 0);
  expect(await places()).toEqual([[chip.id, 2]]);
  expect(await readLabelIssues(project.scope)).toMatchObject({
    total: { open: 1, kept: 1, changed: 1 },
    people: [{ person: { userId: labeler.id, name: labeler.name }, open: 1, kept: 1, changed: 1 }],
    yield: { decided: 2, changed: 1, recent: { decided: 2, changed: 1 }, stop: false },
  });
  await relabel(1, 16, revision);
  expect(await places()).toEqual([
    [chip.id, 1],
    [chip.id, 2],
  ]);

  // the next check: what was kept stays out of the list, and its yield begins anew
  await check(lines);
  expect(await places()).toEqual([
    [chip.id, 1],
    [chip.id, 2],
  ]);
  expect(await readLabelIssues(project.scope)).toMatchObject({
    total: { open: 2, kept: 0, changed: 0 },
    yield: { decided: 0 },
  });
  await keepLabels(project.scope, reviewer, { state: 'OPEN', cells: [cell(0)] });
  expect(await places()).toHaveLength(3);
});

test('that somebody stands for a label is said once, for the gallery and for later checks', async () => {
  const labeler = await createMember(project, 'LABELER');
  const [chip] = await createChips(project, 1, { status: 'SUBMITTED' });
  if (!chip) throw new Error('no chip');
  await createLabelling(chip, { user: labeler, cells: LABELS });
  const lines = [line(chip.id, 0, 0.1), line(chip.id, 1, 0.2)];
  await check(lines);
  const scope = scopeOf(project, 'REVIEWER');
  const other = await createReviewer(project);
  const gallery = (person: Person, after: number, before = 16, undo = false) =>
    saveCellVerdicts(
      scope,
      person,
      chip.id,
      CellVerdicts.parse({ saveId: newId(), verdicts: [{ cell: 0, before, after, undo }] }),
    );
  const issue = { chip: chip.id, cell: 0, given: 16 };
  const say = async (person: Person, state: 'KEPT' | 'OPEN', within = scope) =>
    (await keepLabels(within, person, { state, cells: [issue, issue] })).applied;
  // kept in the gallery: it is out of the list, and counts as looked at
  await gallery(reviewer, 16);
  expect(await places()).toEqual([[chip.id, 1]]);
  expect((await readLabelIssues(project.scope)).yield.decided).toBe(1);
  // changed and put back it is kept still, also for the next check
  await gallery(other, 1);
  expect((await readLabelIssues(project.scope)).total).toEqual({ open: 1, kept: 0, changed: 1 });
  await gallery(other, 16, 1, true);
  await gallery(reviewer, 16);
  await check(lines);
  expect(await places()).toEqual([[chip.id, 1]]);
  expect((await readLabelIssues(project.scope)).yield.decided).toBe(0);
  // it is the word of who said it first, theirs to take back or an admin's
  await gallery(other, 16);
  await gallery(other, 16, 16, true);
  expect([await say(other, 'OPEN'), await say(reviewer, 'OPEN')]).toEqual([0, 1]);
  expect(await places()).toHaveLength(2);
  expect([await say(other, 'KEPT'), await say(reviewer, 'KEPT')]).toEqual([1, 0]);
  expect(await db().keptLabel.findMany({ where: { chipId: chip.id } })).toMatchObject([
    { cell: 0, code: 16, userId: other.userId },
  ]);
  expect(await say(reviewer, 'OPEN', scopeOf(project, 'ADMIN'))).toBe(1);
});

test('labels that changed while they were checked, and chips of other projects, are passed over', async () => {
  const [mine] = await createChips(project, 1, { status: 'CONFIRMED' });
  const other = await createProject();
  const [foreign] = await createChips(other, 1, { status: 'CONFIRMED' });
  if (!mine || !foreign) throw new Error('no chips');
  for (const chip of [mine, foreign]) await createLabelling(chip, { cells: LABELS });
  await check([
    { ...line(mine.id, 0, 0.1), given: 1 },
    line(mine.id, 2, 0.2),
    line(foreign.id, 0, 0.3),
    line(newId(), 0, 0.4),
  ]);
  expect(await places()).toEqual([[mine.id, 2]]);
  await startLabelCheck(project.scope, null);
  const job = await runner.take();
  expect((await finish(job, [line(mine.id, 3, 0.1)], 2)).status).toBe(422);
  // no label comes twice, and none off every lattice
  expect((await finish(job, [line(mine.id, 3, 0.1), line(mine.id, 3, 0.2)])).status).toBe(422);
  expect((await finish(job, [line(mine.id, 40_000, 0.1)])).status).toBe(422);
  // nothing of it was taken
  expect(await places()).toEqual([[mine.id, 2]]);
  expect((await finish(job, [line(mine.id, 3, 0.1)])).status).toBe(200);
  expect(await places()).toEqual([[mine.id, 3]]);
});

test('a check is queued by itself from 20 labelled chips on, once, and again when half of the issues are corrected', async () => {
  const chips = await createChips(project, 20, { status: 'CONFIRMED' });
  for (const chip of chips) await createLabelling(chip, { cells: LABELS });
  const checks = () => db().job.count({ where: { projectId: project.id, kind: 'LABEL_ISSUES' } });
  await queueDueChecks();
  await queueDueChecks();
  expect(await checks()).toBe(1);
  await finish(
    await runner.take(),
    chips.flatMap((chip) => [line(chip.id, 0, 0.1), line(chip.id, 9, 0.2)]),
  );
  await queueDueChecks();
  expect(await checks()).toBe(1);
  const corrected = Uint8Array.from(LABELS.map((code, i) => (i === 0 ? 1 : code)));
  await db().labelling.updateMany({
    where: { chipId: { in: chips.map(({ id }) => id) } },
    data: { cells: corrected },
  });
  await queueDueChecks();
  expect(await checks()).toBe(2);
  // one that failed is not tried again at every turn, though what the one before found is corrected
  await runner.fail(await runner.take(), 'USER');
  await queueDueChecks();
  expect(await checks()).toBe(2);
});

test('reviewers only', async () => {
  const labeler = await createMember(project, 'LABELER');
  const token = await createToken(['read', 'review'], labeler);
  const call = (route: typeof listRoute, init: RequestInit = {}) =>
    route(
      new Request('http://127.0.0.1:3000/', {
        ...init,
        headers: { authorization: `Bearer ${token}` },
      }),
      { params: Promise.resolve({ project: project.slug }) },
    );
  expect((await call(listRoute)).status).toBe(403);
  const cells = [{ chip: newId(), cell: 0, given: 1 }];
  const body = JSON.stringify({ state: 'KEPT', cells });
  expect((await call(verdictRoute, { method: 'PATCH', body })).status).toBe(403);
});
