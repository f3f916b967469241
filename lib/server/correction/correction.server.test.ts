import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { ReviewQuery } from '@/lib/domain/review/schema';
import {
  askCorrection,
  confirmedChip,
  readAnswer,
  withdrawCorrection,
} from '@/lib/server/correction/ask';
import { acceptCorrection } from '@/lib/server/correction/settle';
import { db } from '@/lib/server/db/client';
import { rebuildLabelling } from '@/lib/server/label/event/data';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { countWaiting } from '@/lib/server/overview/data';
import { listReview, nextToReview } from '@/lib/server/review/list';
import { reopenReview } from '@/lib/server/review/reopen';
import { acceptReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { freezeSnapshot } from '@/lib/server/snapshot/freeze';
import {
  accept,
  ask,
  chipRow,
  confirmed,
  consensusOf,
  decline,
  sums,
} from '@/tests/server/correction';
import { scopeOf } from '@/tests/server/factories';
import {
  CROWN,
  SHRUB,
  asReviewer,
  cellsOf,
  changesOf,
  confirm,
  label,
  oneChip,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

const scope = () => at.project.scope;

describe('a confirmed chip', () => {
  test('takes no labels of a person and no submit, and says why; a save that it had before is answered', async () => {
    const chip = await oneChip(at.project);
    const first = save(0, changesOf([1, 1, 1, 1]));
    const { revision } = await saveLabelling(scope(), at.ada, chip.id, first);
    await submitLabelling(scope(), at.ada, chip.id, { revision, openedMs: 1, proposals: null });
    await confirm(at, chip);
    const refusal = { code: 'not_ready', text: { key: 'label.confirmed' } };
    const mine = await myLabelling(scope(), at.ada, chip.id);
    const late = save(mine.revision, changesOf([CROWN], [1]));
    await expect(saveLabelling(scope(), at.ada, chip.id, late)).rejects.toMatchObject(refusal);
    await expect(
      saveLabelling(scope(), at.ben, chip.id, save(0, changesOf([CROWN]))),
    ).rejects.toMatchObject(refusal);
    await expect(
      submitLabelling(scope(), at.ada, chip.id, {
        revision: mine.revision,
        openedMs: 1,
        proposals: null,
      }),
    ).rejects.toMatchObject(refusal);
    expect(await myLabelling(scope(), at.ada, chip.id)).toEqual(mine);
    const again = await saveLabelling(scope(), at.ada, chip.id, first);
    expect(again.applied).toEqual([0, 1, 2, 3]);
    expect(await db().labelling.count({ where: { chipId: chip.id, userId: at.ben.userId } })).toBe(
      0,
    );
  });

  test('that is confirmed while its labeler saves takes the save before, or refuses it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const chip = await oneChip(at.project);
      await label(at, at.ada, chip, [1, 1, 1, 1]);
      const { revision } = await myLabelling(scope(), at.ada, chip.id);
      const [verdict, saved] = await Promise.allSettled([
        confirm(at, chip),
        saveLabelling(
          scope(),
          at.ada,
          chip.id,
          save(revision, changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1])),
        ),
      ]);
      expect([verdict, saved].filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { status } = await myLabelling(scope(), at.ada, chip.id);
      expect([(await chipRow(chip)).status, status]).toEqual(
        verdict.status === 'fulfilled' ? ['CONFIRMED', 'ACCEPTED'] : ['IN_PROGRESS', 'IN_PROGRESS'],
      );
    }
  });
});

