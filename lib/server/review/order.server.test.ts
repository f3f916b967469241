import { describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { ReviewOrder } from '@/lib/domain/review/schema';
import { db } from '@/lib/server/db/client';
import { changeProject } from '@/lib/server/project/mutations';
import { listReview, nextToReview } from '@/lib/server/review/list';
import { scoreOutdated } from '@/lib/server/review/waiting/score';
import { createChips, createLabelling } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { CROWN, SHRUB, setting, label, deploy, probsOf } from '@/tests/server/review';

/** Numbers of all chips that wait, read one a page. */
async function pages(project: TestProject, order: ReviewOrder): Promise<number[]> {
  const numbers: number[] = [];
  for (let cursor: string | undefined; ;) {
    const query = ReviewQuery.parse({ order, limit: '1', ...(cursor ? { cursor } : {}) });
    const page = await listReview(project.scope, query);
    numbers.push(...page.items.map((item) => item.chip.number));
    if (page.nextCursor === undefined) return numbers;
    cursor = page.nextCursor;
  }
}

describe('the order of review', () => {
  test('follows another version once it is deployed and has scored, and what an import brought in', async () => {
    const at = await setting();
    const v1 = await deploy(at.project);
    const [one, two] = (await createChips(at.project, 2)) as [Chip, Chip];
    const said = (crown: number) => probsOf([1, 2, 3, 4].map(() => [1 - crown, crown, 0]));
    await label(at, at.ada, one, [CROWN, CROWN, 1, 1], { versionId: v1.id, probs: said(0.5) });
    await label(at, at.ada, two, [CROWN, 1, 1, 1], { versionId: v1.id, probs: said(0.9) });
    expect(await pages(at.project, 'disagreement')).toEqual([two.number, one.number]);

    await db().modelVersion.update({ where: { id: v1.id }, data: { status: 'RETIRED' } });
    const v2 = await deploy(at.project, 2);
    await db().chipProposal.createMany({
      data: [
        {
          chipId: one.id,
          versionId: v2.id,
          source: 'runner',
          probs: Buffer.from(said(1), 'base64'),
        },
        {
          chipId: two.id,
          versionId: v2.id,
          source: 'runner',
          probs: Buffer.from(said(0), 'base64'),
        },
      ],
    });
    const [brought] = (await createChips(at.project, 1)) as [Chip];
    await createLabelling(brought, { user: { id: at.ada.userId }, cells: [CROWN, 1, 1, 1] });
    await createLabelling(brought, {
      user: { id: at.ben.userId },
      cells: [1, CROWN, CROWN, CROWN],
    });
    await db().chip.update({ where: { id: brought.id }, data: { status: 'SUBMITTED' } });
    await scoreOutdated(10);
    expect(await pages(at.project, 'disagreement')).toEqual([
      brought.number,
      one.number,
      two.number,
    ]);
  });

  test('most suspected mistakes first, then chips that no model scored, oldest first', async () => {
    const at = await setting();
    const version = await deploy(at.project);
    const chips = await createChips(at.project, 4);
    const [agrees, unknown, differs, people] = chips as [Chip, Chip, Chip, Chip];
    const crowns = probsOf([1, 2, 3, 4].map(() => [0.1, 0.8, 0.1]));
    const proposals = { versionId: version.id, probs: crowns };
    await label(at, at.ada, unknown, [1, 1, 1, 1]);
    await label(at, at.ada, agrees, [CROWN, CROWN, CROWN, CROWN], proposals);
    await label(at, at.ada, differs, [1, 1, CROWN, 2], proposals);
    await label(at, at.ada, people, [CROWN, CROWN, CROWN, CROWN], proposals);
    await label(at, at.ben, people, [1, CROWN, SHRUB, 1]);

    const { items, total } = await listReview(at.project.scope, ReviewQuery.parse({}));
    expect(total).toBe(4);
    expect(items.map((item) => item.chip.id)).toEqual(
      [people, differs, agrees, unknown].map((chip) => chip.id),
    );
    expect(items.map((item) => item.score?.toFixed(1))).toEqual(['5.4', '1.6', '0.0', undefined]);
    expect(items[0]?.reason).toMatchObject({ differ: 3, shared: 4, model: 'v1' });
    expect(items[1]?.reason).toMatchObject({ differ: 0, against: 2, compared: 3 });
    expect(items[1]?.reason.surest?.code).toBe(CROWN);
    expect(items[1]?.reason.surest?.probability).toBeCloseTo(0.8, 5);
    expect(items[2]?.reason).toMatchObject({ model: 'v1', against: 0, compared: 4 });
    expect(items[3]?.reason).toMatchObject({ model: 'v1', compared: 0, surest: null });
    expect(items[0]?.labelers.map((p) => p.name)).toEqual([at.ada.name, at.ben.name]);

    const oldest = await pages(at.project, 'oldest');
    expect(oldest).toEqual([unknown, agrees, differs, people].map((chip) => chip.number));
    expect(await pages(at.project, 'disagreement')).toEqual(items.map((item) => item.chip.number));
    expect(await nextToReview(at.project.scope)).toBe(people.number);

    const those = async (filter: Record<string, string>) => {
      const of = await listReview(at.project.scope, ReviewQuery.parse(filter));
      expect([of.total, of.more]).toEqual([of.items.length, false]);
      return of.items.map((item) => item.chip.number);
    };
    expect(await those({ class: String(CROWN), scoreTo: '0.5' })).toEqual([
      differs.number,
      agrees.number,
    ]);
    expect(await those({ several: 'true' })).toEqual([people.number]);
    expect(await those({ person: at.ben.userId })).toEqual([]);
    expect(await those({ version: 'none', order: 'oldest' })).toEqual([unknown.number]);
  });

  test('counts mistakes at the threshold that holds now, and what the model is unsure of apart from them', async () => {
    const at = await setting();
    const version = await deploy(at.project);
    const [unsure, sure] = (await createChips(at.project, 2)) as [Chip, Chip];
    const said = (crowns: readonly number[]) => ({
      versionId: version.id,
      probs: probsOf(crowns.map((crown) => [1 - crown, crown, 0])),
    });
    await label(at, at.ada, unsure, [1, 1, 1, 1], said([0.6, 0.6, 0.6, 0.6]));
    await label(at, at.ada, sure, [CROWN, 1, 1, 1], said([0.9, 0.9, 0.1, 0.1]));
    const [first, second] = [unsure.number, sure.number];
    expect(await pages(at.project, 'disagreement')).toEqual([first, second]);
    expect(await pages(at.project, 'uncertainty')).toEqual([first, second]);

    await changeProject(at.project.scope, { threshold: 0.7 });
    await scoreOutdated(10);
    expect(await pages(at.project, 'disagreement')).toEqual([second, first]);
    expect(await pages(at.project, 'uncertainty')).toEqual([first, second]);
    await changeProject(at.project.scope, { threshold: null });
    await scoreOutdated(10);
    expect(await pages(at.project, 'disagreement')).toEqual([first, second]);
  });
});
