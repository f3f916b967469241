import { describe, expect, test } from 'vitest';
import type { Chip, User } from '@/generated/prisma/client';
import type { EventKind } from '@/generated/prisma/enums';
import type { Score, TrainMetrics } from '@/lib/contracts/result';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { PACE_DAYS } from '@/lib/domain/project/overview';
import type { Person } from '@/lib/server/auth/person';
import { db } from '@/lib/server/db/client';
import { setDeclined } from '@/lib/server/model/mutations';
import { listProjects } from '@/lib/server/overview/data';
import { listPeople } from '@/lib/server/overview/people/data';
import { readOverview } from '@/lib/server/overview/read';
import { listRecent } from '@/lib/server/overview/recent/data';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
  createUser,
  idOf,
  scopeOf,
} from '@/tests/server/factories';

const DAY_MS = 24 * 60 * 60 * 1000;
const ABSENT = Array.from({ length: 16 }, () => 1);

function personOf(user: User): Person {
  return {
    kind: 'person',
    userId: idOf(user),
    email: user.email,
    name: user.name,
    isOwner: user.isOwner,
    mayMakeProjects: user.mayMakeProjects,
    mustChangePassword: false,
    via: 'session',
    scopes: ['read'],
  };
}

/** A submitted labelling of the person, and its SUBMIT event at a time. */
async function submit(chip: Chip, user: User, cells: number[], at = instant()): Promise<string> {
  const { id } = await createLabelling(chip, { user, cells });
  await db().labelling.update({ where: { id }, data: { submittedAt: at } });
  await addEvent(id, 'SUBMIT', user, at);
  return id;
}

async function addEvent(labellingId: string, kind: EventKind, actor: User, at = instant()) {
  await db().labelEvent.create({
    data: { labellingId, kind, revision: 2, actorId: actor.id, at },
  });
}

describe('my projects', () => {
  test('are those of my memberships, with my role; the owner sees all', async () => {
    const [mine, other] = [await createProject(), await createProject()];
    const user = await createMember(mine, 'REVIEWER');
    expect((await listProjects(personOf(user))).map(({ slug, role }) => [slug, role])).toEqual([
      [mine.slug, 'REVIEWER'],
    ]);
    const owner = personOf(await createUser({ isOwner: true }));
    const slugs = (await listProjects(owner)).map((p) => p.slug);
    expect(slugs).toEqual(expect.arrayContaining([mine.slug, other.slug]));
    expect(await listProjects(personOf(await createUser()))).toEqual([]);
  });

  test('count chips by status and what waits for me, not for others', async () => {
    const project = await createProject();
    const [one, two] = [
      await createMember(project, 'LABELER'),
      await createMember(project, 'LABELER'),
    ];
    await createChips(project, 3);
    const [chip] = await createChips(project, 1, { status: 'RETURNED' });
    if (!chip) throw new Error('no chip');
    const id = await submit(chip, one, ABSENT);
    await db().labelling.update({ where: { id }, data: { status: 'RETURNED' } });

    const [line] = await listProjects(personOf(one));
    expect(line?.chips).toEqual({
      CONFIRMED: 0,
      SUBMITTED: 0,
      RETURNED: 1,
      IN_PROGRESS: 0,
      UNTOUCHED: 3,
      total: 4,
    });
    expect(line?.waiting.map(({ kind, count }) => [kind, count])).toEqual([
      ['returned', 1],
      ['label', 3],
    ]);
    const [others] = await listProjects(personOf(two));
    expect(others?.waiting.map((w) => w.kind)).toEqual(['label']);
  });
});

describe('people', () => {
  test('have their chips by day and their agreement with the consensus', async () => {
    const project = await createProject();
    const labeler = await createMember(project, 'LABELER');
    const reviewer = await createMember(project, 'REVIEWER');
    const chips = await createChips(project, 3, { status: 'CONFIRMED' });
    for (const [i, chip] of chips.entries()) {
      const at = new Date(instant().getTime() - i * DAY_MS);
      // unlabelled cells (0) say nothing; two of the fifteen others differ
      await submit(chip, labeler, [0, 16, 16, ...ABSENT.slice(3)], at);
      const { id } = await createLabelling(chip, { cells: [16, 1, 17, ...ABSENT.slice(3)] });
      await addEvent(id, 'ACCEPT', reviewer, at);
      // the chip is confirmed on these labels
      await db().chip.update({ where: { id: chip.id }, data: { confirmedAt: at } });
    }
    // not confirmed: no consensus yet
    const [open] = await createChips(project, 1, { status: 'SUBMITTED' });
    if (!open) throw new Error('no chip');
    await submit(open, labeler, ABSENT);

    const people = await listPeople(project.scope, labeler.id);
    const one = people.find((p) => p.userId === labeler.id);
    expect(one).toMatchObject({
      role: 'LABELER',
      labelled: 4,
      reviewed: 0,
      agreement: { same: 39, cells: 45 },
    });
    expect(one?.pace).toHaveLength(PACE_DAYS);
    expect(one?.pace.slice(-3)).toEqual([1, 1, 2]);
    expect(people.find((p) => p.userId === reviewer.id)).toMatchObject({
      labelled: 0,
      reviewed: 3,
      agreement: { same: 0, cells: 0 },
    });
  });

  test('are shown to reviewers; a labeler sees only their own line', async () => {
    const project = await createProject();
    const labeler = await createMember(project, 'LABELER');
    await createMember(project, 'ADMIN');
    const own = await listPeople(scopeOf(project, 'LABELER'), labeler.id);
    expect(own.map((p) => p.userId)).toEqual([labeler.id]);
    expect(await listPeople(scopeOf(project, 'REVIEWER'), labeler.id)).toHaveLength(2);
  });
});