describe('a correction', () => {
  test('comes to review, changes nothing until it is accepted, and then the confirmed labels', async () => {
    const chip = await confirmed(at);
    const before = await chipRow(chip);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 2, 0], 'A crown, I was there.');
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    expect((await freezeSnapshot(scope(), null)).chips).toBeGreaterThan(0);

    const list = await listReview(asReviewer(at), ReviewQuery.parse({}));
    expect(list.items[0]).toMatchObject({
      chip: { id: chip.id },
      correction: { by: { name: at.ben.name }, reason: 'A crown, I was there.' },
    });
    expect(list.total).toBe(list.items.length);
    expect((await reviewChip(asReviewer(at), chip.id)).corrections).toMatchObject([
      {
        id,
        changes: [
          { cell: 0, before: 1, after: CROWN },
          { cell: 2, before: 1, after: 2 },
        ],
      },
    ]);

    await accept(at, chip, id);
    expect(await consensusOf(at, chip)).toEqual([CROWN, 1, 2, 1]);
    expect(await chipRow(chip)).toEqual(before);
    // what counts now was confirmed last by whoever accepted
    expect((await reviewChip(asReviewer(at), chip.id)).confirmedBy).toBe(at.rolf.name);
    const { id: labellingId } = await db().labelling.findFirstOrThrow({
      where: { chipId: chip.id, kind: 'CONSENSUS' },
    });
    expect([...(await rebuildLabelling(labellingId, 4))]).toEqual([CROWN, 1, 2, 1]);
    // what Ada and Ben had labelled themselves stays as it was
    expect(cellsOf((await myLabelling(scope(), at.ada, chip.id)).cells)).toEqual([1, 1, 1, 1]);
    expect((await reviewChip(asReviewer(at), chip.id)).corrections).toEqual([]);
    const { stored, counted } = await sums(at);
    expect(stored).toEqual(counted);
  });

  test('that is declined leaves the labels, and its person is told why until they have read it', async () => {
    const chip = await confirmed(at);
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    await decline(at, chip, id);
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    const { mine } = await confirmedChip(scope(), at.ben, chip.id);
    expect(mine).toMatchObject({
      state: 'DECLINED',
      settledBy: at.rolf.name,
      answer: 'It is a shadow.',
    });
    const answers = async () =>
      (await countWaiting([at.project.id], at.ben.userId)).get(at.project.id)?.answers.count ?? 0;
    const unread = await answers();
    // on a chip that is open again there is nothing to read it on; confirmed, it is there again
    await reopenReview(asReviewer(at), at.rita, chip.id);
    expect(await answers()).toBe(unread - 1);
    await confirm(at, chip);
    expect(await answers()).toBe(unread);
    await readAnswer(scope(), at.ben, chip.id);
    expect(await answers()).toBe(unread - 1);
    expect((await confirmedChip(scope(), at.ben, chip.id)).mine).toBeNull();
  });

  test('sent twice is one; asked anew it takes the place of the former; taken back it waits no more', async () => {
    const chip = await confirmed(at);
    const request = {
      correctionId: newId(),
      changes: [{ cell: 0, before: 1, after: CROWN }],
      reason: '',
    };
    await Promise.all([1, 2].map(() => askCorrection(scope(), at.ben, chip.id, request)));
    const second = await ask(at, chip, at.ben, [SHRUB, 0, 0, 0]);
    const open = async () =>
      (await reviewChip(asReviewer(at), chip.id)).corrections.map((one) => one.id);
    expect(await open()).toEqual([second]);
    await expect(accept(at, chip, request.correctionId)).rejects.toMatchObject({
      code: 'conflict',
    });
    await withdrawCorrection(scope(), at.ben, chip.id);
    expect(await open()).toEqual([]);
    await expect(accept(at, chip, second)).rejects.toMatchObject({ code: 'conflict' });
    expect(await consensusOf(at, chip)).toEqual([1, 1, 1, 1]);
    expect(await db().correction.count({ where: { chipId: chip.id } })).toBe(2);
  });

  test('of two people at once both wait, each is decided by itself, and no cell of either is lost', async () => {
    const chip = await confirmed(at);
    const [bens, adas] = await Promise.all([
      ask(at, chip, at.ben, [CROWN, SHRUB, 0, 0]),
      ask(at, chip, at.ada, [0, CROWN, SHRUB, 0]),
    ]);
    const { items, total } = await listReview(asReviewer(at), ReviewQuery.parse({}));
    expect(items.filter((item) => item.chip.id === chip.id)).toHaveLength(1);
    expect(total).toBe(items.length);
    await accept(at, chip, bens);
    expect(await consensusOf(at, chip)).toEqual([CROWN, SHRUB, 1, 1]);
    await accept(at, chip, adas);
    // in the cell in which both ask, the later verdict holds
    expect(await consensusOf(at, chip)).toEqual([CROWN, CROWN, SHRUB, 1]);
  });

  test('comes first, on the first page only, and all are counted however few are listed', async () => {
    const own = await setting();
    const [reviewer, chips] = [scopeOf(own.project, 'REVIEWER'), [] as Chip[]];
    for (const codes of [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]) {
      const chip = await oneChip(own.project);
      await label(own, own.ada, chip, codes);
      chips.push(chip);
    }
    for (const chip of chips.slice(0, 2)) {
      const { consensus, basis } = await reviewChip(reviewer, chip.id);
      const seen = { revision: consensus.revision, basis, openedMs: 1 };
      await acceptReview(reviewer, own.rita, chip.id, seen);
    }
    const changes = [{ cell: 0, before: 1, after: CROWN }];
    const [later, sooner, waiting] = chips.map(({ id }) => id) as [string, string, string];
    for (const [chip, person] of [
      [sooner, own.ben],
      [later, own.ben],
      [sooner, own.ada],
    ] as const) {
      const request = { correctionId: newId(), changes, reason: '' };
      await askCorrection(own.project.scope, person, chip, request);
    }
    const listed = async (query: object) => {
      const { items, total } = await listReview(reviewer, ReviewQuery.parse(query));
      return [items.map(({ chip, score }) => [chip.id, score === null]), total];
    };
    expect(await listed({ limit: 1 })).toEqual([
      [
        [sooner, true],
        [waiting, true],
      ],
      3,
    ]);
    expect(await listed({ limit: 2 })).toEqual([
      [
        [sooner, true],
        [later, true],
        [waiting, true],
      ],
      3,
    ]);
    expect(await listed({ cursor: '-1_0' })).toEqual([[[waiting, true]], 3]);
    const first = await db().chip.findUniqueOrThrow({ where: { id: sooner } });
    expect(await nextToReview(reviewer)).toBe(first.number);
  });

  test('gets one verdict, whoever gives it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chip = await confirmed(at);
      const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
      const results = await Promise.allSettled([
        accept(at, chip, id, at.rita),
        accept(at, chip, id, at.rolf),
        decline(at, chip, id),
        withdrawCorrection(scope(), at.ben, chip.id),
      ]);
      const verdicts = results.slice(0, 3).filter(({ status }) => status === 'fulfilled').length;
      const { state } = await db().correction.findUniqueOrThrow({ where: { id } });
      expect(verdicts).toBe(state === 'WITHDRAWN' ? 0 : 1);
      expect(results[3].status).toBe(state === 'WITHDRAWN' ? 'fulfilled' : 'rejected');
      expect(await consensusOf(at, chip)).toEqual([state === 'ACCEPTED' ? CROWN : 1, 1, 1, 1]);
    }
    const { stored, counted } = await sums(at);
    expect(stored).toEqual(counted);
  });

  test('is refused where nothing differs, where the chip is not confirmed, and where what the reviewer saw has changed', async () => {
    const chip = await confirmed(at);
    await expect(ask(at, chip, at.ben, [1, 0, 0, 0])).rejects.toMatchObject({
      text: { key: 'correction.alreadySo' },
    });
    const open = await oneChip(at.project);
    await expect(ask(at, open, at.ben, [CROWN])).rejects.toMatchObject({
      text: { key: 'correction.notConfirmed' },
    });
    const id = await ask(at, chip, at.ben, [CROWN, 0, 0, 0]);
    const stale = { correctionId: id, revision: 0 };
    await expect(acceptCorrection(asReviewer(at), at.rita, chip.id, stale)).rejects.toMatchObject({
      code: 'conflict',
    });
    const other = await confirmed(at);
    await expect(accept(at, other, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
