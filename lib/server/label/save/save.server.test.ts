import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/lib/core/ids';
import type { CellChange, SaveRequest } from '@/lib/domain/label/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { rebuildLabelling } from '@/lib/server/label/event/data';
import { ownLabelling } from '@/lib/server/label/labelling/data';
import { readSaveState } from '@/lib/server/label/save/data';
import { mergeAndWrite } from '@/lib/server/label/save/merge';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { createChips, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

let project: TestProject;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  project = await createProject();
  [ada, ben] = await Promise.all([createLabeler(project), createLabeler(project)]);
});

const change = (cell: number, before: number, after: number): CellChange => ({
  cell,
  before,
  after,
  source: 'hand',
  shown: null,
});

function request(baseRevision: number, changes: CellChange[]): SaveRequest {
  return { saveId: newId(), baseRevision, openedMs: 1200, changes };
}

async function freshChip() {
  const [chip] = await createChips(project, 1);
  if (!chip) throw new Error('no chip');
  return chip;
}

const statusOf = async (id: string) =>
  (await db().chip.findUniqueOrThrow({ where: { id } })).status;

describe('saveLabelling', () => {
  it('keeps the proposal that was shown with each decision, and starts the chip', async () => {
    const chip = await freshChip();
    const versionId = newId();
    const shown = {
      versionId,
      code: 16,
      probability: 0.75,
      threshold: 0.45,
      when: 'before' as const,
    };
    const reply = await saveLabelling(project.scope, ada, chip.number, {
      ...request(0, [{ ...change(3, 0, 16), source: 'accept', shown }]),
    });
    expect(reply).toMatchObject({ revision: 1, applied: [3], conflicts: [] });
    const events = await db().labelEvent.findMany({ where: { labelling: { chipId: chip.id } } });
    expect(events).toMatchObject([
      {
        ...{ kind: 'SAVE', cells: [3], before: [0], after: [16], source: 'accept' },
        ...{ shownCodes: [16], shownProbabilities: [0.75], shownThresholds: [0.45] },
        ...{ shownWhen: ['before'], shownVersions: [1], versionIds: [versionId] },
        msSinceOpen: 1200,
        actorId: ada.userId,
      },
    ]);
    expect(await statusOf(chip.id)).toBe('IN_PROGRESS');
  });

  it('applies a save that is sent twice once, even after somebody changed the cell again', async () => {
    const chip = await freshChip();
    const save = request(0, [change(0, 0, 16), change(1, 0, 1)]);
    const first = await saveLabelling(project.scope, ada, chip.id, save);
    await saveLabelling(project.scope, ada, chip.id, request(1, [change(0, 16, 17)]));
    const again = await saveLabelling(project.scope, ada, chip.id, save);
    expect(first.applied).toEqual([0, 1]);
    expect(again).toMatchObject({ revision: 2, applied: [0, 1], conflicts: [] });
    expect(Buffer.from(again.cells, 'base64')[0]).toBe(17);
  });

  it('merges by cell on an old revision and gives back the cell that both changed', async () => {
    const chip = await freshChip();
    await saveLabelling(
      project.scope,
      ada,
      chip.id,
      request(0, [change(0, 0, 16), change(1, 0, 1)]),
    );
    const late = await saveLabelling(
      project.scope,
      ada,
      chip.id,
      request(0, [change(0, 0, 17), change(1, 0, 1), change(2, 0, 2)]),
    );
    expect(late.applied).toEqual([1, 2]);
    expect(late.conflicts).toMatchObject([
      { cell: 0, yours: 17, theirs: 16, by: { userId: ada.userId } },
    ]);
  });

  it('keeps two people apart: each has a labelling of their own', async () => {
    const chip = await freshChip();
    await saveLabelling(project.scope, ada, chip.id, request(0, [change(0, 0, 16)]));
    const reply = await saveLabelling(project.scope, ben, chip.id, request(0, [change(0, 0, 1)]));
    expect(reply.conflicts).toEqual([]);
    const mine = await myLabelling(project.scope, ada, chip.id);
    expect(Buffer.from(mine.cells, 'base64')[0]).toBe(16);
  });

  it('is one event with an entry a change, also where no model had spoken in some cells', async () => {
    const chip = await freshChip();
    const [v1, v2] = [newId(), newId()];
    const shown = (versionId: string | null) => ({
      ...{ versionId, code: 16, probability: 0.5, threshold: null },
      when: 'undrawn' as const,
    });
    await saveLabelling(
      project.scope,
      ada,
      chip.id,
      request(0, [
        { ...change(4, 0, 16), shown: shown(v1) },
        change(2, 0, 1),
        { ...change(2, 1, 17), shown: shown(null) },
        { ...change(0, 0, 3), shown: shown(v2) },
      ]),
    );
    const rows = await db().$queryRaw`
      SELECT e."cell", e."before", e."after", e."shownCode", e."shownWhen"::text, e."versionId" FROM "LabelChange" e
      JOIN "Labelling" l ON l."id" = e."labellingId" WHERE l."chipId" = ${chip.id}::uuid ORDER BY e."eventId", e."place"`;
    const spoken = { shownCode: 16, shownWhen: 'undrawn' };
    expect(rows).toEqual([
      { cell: 4, before: 0, after: 16, ...spoken, versionId: v1 },
      { cell: 2, before: 0, after: 1, shownCode: null, shownWhen: null, versionId: null },
      { cell: 2, before: 1, after: 17, ...spoken, versionId: null },
      { cell: 0, before: 0, after: 3, ...spoken, versionId: v2 },
    ]);
    expect(await db().labelEvent.count({ where: { labelling: { chipId: chip.id } } })).toBe(1);
  });

  it('keeps changes of several sources apart, in their order', async () => {
    const chip = await freshChip();
    const from = (source: CellChange['source'], cell: number) => ({
      ...change(cell, 0, 1),
      source,
    });
    const save = request(0, [from('hand', 1), from('hand', 2), from('undo', 3), from('hand', 4)]);
    for (let sent = 0; sent < 2; sent += 1) {
      const reply = await saveLabelling(project.scope, ada, chip.id, save);
      expect(reply).toMatchObject({ revision: 1, applied: [1, 2, 3, 4] });
    }
    const events = await db().labelEvent.findMany({
      where: { labelling: { chipId: chip.id } },
      orderBy: { id: 'asc' },
      select: { source: true, cells: true },
    });
    expect(events).toEqual([
      { source: 'hand', cells: [1, 2] },
      { source: 'undo', cells: [3] },
      { source: 'hand', cells: [4] },
    ]);
  });

  it('refuses cells off the lattice, unknown and archived classes, and writes nothing', async () => {
    const chip = await freshChip();
    for (const bad of [change(16, 0, 1), change(0, 0, 40), change(0, 0, 9)]) {
      await expect(
        saveLabelling(project.scope, ada, chip.id, request(0, [change(1, 0, 1), bad])),
      ).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(await db().labelEvent.count({ where: { labelling: { chipId: chip.id } } })).toBe(0);
    expect(await statusOf(chip.id)).toBe('UNTOUCHED');
  });

  it('loses nothing when many saves of one person race, and the events rebuild the labelling', async () => {
    const chip = await freshChip();
    const saves = Array.from({ length: 16 }, (_, cell) =>
      saveLabelling(project.scope, ben, chip.id, request(0, [change(cell, 0, 16 + (cell % 2))])),
    );
    const replies = await Promise.all(saves);
    expect(Math.max(...replies.map((r) => r.revision))).toBe(16);
    const labelling = await db().labelling.findFirstOrThrow({ where: { chipId: chip.id } });
    expect([...labelling.cells]).toEqual(Array.from({ length: 16 }, (_, cell) => 16 + (cell % 2)));
    expect([...(await rebuildLabelling(labelling.id, 16))]).toEqual([...labelling.cells]);
  });

  it('takes a chip back that somebody else submitted between what it read and what it writes', async () => {
    const chip = await freshChip();
    const submit = (person: Person, revision: number) =>
      submitLabelling(project.scope, person, chip.id, { revision, openedMs: 5, proposals: null });
    // of a labelling that is there, and of one that this save makes
    for (const [place, person] of [ada, await createLabeler(project)].entries()) {
      const { userId } = person;
      await saveLabelling(
        project.scope,
        ben,
        chip.id,
        request(place * 2, [change(0, place, place + 1)]),
      );
      if (place === 0)
        await saveLabelling(project.scope, ada, chip.id, request(0, [change(0, 0, 1)]));
      const save = request(place === 0 ? 1 : 0, [change(1, 0, 1)]);
      const state = await readSaveState(null, project.scope, chip.id, {
        userId,
        saveId: save.saveId,
      });
      await submit(ben, place * 2 + 1);
      const write = () =>
        mergeAndWrite(null, {
          key: ownLabelling(chip.id, person),
          labelling: {
            id: state?.labellingId ?? null,
            cells: state?.cells ?? new Uint8Array(16),
            revision: state?.revision ?? 0,
          },
          ...{
            done: new Set(),
            request: save,
            actorId: userId,
            status: 'IN_PROGRESS',
            chip: 'begun',
          },
        });
      expect(await write()).toBeNull();
      expect(await statusOf(chip.id)).toBe('SUBMITTED');
      const reply = await saveLabelling(project.scope, person, chip.id, save);
      expect(reply).toMatchObject({ applied: [1], conflicts: [] });
      expect(await statusOf(chip.id)).toBe('IN_PROGRESS');
    }
  });

  it('and submits of two people at once leave a chip that waits, or one in progress that everybody saved', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chip = await freshChip();
      for (const person of [ada, ben]) {
        await saveLabelling(project.scope, person, chip.id, request(0, [change(0, 0, 1)]));
      }
      const replies = await Promise.all([
        submitLabelling(project.scope, ada, chip.id, { revision: 1, openedMs: 5, proposals: null }),
        ...[1, 2, 3].map((cell) =>
          saveLabelling(project.scope, ben, chip.id, request(1, [change(cell, 0, 1)])),
        ),
      ]);
      expect(replies.map(({ revision }) => revision).sort()).toEqual([2, 2, 3, 4]);
      const last = await saveLabelling(project.scope, ben, chip.id, request(4, [change(5, 0, 1)]));
      expect(last.revision).toBe(5);
      expect(await statusOf(chip.id)).toBe('IN_PROGRESS');
    }
  });

  it('rebuilds any labelling from its events, whatever two windows did', async () => {
    const step = fc.record({
      window: fc.integer({ min: 0, max: 1 }),
      cell: fc.integer({ min: 0, max: 15 }),
      after: fc.constantFrom(0, 1, 2, 3, 16, 17),
      refresh: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const chip = await freshChip();
        const windows = [
          { revision: 0, cells: new Uint8Array(16) },
          { revision: 0, cells: new Uint8Array(16) },
        ];
        for (const { window, cell, after, refresh } of steps) {
          const seen = windows[window];
          if (!seen) continue;
          const reply = await saveLabelling(
            project.scope,
            ada,
            chip.id,
            request(seen.revision, [change(cell, seen.cells[cell] ?? 0, after)]),
          );
          if (refresh) {
            seen.revision = reply.revision;
            seen.cells = Uint8Array.from(Buffer.from(reply.cells, 'base64'));
          }
        }
        const labelling = await db().labelling.findFirstOrThrow({ where: { chipId: chip.id } });
        expect([...(await rebuildLabelling(labelling.id, 16))]).toEqual([...labelling.cells]);
      }),
      { numRuns: 8, seed: 7 },
    );
  });
});

