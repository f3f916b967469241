import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { Person } from '@/lib/server/auth/gate';
import { undoCorrection } from '@/lib/server/correction/settle';
import { listReview } from '@/lib/server/review/list';
import { reopenReview } from '@/lib/server/review/reopen';
import { reviewChip } from '@/lib/server/review/view';
import {
  accept,
  ask,
  chipRow,
  confirmed,
  consensusOf,
  decline,
  sums,
} from '@/tests/server/correction';
import { CROWN, SHRUB, asReviewer, cellsOf, confirm, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

describe('a verdict on a correction', () => {
  const undo = (chip: Chip, id: string, person: Person) =>
    undoCorrection(asReviewer(at), person, chip.id, id);
  const open = (chip: Chip, person: Person) => reopenReview(asReviewer(at), person, chip.id);

  test('is undone as others are: the labels are what they were, it waits again, and can be accepted again', async () => {
    const chip = await confirmed(at);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    const before = await chipRow(chip);
    await accept(at, chip, id);
    await expect(undo(chip, id, at.rita)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await undo(chip, id, at.rolf)).toEqual({ status: 'CONFIRMED', next: chip.number });
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    expect(await chipRow(chip)).toEqual(before);
    expect((await reviewChip(asReviewer(at), chip.id)).corrections).toMatchObject([{ id }]);
    await accept(at, chip, id);
    expect(await consensusOf(at, chip)).toEqual([CROWN, 1, 1, 1]);
    await undo(chip, id, at.rolf);
    await decline(at, chip, id);
    await undo(chip, id, at.rolf);
    await expect(undo(chip, id, at.rolf)).rejects.toMatchObject({
      text: { key: 'correction.notLast' },
    });
    expect((await reviewChip(asReviewer(at), chip.id)).corrections).toMatchObject([{ id }]);
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    const { stored, counted } = await sums(at);
    expect(stored).toEqual(counted);
  });

  test('is undone in the order of verdicts, the last first', async () => {
    const chip = await confirmed(at);
    const first = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    const second = await ask(at, chip, at.ada, [SHRUB, 0, 0, 0]);
    await accept(at, chip, first);
    await accept(at, chip, second);
    await expect(undo(chip, first, at.rolf)).rejects.toMatchObject({
      text: { key: 'correction.notLast' },
    });
    await undo(chip, second, at.rolf);
    expect(await consensusOf(at, chip)).toEqual([CROWN, 1, 1, 1]);
    await undo(chip, first, at.rolf);
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    await expect(undo(await confirmed(at), first, at.rolf)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('stays where its person has asked anew', async () => {
    const chip = await confirmed(at);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    await decline(at, chip, id);
    await ask(at, chip, at.ben, [SHRUB, 0, 0, 0]);
    await expect(undo(chip, id, at.rolf)).rejects.toMatchObject({
      text: { key: 'correction.askedAnew', values: { name: at.ben.name } },
    });
  });

  test('stays where its chip is opened again: by who confirmed it, whoever settled the correction', async () => {
    const chip = await confirmed(at);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    await accept(at, chip, id);
    const canUndo = async (person: Person) =>
      (await reviewChip(asReviewer(at), chip.id, person)).canUndo;
    expect([await canUndo(at.rita), await canUndo(at.rolf)]).toEqual([true, false]);
    await expect(open(chip, at.rolf)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await open(chip, at.rita)).toEqual({ status: 'SUBMITTED', next: chip.number });
    expect((await chipRow(chip)).status).toBe('SUBMITTED');
    const view = await reviewChip(asReviewer(at), chip.id);
    expect(cellsOf(view.consensus.cells)).toEqual([CROWN, 1, 1, 1]);
    expect(view.corrections).toEqual([]);
    await expect(undo(chip, id, at.rolf)).rejects.toMatchObject({
      text: { key: 'correction.notLast' },
    });
    await confirm(at, chip);
    // the chip's confirmation is the later verdict
    await expect(undo(chip, id, at.rolf)).rejects.toMatchObject({
      text: { key: 'correction.notLast' },
    });
    expect(await consensusOf(at, chip)).toEqual([CROWN, 1, 1, 1]);
  });

  test('waits while the chip is open again, and for the chip to be confirmed', async () => {
    const chip = await confirmed(at);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    await open(chip, at.rita);
    await expect(accept(at, chip, id)).rejects.toMatchObject({
      text: { key: 'correction.notConfirmed' },
    });
    const waits = async () =>
      (await listReview(asReviewer(at), ReviewQuery.parse({ limit: 200 }))).items.filter(
        (item) => item.chip.id === chip.id,
      );
    expect(await waits()).toMatchObject([{ correction: null }]);
    await confirm(at, chip);
    expect(await waits()).toMatchObject([{ correction: { id } }]);
    await accept(at, chip, id);
    expect(await consensusOf(at, chip)).toEqual([CROWN, 1, 1, 1]);
  });
});