const FIGURE = { value: 0.7, low: 0.6, high: 0.8, n: 90 };
function metrics(chips: number): TrainMetrics {
  const score: Score = {
    manifest: null,
    cells: 90,
    macroF1: FIGURE,
    accuracy: FIGURE,
    ece: FIGURE,
    logLoss: FIGURE,
    classes: [
      { code: 1, name: 'absent', ap: FIGURE, recall: FIGURE, precision: FIGURE },
      { code: 16, name: 'Crown', ap: FIGURE, recall: FIGURE, precision: FIGURE },
    ],
    confusion: [],
    reliability: [],
  };
  return {
    train: { chips, cells: 900 },
    calibration: { chips: 1, cells: 10, method: 'temperature' },
    test: { chips: 4, cells: 90 },
    candidate: score,
    deployed: null,
    paired: null,
    seconds: {},
    cache: { hits: 0, misses: 0 },
  };
}

describe('the overview', () => {
  test('of an empty project says what is missing', async () => {
    const project = await createProject();
    const overview = await readOverview(project.scope, (await createUser()).id);
    expect(overview).toMatchObject({
      cells: 0,
      assets: 0,
      waiting: [],
      deployed: null,
      curve: [],
      people: [],
      recent: [],
    });
    expect(overview.next).toMatchObject({ ready: false, fraction: 0 });
    expect(overview.next).toMatchObject({ ready: false, counts: { need: 20 } });
  });

  test('has the deployed version with its figures, the curve and the open decision', async () => {
    const project = await createProject();
    await createChips(project, 2);
    for (const [number, status] of [
      [1, 'RETIRED'],
      [2, 'DEPLOYED'],
      [3, 'CANDIDATE'],
    ] as const) {
      await db().modelVersion.create({
        data: {
          id: newId(),
          projectId: project.id,
          number,
          name: `v${String(number)}`,
          status,
          manifestSha: String(number).repeat(64),
          manifest: {},
          backboneSha: 'b'.repeat(64),
          metrics: metrics(20 * number),
        },
      });
    }
    const overview = await readOverview(project.scope, (await createUser()).id);
    expect(overview.cells).toBe(32);
    expect(overview.deployed).toMatchObject({ number: 2, trainChips: 40, testCells: 90 });
    expect(overview.deployed?.figures.map((f) => [f.measure, f.name])).toEqual([
      ['macroF1', null],
      ['ap', 'Crown'],
      ['recall', 'Crown'],
    ]);
    expect(overview.curve.map(({ chips, status }) => [chips, status])).toEqual([
      [20, 'RETIRED'],
      [40, 'DEPLOYED'],
      [60, 'CANDIDATE'],
    ]);
    expect(overview.waiting[0]).toMatchObject({
      kind: 'decide',
      name: 'v3',
    });
    expect(overview.recent.map((line) => line.activity)).toContainEqual({
      kind: 'trained',
      name: 'v3',
    });
    const [candidate] = await db().modelVersion.findMany({
      where: { projectId: project.id, status: 'CANDIDATE' },
    });
    if (!candidate) throw new Error('no candidate');
    const { id } = await createUser();
    const decides = async () =>
      (await readOverview(project.scope, id)).waiting.some(({ kind }) => kind === 'decide');
    await setDeclined(project.scope.projectId, candidate.id, true);
    expect(await decides()).toBe(false);
    await setDeclined(project.scope.projectId, candidate.id, false);
    expect(await decides()).toBe(true);
    await setDeclined(project.scope.projectId, candidate.id, true);
    await db().modelVersion.update({ where: { id: candidate.id }, data: { status: 'RETIRED' } });
    await expect(setDeclined(project.scope.projectId, candidate.id, true)).rejects.toMatchObject({
      text: { key: 'model.noCandidate' },
    });
  });
});

test('what one person does on one day is one line, and a chip counts once', async () => {
  const project = await createProject();
  const [rui, lena] = [
    await createMember(project, 'REVIEWER'),
    await createMember(project, 'LABELER'),
  ];
  const [first, second] = await createChips(project, 2);
  if (!first || !second) throw new Error('no chips');
  const at = (hour: number, day = 2) => new Date(Date.UTC(2026, 0, day, hour));
  const one = await submit(first, lena, ABSENT, at(8, 1));
  const two = await submit(second, lena, ABSENT, at(9, 1));
  await addEvent(one, 'ACCEPT', rui, at(10, 1));
  await addEvent(one, 'ACCEPT', rui, at(9));
  await addEvent(one, 'ACCEPT', rui, at(10));
  await addEvent(two, 'RETURN', rui, at(11));
  await addEvent(two, 'ACCEPT', rui, at(12));
  const lines = (await listRecent(project.scope)).filter((line) => line.who !== null);
  expect(lines.map(({ who, activity, path }) => [who, activity, path])).toEqual([
    [rui.name, { kind: 'confirmed', chips: 2, number: null }, null],
    [
      rui.name,
      { kind: 'returned', chips: 1, number: second.number },
      `/review/${String(second.number)}`,
    ],
    [rui.name, { kind: 'confirmed', chips: 1, number: first.number }, null],
    [lena.name, { kind: 'submitted', chips: 2, number: null }, null],
  ]);
  expect(lines[0]?.at).toEqual(at(12));
});
