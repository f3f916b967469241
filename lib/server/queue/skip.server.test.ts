import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { QueueRequest } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { readExcluded } from '@/lib/server/queue/excluded/read';
import { isControl } from '@/lib/server/queue/control';
import { releaseOffline } from '@/lib/server/queue/leases/mutations';
import {
  heartbeatChip,
  nextChips,
  includeExcludedChip,
  skipChip,
  unskipChip,
} from '@/lib/server/queue/queue';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

const IN_ORDER = QueueRequest.parse({ mode: 'sequential' });

test('a skip is for the person or for everybody, is taken back, and put back by an admin', async () => {
  const project = await createProject();
  const { scope } = project;
  await createChips(project, 2);
  const [ada, ben] = [await createLabeler(project), await createLabeler(project)];
  const next = async (person: typeof ada) => {
    await db().chipLease.deleteMany({});
    return (await nextChips(scope, person, IN_ORDER)).items[0]?.chip.number;
  };
  expect(await skipChip(scope, ada, 1, { reason: 'notMyField', note: '' })).toEqual({
    excluded: false,
  });
  expect([await next(ada), await next(ben)]).toEqual([2, 1]);
  await unskipChip(scope, ada, 1);
  expect(await next(ada)).toBe(1);

  expect(await skipChip(scope, ada, 1, { reason: 'cloud', note: 'all white' })).toEqual({
    excluded: true,
  });
  expect([await next(ada), await next(ben)]).toEqual([2, 2]);
  expect((await readExcluded(scope)).excluded).toMatchObject([
    { number: 1, reason: 'cloud', note: 'all white', by: ada.name },
  ]);
  // somebody else's taking back changes nothing
  await unskipChip(scope, ben, 1);
  expect(await next(ben)).toBe(2);
  await includeExcludedChip(scope, 1);
  expect([await next(ada), await next(ben)]).toEqual([1, 1]);
  expect(await readExcluded(scope)).toEqual({ excluded: [], skipped: [], offline: [] });

  // in words of their own: for the person only, and told to admins
  await skipChip(scope, ada, 1, { reason: 'other', note: 'half of it is a lake' });
  expect([await next(ada), await next(ben)]).toEqual([2, 1]);
  const told = await readExcluded(scope);
  expect(told.excluded).toEqual([]);
  expect(told.skipped).toMatchObject([{ number: 1, by: ada.name, note: 'half of it is a lake' }]);
});

test('an admin sees what was taken offline, and releases it', async () => {
  const project = await createProject();
  await createChips(project, 3);
  const ada = await createLabeler(project);
  await nextChips(project.scope, ada, { ...IN_ORDER, count: 2, offlineSeconds: 3600 });
  expect((await readExcluded(project.scope)).offline).toMatchObject([
    { userId: ada.userId, name: ada.name, numbers: [1, 2] },
  ]);
  await releaseOffline(project.id, ada.userId);
  expect((await readExcluded(project.scope)).offline).toEqual([]);
});

test('control chips: decided once, whatever the share becomes; events say control until the submit', async () => {
  const project = await createProject({ controlPercent: 50 });
  const { scope } = project;
  const version = await createDeployedVersion(project);
  const chips = await createChips(project, 20);
  const ada = await createLabeler(project);
  const { items } = await nextChips(scope, ada, { ...IN_ORDER, count: 20 });
  const expected = chips.map(({ id }) => isControl(project.splitSalt, id, ada.userId, 50));
  expect(items.map(({ control }) => control)).toEqual(expected);
  await db().project.update({ where: { id: project.id }, data: { controlPercent: 0 } });
  const again = await Promise.all(items.map(({ chip }) => heartbeatChip(scope, ada, chip.id)));
  expect(again.map(({ control }) => control)).toEqual(expected);

  const shownOf = async (control: boolean) => {
    const chip = items.find((item) => item.control === control)?.chip;
    if (!chip) throw new Error(`none of 20 is ${control ? 'control' : 'open'}`);
    const save = (baseRevision: number, cell: number) =>
      saveLabelling(scope, ada, chip.id, {
        ...{ saveId: newId(), baseRevision, openedMs: 1 },
        changes: [
          {
            ...{ cell, before: 0, after: 1, source: 'hand' },
            shown: {
              versionId: version.id,
              code: 16,
              probability: 0.9,
              threshold: 0.45,
              when: 'before',
            },
          },
        ],
      });
    await save(0, 0);
    const submit = { revision: 1, openedMs: 2, proposals: null };
    await submitLabelling(scope, ada, chip.id, submit);
    await save(2, 1);
    const events = await db().labelEvent.findMany({
      where: { kind: 'SAVE', labelling: { chipId: chip.id } },
      orderBy: { id: 'asc' },
    });
    return events.flatMap((event) => event.shownWhen);
  };
  expect(await shownOf(true)).toEqual(['control', 'before']);
  expect(await shownOf(false)).toEqual(['before', 'before']);
});

test('the share of control chips is the share, and a larger one keeps the chips of a smaller one', () => {
  const chips = Array.from({ length: 4000 }, (_, i) => `chip ${String(i)}`);
  const at = (percent: number) => chips.filter((id) => isControl('salt', id, 'ada', percent));
  expect(at(0)).toEqual([]);
  expect(at(10).length / chips.length).toBeCloseTo(0.1, 1);
  expect(new Set(at(50)).size).toBeGreaterThan(1800);
  expect(at(10).every((id) => at(50).includes(id))).toBe(true);
});
