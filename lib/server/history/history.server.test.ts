import { beforeAll, describe, expect, test } from 'vitest';
import { replay } from '@/lib/domain/history/replay';
import { HistoryQuery } from '@/lib/domain/history/schema';
import type { HistoryStep } from '@/lib/domain/history/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { readHistory } from '@/lib/server/history/history';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { reopenReview } from '@/lib/server/review/reopen';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { consensusOf } from '@/tests/server/correction';
import { scopeOf } from '@/tests/server/factories';
import {
  CROWN,
  asReviewer,
  cellsOf,
  changesOf,
  confirm,
  deploy,
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

async function historyOf(person: Person, chipId: string, query: object = {}) {
  const role = [at.rita, at.rolf].includes(person) ? 'REVIEWER' : 'LABELER';
  const scope = scopeOf(at.project, role);
  return await readHistory(scope, person, chipId, HistoryQuery.parse(query));
}

const told = (steps: readonly HistoryStep[]) =>
  steps.map(({ kind, by, labels }) => [kind, by, labels.of]);

describe('the history of a chip', () => {
  test('is each thing that happened, by whom, and replays to the labels as they are', async () => {
    const chip = await oneChip(at.project);
    const { ada, rita } = at;
    await label(at, ada, chip, [1, 1, 0, 0]);
    await returnReview(asReviewer(at), rita, chip.id, 'More.');
    await reopenReview(asReviewer(at), rita, chip.id);
    await returnReview(asReviewer(at), rita, chip.id, 'More!');
    await label(at, ada, chip, [CROWN, 1, 1, 1]);
    await confirm(at, chip);
    const { items } = await historyOf(rita, chip.id);
    const own = ada.name;
    expect(told(items)).toEqual([
      ['SAVE', own, own],
      ['SUBMIT', own, own],
      ['RETURN', rita.name, own],
      ['RETURN', rita.name, own],
      ['RETURN', rita.name, own],
      ['SAVE', own, own],
      ['SUBMIT', own, own],
      ['SEED', rita.name, null],
      ['ACCEPT', rita.name, null],
    ]);
    expect(items.map(({ source, note }) => [source, note])).toContainEqual(['review', 'reopened']);
    expect(items.map(({ note }) => note)).toContain('More!');
    const mine = cellsOf((await myLabelling(at.project.scope, ada, chip.id)).cells);
    expect([...replay(items, 6, 4).after]).toEqual(mine);
    expect([...replay(items, 8, 4).after]).toEqual(await consensusOf(at, chip));

    const first = await historyOf(rita, chip.id, { limit: '4' });
    expect(first.items).toEqual(items.slice(0, 4));
    const rest = await historyOf(rita, chip.id, { cursor: String(first.nextCursor) });
    expect(rest.items).toEqual(items.slice(4));
    expect(rest.nextCursor).toBeUndefined();
  });

  test('tells a labeler their own steps, and how confirmed labels came about', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    expect((await historyOf(at.ben, chip.id)).items).toEqual([]);
    expect((await historyOf(at.ada, chip.id)).items).toHaveLength(2);
    await confirm(at, chip);
    expect(told((await historyOf(at.ben, chip.id)).items)).toEqual([
      ['SEED', at.rita.name, null],
      ['ACCEPT', at.rita.name, null],
    ]);
    expect((await historyOf(at.ada, chip.id)).items).toHaveLength(4);
  });

  test('keeps what a model had said, and not before a control chip is submitted', async () => {
    const version = await deploy(at.project);
    const chip = await oneChip(at.project);
    await db().assignment.create({
      data: {
        ...{ chipId: chip.id, userId: at.ada.userId, projectId: at.project.id },
        ...{ reason: 'random', control: false },
      },
    });
    const shown = {
      code: CROWN,
      probability: 0.75,
      threshold: 0.5,
      versionId: version.id,
    } as const;
    const changes = changesOf([CROWN, 1]).map((change, i) => ({
      ...change,
      shown: i === 0 ? { ...shown, when: 'before' as const } : null,
    }));
    await saveLabelling(at.project.scope, at.ada, chip.id, save(0, changes));
    const [step] = (await historyOf(at.ada, chip.id)).items;
    expect(step?.proposals).toEqual({
      ...{ codes: [CROWN, null], probabilities: [0.75, null], thresholds: [0.5, null] },
      ...{ when: ['before', null], versions: [1, null], names: ['v1'] },
    });
    await db().assignment.updateMany({ where: { chipId: chip.id }, data: { control: true } });
    expect((await historyOf(at.ada, chip.id)).items[0]?.proposals).toBeNull();
  });
});