describe('submitLabelling', () => {
  it('needs a decision, refuses a stale revision, then hands the chip to review', async () => {
    const chip = await freshChip();
    const submit = (revision: number) =>
      submitLabelling(project.scope, ada, chip.id, { revision, openedMs: 5, proposals: null });
    await expect(submit(0)).rejects.toMatchObject({ code: 'not_ready' });
    await saveLabelling(project.scope, ada, chip.id, request(0, [change(0, 0, 1)]));
    await expect(submit(0)).rejects.toMatchObject({ code: 'conflict' });
    expect(await submit(1)).toMatchObject({ status: 'SUBMITTED', revision: 2 });
    expect(await statusOf(chip.id)).toBe('SUBMITTED');
    await saveLabelling(project.scope, ada, chip.id, request(2, [change(0, 1, 16)]));
    expect(await statusOf(chip.id)).toBe('IN_PROGRESS');
  });

  it('is one submit however often it is sent, also after the person took the chip back', async () => {
    const chip = await freshChip();
    await saveLabelling(project.scope, ada, chip.id, request(0, [change(0, 0, 1)]));
    const once = { submitId: newId(), revision: 1, openedMs: 5, proposals: null };
    const submit = () => submitLabelling(project.scope, ada, chip.id, once);
    const replies = await Promise.all([submit(), submit(), submit()]);
    expect(replies.map((r) => r.revision)).toEqual([2, 2, 2]);
    await saveLabelling(project.scope, ada, chip.id, request(2, [change(0, 1, 0)]));
    expect(await submit()).toMatchObject({ status: 'IN_PROGRESS', revision: 3 });
    expect(await statusOf(chip.id)).toBe('IN_PROGRESS');
    const events = await db().labelEvent.count({
      where: { labelling: { chipId: chip.id }, kind: 'SUBMIT' },
    });
    expect(events).toBe(1);
  });
});
