import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { readRemoval } from '@/lib/server/asset/removal/data';
import { removeAsset } from '@/lib/server/asset/removal/mutations';
import { askCorrection } from '@/lib/server/correction/ask';
import { db } from '@/lib/server/db/client';
import { readFigure } from '@/lib/server/figure/read';
import { insertJob } from '@/lib/server/jobs/mutations';
import { saveLabelling } from '@/lib/server/label/save/save';
import { nextChips } from '@/lib/server/queue/queue';
import { acceptReview, returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { recordSnapshot } from '@/lib/server/snapshot/mutations';
import { freezeSnapshot } from '@/lib/server/snapshot/freeze';
import { createAsset, createChips } from '@/tests/server/factories';
import { CROWN, changesOf, label, save, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

/** Every stored count of chips and labels, summed up by its key. */
async function stored(): Promise<unknown> {
  return {
    chips: await db().$queryRaw`
      SELECT "projectId", "split", "status", "excluded", sum("chips")::int AS "chips", sum("cells")::int AS "cells"
      FROM "ProjectChipCount" GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 ORDER BY 1, 2, 3, 4`,
    byAsset: await db().$queryRaw`
      SELECT "assetId", "split", "status", "excluded", sum("chips")::int AS "chips" FROM "AssetChipCount"
      GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 ORDER BY 1, 2, 3, 4`,
    confirmed: await db().$queryRaw`
      SELECT "projectId", "split", "outcome", "code", sum("chips")::int AS "chips", sum("cells")::int AS "cells",
        bit_xor("fingerprint")::text AS "fingerprint" FROM "ConfirmedCount"
      GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 OR sum("cells") <> 0 ORDER BY 1, 2, 3, 4`,
    confirmedChips: await db().confirmedChip.findMany({ orderBy: { chipId: 'asc' } }),
    waiting: await db().waitingChip.findMany({
      orderBy: { chipId: 'asc' },
      select: { chipId: true, projectId: true, number: true },
    }),
    agreement: await db().labelAgreement.findMany({
      orderBy: [{ chipId: 'asc' }, { userId: 'asc' }],
    }),
    work: await db().dailyWork.findMany({
      orderBy: [{ projectId: 'asc' }, { userId: 'asc' }, { day: 'asc' }, { kind: 'asc' }],
    }),
    // not how long people were at work, which stays
    activity: await db().$queryRaw`
      SELECT "projectId", "userId", "day"::text, "cells", "shown", "overruled" FROM "DailyActivity" WHERE "cells" <> 0 ORDER BY 1, 2, 3`,
    outcome: await db().$queryRaw`
      SELECT "projectId", "userId", "day"::text, sum("confirmed")::int AS "confirmed", sum("returned")::int AS "returned",
        sum("cells")::int AS "cells", sum("same")::int AS "same" FROM "DailyOutcome"
      GROUP BY 1, 2, 3 HAVING sum("confirmed") <> 0 OR sum("returned") <> 0 ORDER BY 1, 2, 3`,
  };
}

async function accept(at: Setting, number: number): Promise<void> {
  const view = await reviewChip(at.project.scope, number);
  const { revision } = view.consensus;
  await acceptReview(at.project.scope, at.rita, number, {
    revision,
    basis: view.basis,
    openedMs: 1,
  });
}

/** Two assets: on each a confirmed, a waiting, a returned, a begun, a leased and an untouched chip. The last labels lie on the second. */
async function workedOn() {
  const at = await setting();
  const { scope } = at.project;
  const assets = [await createAsset(at.project), await createAsset(at.project)] as const;
  for (const asset of assets) {
    const chips = await createChips(at.project, 6, { asset });
    const [confirmed, waiting, returned, begun] = chips;
    if (!confirmed || !waiting || !returned || !begun) throw new Error('no chips');
    for (const chip of [confirmed, waiting, returned])
      await label(at, at.ada, chip, [CROWN, 1, 0, 2]);
    await accept(at, confirmed.number);
    await returnReview(scope, at.rita, returned.number, 'Look at the first cell again.');
    await saveLabelling(scope, at.ben, begun.id, save(0, changesOf([CROWN])));
  }
  await nextChips(scope, at.ben, { mode: 'sequential', count: 2, skip: [] });
  return { at, scope, kept: assets[0], gone: assets[1] };
}

test('an asset goes with its chips, labels and their history, and every stored count is what a recount gives', async () => {
  const { at, scope, kept, gone } = await workedOn();
  const line = await db().importFile.create({
    data: {
      ...{ id: newId(), projectId: at.project.id, name: 'gone.tif', bytes: 1, state: 'READY' },
      ...{ provenance: {}, assetId: gone.id },
    },
  });
  await readFigure(scope, 'mistakes');
  const list = await readRemoval(scope, gone.id);
  expect(list).toMatchObject({
    ...{
      chips: 6,
      untouched: 2,
      confirmed: 1,
      labellings: 4,
      people: 2,
      proposed: 0,
      obstacle: null,
    },
    bytes: Number(gone.bytes),
  });
  expect(list.events).toBeGreaterThan(8);

  await removeAsset(scope, gone.id, list);
  const after = await stored();
  await asOwner(
    `SELECT "rebuild_chip_counts"(), "rebuild_review_figures"(), "rebuild_confirmed_counts"(), "rebuild_work_progress"()`,
  );
  expect(after).toEqual(await stored());
  expect(after).toMatchObject({ byAsset: expect.arrayContaining([expect.anything()]) as unknown });

  expect(await db().chip.count({ where: { projectId: at.project.id } })).toBe(6);
  expect(await db().chip.count({ where: { assetId: kept.id, status: 'CONFIRMED' } })).toBe(1);
  expect(
    await db().labelEvent.count({ where: { labelling: { chip: { assetId: gone.id } } } }),
  ).toBe(0);
  expect(await db().importFile.findUnique({ where: { id: line.id } })).toMatchObject({
    ...{ state: 'READY', assetId: null },
  });
  expect(await db().storedFigure.findMany({ where: { projectId: at.project.id } })).toMatchObject([
    { basis: '' },
  ]);
  await expect(readRemoval(scope, gone.id)).rejects.toMatchObject({ code: 'not_found' });
  // numbers of removed chips are not given again
  const project = await db().project.findUniqueOrThrow({ where: { id: at.project.id } });
  expect(project.lastRemovedNumber).toBe(12);
});

test('labels that came in since the list was made keep the asset', async () => {
  const { at, scope, gone } = await workedOn();
  const listed = await readRemoval(scope, gone.id);
  const untouched = await db().chip.findFirstOrThrow({
    where: { assetId: gone.id, status: 'UNTOUCHED' },
  });
  await saveLabelling(scope, at.ada, untouched.id, save(0, changesOf([CROWN])));
  await expect(removeAsset(scope, gone.id, listed)).rejects.toMatchObject({
    ...{ code: 'conflict', text: { key: 'imagery.labelsChanged' } },
  });
  expect(await db().chip.count({ where: { assetId: gone.id } })).toBe(6);
  await removeAsset(scope, gone.id, { ...listed, events: listed.events + 1 });
  await expect(
    saveLabelling(scope, at.ada, untouched.id, save(1, changesOf([1], [CROWN]))),
  ).rejects.toMatchObject({ code: 'not_found', text: { key: 'chip.missingHere' } });
});

test('a correction that was asked for since the list was made keeps the asset, and the list names it', async () => {
  const { at, scope, gone } = await workedOn();
  const listed = await readRemoval(scope, gone.id);
  expect(listed).toMatchObject({ corrections: 0, asked: 0 });
  const { id } = await db().chip.findFirstOrThrow({
    where: { assetId: gone.id, status: 'CONFIRMED' },
  });
  const changes = [{ cell: 0, before: CROWN, after: 1 }];
  await askCorrection(scope, at.ben, id, { correctionId: newId(), changes, reason: '' });
  await expect(removeAsset(scope, gone.id, listed)).rejects.toMatchObject({
    ...{ code: 'conflict', text: { key: 'imagery.labelsChanged' } },
  });
  const now = await readRemoval(scope, gone.id);
  expect(now).toMatchObject({ corrections: 1, asked: 1, events: listed.events });
  await removeAsset(scope, gone.id, now);
  expect(await db().correction.count({ where: { chipId: id } })).toBe(0);
});

test('what a snapshot froze stays, and a snapshot is not recorded over what went meanwhile', async () => {
  const { scope, kept, gone } = await workedOn();
  await removeAsset(scope, gone.id, await readRemoval(scope, gone.id));
  const content = { sha256: 'a'.repeat(64), chips: 1, cells: 1, fingerprint: 'f' };
  const late = { ...content, assetIds: [kept.id, gone.id], summary: {} as never };
  await expect(recordSnapshot(scope.projectId, late, null)).rejects.toMatchObject({
    ...{ code: 'conflict', text: { key: 'snapshot.assetRemoved' } },
  });

  await freezeSnapshot(scope, null);
  const list = await readRemoval(scope, kept.id);
  const why = { key: 'imagery.inSnapshot', values: { name: kept.name, count: 1, snapshots: 'S1' } };
  expect(list.obstacle).toEqual(why);
  await expect(removeAsset(scope, kept.id, list)).rejects.toMatchObject({
    ...{ code: 'conflict', text: why },
  });
  // the database itself holds it
  await expect(db().asset.delete({ where: { id: kept.id } })).rejects.toThrow(
    /SnapshotAsset_assetId_fkey/,
  );
});

test('an asset that is being cut again waits for that', async () => {
  const { at, scope, gone } = await workedOn();
  const { id: projectId } = at.project;
  const row = { id: newId(), projectId, name: 'a.tif', bytes: 1, provenance: {}, assetId: gone.id };
  const { id } = await db().importFile.create({ data: { ...row, state: 'CUTTING' } });
  const key = 'imagery.beingCut';
  expect((await readRemoval(scope, gone.id)).obstacle).toMatchObject({ key });
  await db().importFile.update({ where: { id }, data: { state: 'FAILED' } });
  const listed = await readRemoval(scope, gone.id);
  expect(listed.obstacle).toBeNull();
  await insertJob(db(), {
    kind: 'CUT',
    projectId,
    params: { importFileId: id },
    createdById: null,
  });
  await expect(removeAsset(scope, gone.id, listed)).rejects.toMatchObject({ text: { key } });
});

test('labels leave with their chip and in no other way', async () => {
  const { at } = await workedOn();
  const labelling = { chip: { projectId: at.project.id } };
  await expect(db().labelEvent.deleteMany({ where: { labelling } })).rejects.toThrow(/permission/);
  await expect(db().labelling.deleteMany({ where: labelling })).rejects.toThrow(/permission/);
  await expect(asOwner('DELETE FROM "LabelEvent"')).rejects.toThrow(/append-only/);
  await expect(asOwner('DELETE FROM "Labelling"')).rejects.toThrow(/only with its chip/);
});

test('every table that a removal reaches is found by an index', async () => {
  const missing = await db().$queryRaw`
    WITH RECURSIVE reached AS (
      SELECT '"Asset"'::regclass::oid AS "table"
      UNION SELECT k.conrelid FROM pg_constraint k JOIN reached r ON r."table" = k.confrelid
      WHERE k.contype = 'f' AND k.confdeltype = 'c')
    SELECT k.conname::text FROM pg_constraint k JOIN reached r ON r."table" = k.confrelid
    WHERE k.contype = 'f' AND NOT EXISTS (
      SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1] AND i.indpred IS NULL)`;
  expect(missing).toEqual([]);
});
