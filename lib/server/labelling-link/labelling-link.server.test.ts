import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { ProgressFileQuery, ProgressQuery } from '@/lib/domain/progress/schema';
import { QueueRequest } from '@/lib/domain/queue/schema';
import { NewLabellingLink } from '@/lib/domain/labelling-link/schema';
import type { Guest } from '@/lib/server/auth/gate';
import { gate } from '@/lib/server/auth/gate';
import { gateGuest } from '@/lib/server/auth/guest';
import { authorize } from '@/lib/server/auth/options';
import { parseCookies } from '@/lib/server/auth/session';
import { db } from '@/lib/server/db/client';
import {
  endGuest,
  guestPicture,
  nextOfGuest,
  saveAsGuest,
  skipAsGuest,
  submitAsGuest,
} from '@/lib/server/guest/label';
import { readGuestTask, startGuest } from '@/lib/server/guest/start';
import { listLinks } from '@/lib/server/labelling-link/data';
import {
  closeLink,
  countFreeChips,
  createLink,
  releaseEndedLinks,
} from '@/lib/server/labelling-link/links';
import { setMember } from '@/lib/server/member/mutations';
import { nextChips } from '@/lib/server/queue/queue';
import { progressCsv } from '@/lib/server/progress/csv';
import { readProgress } from '@/lib/server/progress/read';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { cookieOf, createChips, createProject } from '@/tests/server/factories';
import { beginAs, createGuest, createLabellingLink, requestOf } from '@/tests/server/guests';
import type { TestLink } from '@/tests/server/guests';
import {
  CROWN,
  SHRUB,
  cellsOf,
  changesOf,
  confirm,
  label,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
let link: TestLink;
beforeEach(async () => {
  at = await setting();
  link = await createLabellingLink(at.project, 2);
});

const chipOf = (id: string) => db().chip.findUniqueOrThrow({ where: { id } });
const viewOf = async (id: string) => (await listLinks(at.project.id, id))[0];

/** A guest labels the chip that they are given, and hands it in. */
async function handIn(guest: Guest, codes: readonly number[]): Promise<string> {
  const { scope } = at.project;
  const { chip, labelling } = await nextOfGuest(scope, guest);
  if (!chip || !labelling) throw new Error('nothing is left');
  const changes = changesOf(codes, cellsOf(labelling.cells));
  const { revision } = await saveAsGuest(scope, guest, chip.id, save(labelling.revision, changes));
  await submitAsGuest(scope, guest, chip.id, { submitId: newId(), revision, openedMs: 5 });
  return chip.id;
}

describe('a labelling link', () => {
  test('takes chips that nobody has begun, which members do not get meanwhile, and is kept as a hash', async () => {
    const { scope } = at.project;
    const [begun, free] = await createChips(at.project, 2);
    if (!begun || !free) throw new Error('no chips');
    await label(at, at.ada, begun, [CROWN, 1, 1, 1]);
    const numbers = [...link.chips, begun, free].map(({ number }) => number).join(',');
    const choice = { filter: '', numbers, most: 10 };
    expect(await countFreeChips(scope, choice)).toEqual({ fit: 1, more: false });
    expect(await countFreeChips(scope, { ...choice, filter: 'state=waiting' })).toMatchObject({
      fit: 0,
    });
    const input = { name: 'Second', chips: choice };
    const made = await createLink(scope, at.rita, NewLabellingLink.parse(input));
    expect(made.link).toMatchObject({ chips: 1, state: 'open', people: 0, labellings: 0 });
    expect(JSON.stringify(await db().labellingLink.findMany())).not.toContain(made.secret);
    const given = await nextChips(scope, at.ben, QueueRequest.parse({ count: 10 }));
    expect(given.items).toEqual([]);
    await expect(createLink(scope, at.rita, NewLabellingLink.parse(input))).rejects.toMatchObject({
      code: 'not_ready',
    });
    await expect(countFreeChips(scope, { ...choice, numbers: '3-' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('lets five of twenty begin who open it at once', async () => {
    const { secret, id } = await createLabellingLink(at.project, 1, { maxPeople: 5 });
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => startGuest(secret, '', {})),
    );
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
    expect(await viewOf(id)).toMatchObject({ people: 5, maxPeople: 5 });
    await expect(readGuestTask(secret, {})).rejects.toMatchObject({
      code: 'gone',
      text: { key: 'link.full' },
    });
  });

  test('counts a browser that comes back once, and whoever left as somebody else', async () => {
    const { secret, id } = await createLabellingLink(at.project, 1, { maxPeople: 2 });
    const header = (await startGuest(secret, 'Mia', {})) ?? '';
    const cookies = parseCookies(header.slice(0, header.indexOf(';')));
    expect(await startGuest(secret, 'again', cookies)).toBeNull();
    expect(await viewOf(id)).toMatchObject({ people: 1 });
    const { userId } = await readGuestTask(secret, cookies);
    const guest = await db().user.findUniqueOrThrow({ where: { id: userId ?? '' } });
    expect(guest).toMatchObject({ name: 'Guest Mia', isGuest: true, passwordHash: '' });
    const { guest: gated } = await gateGuest(requestOf(header.slice(0, header.indexOf(';'))), id);
    await endGuest(gated);
    expect((await readGuestTask(secret, cookies)).userId).toBeNull();
  });

  test('says why it does not work', async () => {
    const late = await createLabellingLink(at.project, 1);
    await db().labellingLink.update({ where: { id: late.id }, data: { expiresAt: new Date(0) } });
    const closed = await createLabellingLink(at.project, 1);
    await closeLink(at.project.scope, closed.id);
    await expect(closeLink(at.project.scope, closed.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    const dead = [
      [late.secret, 'link.expired'],
      [closed.secret, 'link.closed'],
      ['nothing', 'link.missing'],
    ] as const;
    for (const [secret, key] of dead) {
      await expect(startGuest(secret, '', {})).rejects.toMatchObject({ text: { key } });
    }
    await db().project.update({
      where: { id: at.project.id },
      data: { archivedAt: new Date(0) },
    });
    await expect(startGuest(link.secret, '', {})).rejects.toMatchObject({
      text: { key: 'link.archived' },
    });
  });
});

describe('a guest', () => {
  test('labels only the chips of the link, and sees only those that they got', async () => {
    const { scope } = at.project;
    const [other] = await createChips(at.project, 1);
    const mia = await beginAs(link);
    const { chip, progress } = await nextOfGuest(scope, mia);
    expect(progress).toEqual({ done: 0, total: 2 });
    expect(chip?.id).toBe(link.chips[0]?.id);
    expect(Object.keys(chip ?? {}).sort()).toEqual(
      ['cellPx', 'cols', 'height', 'id', 'imageUrl', 'rows', 'width'].sort(),
    );
    await guestPicture(mia, chip?.id ?? '');
    for (const id of [other?.id ?? '', link.chips[1]?.id ?? '', newId()]) {
      await expect(guestPicture(mia, id)).rejects.toMatchObject({ code: 'not_found' });
      const stroke = save(0, changesOf([CROWN]));
      await expect(saveAsGuest(scope, mia, id, stroke)).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    const elsewhere = await createLabellingLink(await createProject(), 1);
    await expect(gateGuest(requestOf(mia.cookie), elsewhere.id)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('is nobody with an account, whatever the browser sends with it', async () => {
    const cookie = await createGuest(link);
    const ada = await cookieOf({ id: at.ada.userId });
    const access = { kind: 'guest' } as const;
    const both = requestOf(`${cookie}; ${ada}`);
    await expect(gate(both, access, link.id)).rejects.toMatchObject({ code: 'forbidden' });
    const project = { kind: 'project', role: 'LABELER', scope: 'read' } as const;
    await expect(gate(requestOf(cookie, 'GET'), project, at.project.slug)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('gets no rights, whatever the code does', async () => {
    const { userId } = await beginAs(link);
    const { email } = await db().user.findUniqueOrThrow({ where: { id: userId } });
    const caller = { address: '127.0.0.1', cookies: {} };
    expect(await authorize({ email, password: '' }, caller)).toBeNull();
    await expect(setMember(at.project.scope, userId, 'ADMIN')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(cookieOf({ id: userId })).rejects.toThrow('a guest has no Session');
    const membership = { userId, projectId: at.project.id, role: 'LABELER' } as const;
    await expect(db().membership.create({ data: membership })).rejects.toThrow('a guest has no');
    const token = { id: newId(), userId, name: 't', tokenHash: newId(), scopes: ['read'] };
    await expect(db().apiToken.create({ data: token })).rejects.toThrow('a guest has no');
    const owner = db().user.update({ where: { id: userId }, data: { isOwner: true } });
    await expect(owner).rejects.toThrow('User_guest_has_no_rights');
  });

  test('hands chips in, which go to review when as many have labelled them as asked for', async () => {
    await db().project.update({
      where: { id: at.project.id },
      data: { consensusRule: 'MAJORITY' },
    });
    const [mia, leo] = [await beginAs(link, 'Mia'), await beginAs(link, 'Leo')];
    const id = await handIn(mia, [CROWN, CROWN, 1, 1]);
    expect(await chipOf(id)).toMatchObject({ status: 'IN_PROGRESS', skippedReason: 'link' });
    expect(await viewOf(link.id)).toMatchObject({ done: 0, labellings: 1 });
    expect(await handIn(leo, [CROWN, SHRUB, 1, 1])).toBe(id);
    // as one, they are still not confirmed
    expect(await chipOf(id)).toMatchObject({ status: 'SUBMITTED', skippedReason: null });
    expect(await viewOf(link.id)).toMatchObject({ done: 1, labellings: 2, state: 'open' });
    const [pair] = await db().secondLook.findMany({ where: { chipId: id } });
    expect(pair).toMatchObject({ reason: 'GUESTS', state: 'DONE', firstId: mia.userId });
    const view = await reviewChip(at.project.scope, id);
    expect(view.labellings.map(({ person }) => [person.name, person.guestOf])).toEqual([
      ['Guest Mia', 'Field day'],
      ['Guest Leo', 'Field day'],
    ]);
    expect(cellsOf(view.consensus.cells)).toEqual([CROWN, 0, 1, 1]);
    expect(view.differs.open).toEqual([1]);
    expect(await db().notice.count({ where: { userId: { in: [mia.userId, leo.userId] } } })).toBe(
      0,
    );
    // what is handed in is handed in
    const late = save(1, changesOf([SHRUB]));
    await expect(saveAsGuest(at.project.scope, mia, id, late)).rejects.toMatchObject({
      text: { key: 'link.chipDone' },
    });
    await handIn(mia, [1, 1, 1, 1]);
    await handIn(leo, [1, 1, 1, 1]);
    expect(await nextOfGuest(at.project.scope, mia)).toMatchObject({
      ...{ chip: null, progress: { done: 2, total: 2 } },
    });
    expect(await viewOf(link.id)).toMatchObject({ state: 'done' });
  });

  test('passes a chip over, which others get, and is not given one that enough have at hand', async () => {
    const { scope } = at.project;
    const one = await createLabellingLink(at.project, 1, { perChip: 1 });
    const [mia, leo] = [await beginAs(one), await beginAs(one)];
    const { chip } = await nextOfGuest(scope, mia);
    expect((await nextOfGuest(scope, leo)).chip).toBeNull();
    await skipAsGuest(mia, chip?.id ?? '');
    expect((await nextOfGuest(scope, mia)).chip).toBeNull();
    expect((await nextOfGuest(scope, leo)).chip?.id).toBe(chip?.id);
    await handIn(leo, [CROWN, 1, 1, 1]);
    expect(await chipOf(chip?.id ?? '')).toMatchObject({ status: 'SUBMITTED' });
  });

  test('who went away is waited for half an hour', async () => {
    const { scope } = at.project;
    const one = await createLabellingLink(at.project, 1, { perChip: 1 });
    const [mia, leo] = [await beginAs(one), await beginAs(one)];
    await nextOfGuest(scope, mia);
    await db().$executeRaw`UPDATE "LinkTurn" SET "at" = "at" - interval '31 minutes'`;
    const id = await handIn(leo, [CROWN, 1, 1, 1]);
    await expect(saveAsGuest(scope, mia, id, save(0, changesOf([SHRUB])))).rejects.toMatchObject({
      text: { key: 'link.chipDone' },
    });
    expect(await chipOf(id)).toMatchObject({ status: 'SUBMITTED' });
  });
});

test('the progress page has a guest beside the members, by their link', async () => {
  const mia = await beginAs(link, 'Mia');
  await handIn(mia, [CROWN, SHRUB, 1, 1]);
  const project = { ...at.project.scope, role: 'REVIEWER' as const };
  const { people, total } = await readProgress(project, at.rita.userId, ProgressQuery.parse({}));
  expect(total).toMatchObject({ submitted: 1, cells: 4 });
  expect(people.find(({ userId }) => userId === mia.userId)).toMatchObject({
    ...{ name: 'Guest Mia', role: null, guestOf: 'Field day', submitted: 1, cells: 4 },
  });
  expect(people.find(({ userId }) => userId === at.ada.userId)?.guestOf).toBeNull();
  const query = ProgressFileQuery.parse({ of: 'people' });
  const file = await progressCsv(project, at.rita.userId, query);
  expect(await file.text()).toContain(`Guest Mia,${mia.userId},guest,`);
});

describe('a link that ends', () => {
  test('sends what was handed in to review and the rest back to members, without what guests began', async () => {
    const { scope } = at.project;
    const [mia, leo] = [await beginAs(link), await beginAs(link)];
    const done = await handIn(mia, [CROWN, 1, 1, 1]);
    const { chip } = await nextOfGuest(scope, mia);
    await saveAsGuest(scope, mia, chip?.id ?? '', save(0, changesOf([SHRUB])));
    await nextOfGuest(scope, leo);
    await closeLink(scope, link.id);
    expect(await chipOf(done)).toMatchObject({ status: 'SUBMITTED', skippedReason: null });
    expect(await chipOf(chip?.id ?? '')).toMatchObject({
      status: 'UNTOUCHED',
      skippedReason: null,
    });
    await expect(gateGuest(requestOf(mia.cookie), link.id)).rejects.toMatchObject({ code: 'gone' });
    await expect(
      saveAsGuest(scope, mia, chip?.id ?? '', save(1, changesOf([CROWN], [SHRUB]))),
    ).rejects.toMatchObject({ code: 'gone' });
    const { items } = await nextChips(scope, at.ben, QueueRequest.parse({ count: 5 }));
    expect(items.map((item) => item.chip.id)).toEqual([chip?.id]);
    expect(items[0]?.labelling.revision).toBe(0);
  });

  test('does so by itself when its time is over', async () => {
    const mia = await beginAs(link);
    const done = await handIn(mia, [CROWN, 1, 1, 1]);
    await db().labellingLink.update({ where: { id: link.id }, data: { expiresAt: new Date(0) } });
    await expect(gateGuest(requestOf(mia.cookie), link.id)).rejects.toMatchObject({
      text: { key: 'link.expired' },
    });
    await releaseEndedLinks();
    await releaseEndedLinks();
    expect(await chipOf(done)).toMatchObject({ status: 'SUBMITTED', skippedReason: null });
    expect(await viewOf(link.id)).toMatchObject({ state: 'expired', labellings: 1 });
  });

  test('leaves no chip between, however it is closed while guests save and hand in', async () => {
    const { scope } = at.project;
    const many = await createLabellingLink(at.project, 6, { perChip: 1 });
    const guests = await Promise.all(many.chips.map(() => beginAs(many)));
    const work = guests.map(async (guest) => handIn(guest, [CROWN, 1, 1, 1]));
    const closing = new Promise((resolve) => setTimeout(resolve, 30)).then(() =>
      closeLink(scope, many.id),
    );
    const ended = await Promise.allSettled([...work, closing]);
    expect(ended.at(-1)?.status).toBe('fulfilled');
    const labelled = await db().labelling.findMany({
      where: { kind: 'PERSON', status: 'SUBMITTED' },
      select: { chipId: true },
    });
    const ids = new Set(labelled.map((one) => one.chipId));
    for (const { id } of many.chips) {
      const { status, skippedReason } = await chipOf(id);
      expect([status, skippedReason]).toEqual([ids.has(id) ? 'SUBMITTED' : 'UNTOUCHED', null]);
    }
  });
});

describe('a member after guests', () => {
  test('gets what a reviewer returned, and their labels go before those of guests', async () => {
    const { scope } = at.project;
    const one = await createLabellingLink(at.project, 1, { perChip: 1 });
    const id = await handIn(await beginAs(one), [SHRUB, SHRUB, 1, 1]);
    await returnReview(scope, at.rita, id, 'Those are crowns.');
    const { items } = await nextChips(scope, at.ben, QueueRequest.parse({ mode: 'returned' }));
    expect(items[0]).toMatchObject({ chip: { id }, reason: 'reassigned' });
    await label(at, at.ben, await chipOf(id), [CROWN, SHRUB, 1, 1]);
    await confirm(at, await chipOf(id));
    const { consensus, confirmedBy } = await reviewChip(scope, id);
    expect(cellsOf(consensus.cells)).toEqual([CROWN, SHRUB, 1, 1]);
    expect(confirmedBy).toBe(at.rita.name);
  });
});
