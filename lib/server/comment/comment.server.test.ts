import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { CommentQuery, NewComment } from '@/lib/domain/comment/schema';
import type { Person } from '@/lib/server/auth/gate';
import {
  addComment,
  changeComment,
  listCommented,
  readComments,
} from '@/lib/server/comment/comments';
import { db } from '@/lib/server/db/client';
import { countWaiting } from '@/lib/server/overview/data';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { createChips, createUser, scopeOf } from '@/tests/server/factories';
import { asReviewer, label, oneChip, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

const scopeFor = (person: Person) =>
  scopeOf(at.project, [at.rita, at.rolf].includes(person) ? 'REVIEWER' : 'LABELER');

async function say(person: Person, chip: Chip, more: Partial<NewComment> = {}): Promise<string> {
  const request = NewComment.parse({ id: newId(), text: 'A crown?', ...more });
  await addComment(scopeFor(person), person, chip.id, request);
  return request.id;
}

const read = (person: Person, chip: Chip) => readComments(scopeFor(person), person, chip.id);

const change = (
  person: Person,
  chip: Chip,
  comment: string,
  act: 'resolve' | 'reopen' | 'delete' | 'restore',
) => changeComment(scopeFor(person), person, { chip: chip.id, comment }, { act });

async function openOf(chip: Chip): Promise<number> {
  return (await db().chip.findUniqueOrThrow({ where: { id: chip.id } })).openComments;
}

describe('a thread', () => {
  test('is a comment on a cell with its answers; the same one sent again is one', async () => {
    const chip = await oneChip(at.project);
    const id = newId();
    const stranger = await createUser();
    const mentions = [at.rita.userId, stranger.id, at.rita.userId];
    await say(at.ada, chip, { id, cell: 3, text: ' Is this a crown? ', mentions });
    await say(at.ada, chip, { id, cell: 3, text: 'Is this a crown?', mentions });
    await say(at.rita, chip, { threadId: id, text: 'Yes.' });
    const { threads, heldBack } = await read(at.ada, chip);
    expect(heldBack).toBe(0);
    expect(threads).toMatchObject([
      {
        ...{ id, cell: 3, flag: false, resolved: null },
        comments: [
          {
            by: { name: at.ada.name },
            text: 'Is this a crown?',
            mentions: [{ userId: at.rita.userId }],
          },
          { by: { name: at.rita.name }, text: 'Yes.', mentions: [] },
        ],
      },
    ]);
    await expect(say(at.rita, chip, { id, text: 'Mine.' })).rejects.toMatchObject({
      code: 'conflict',
      text: { key: 'comment.taken' },
    });
    await expect(say(at.ada, chip, { cell: 4 })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is resolved by who began it or a reviewer, and opened again; the chip counts its open ones', async () => {
    const chip = await oneChip(at.project);
    const first = await say(at.ada, chip);
    const second = await say(at.rita, chip);
    expect(await openOf(chip)).toBe(2);
    const answer = await say(at.rita, chip, { threadId: first });
    expect(await openOf(chip)).toBe(2);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const refused = { code: 'forbidden', text: { key: 'comment.notYourThread' } };
    await expect(change(at.ada, chip, second, 'resolve')).rejects.toMatchObject(refused);
    // by way of an answer too
    const { threads } = await change(at.rolf, chip, answer, 'resolve');
    expect(threads[0]?.resolved?.by).toBe(at.rolf.name);
    expect(await openOf(chip)).toBe(1);
    await change(at.rita, chip, first, 'resolve');
    expect((await read(at.rita, chip)).threads[0]?.resolved?.by).toBe(at.rolf.name);
    await change(at.ada, chip, first, 'reopen');
    expect(await openOf(chip)).toBe(2);
  });

  test('whose words are taken back is gone, or keeps its place while it is answered, and comes back', async () => {
    const chip = await oneChip(at.project);
    const alone = await say(at.ada, chip, { text: 'Oops' });
    const answered = await say(at.ada, chip, { text: 'Well' });
    await say(at.rita, chip, { threadId: answered, text: 'So' });
    await expect(change(at.rita, chip, alone, 'delete')).rejects.toMatchObject({
      code: 'forbidden',
      text: { key: 'comment.notYours' },
    });
    await change(at.ada, chip, alone, 'delete');
    const { threads } = await change(at.ada, chip, answered, 'delete');
    expect(
      threads.map(({ comments }) => comments.map(({ text, deleted }) => [text, deleted])),
    ).toEqual([
      [
        ['', true],
        ['So', false],
      ],
    ]);
    expect(await openOf(chip)).toBe(1);
    await change(at.ada, chip, alone, 'restore');
    expect((await read(at.ada, chip)).threads[0]?.comments[0]?.text).toBe('Oops');
    expect(await openOf(chip)).toBe(2);
  });

  test('is edited by its author', async () => {
    const chip = await oneChip(at.project);
    const id = await say(at.ada, chip);
    const edit = { act: 'edit', text: 'A shrub?', mentions: [at.rolf.userId] } as const;
    const { threads } = await changeComment(
      scopeFor(at.ada),
      at.ada,
      { chip: chip.id, comment: id },
      edit,
    );
    expect(threads[0]?.comments[0]).toMatchObject({
      ...{ text: 'A shrub?', edited: true },
      mentions: [{ userId: at.rolf.userId }],
    });
    await expect(
      changeComment(scopeFor(at.rita), at.rita, { chip: chip.id, comment: id }, edit),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('of several who write at once is counted whole', async () => {
    const chip = await oneChip(at.project);
    await Promise.all([at.ada, at.ben, at.rita, at.rolf].map((person) => say(person, chip)));
    expect(await openOf(chip)).toBe(4);
  });
});

test('a flag needs no words and is one a person; taken back or resolved it can be set again', async () => {
  const chip = await oneChip(at.project);
  const flag = { flag: true, text: '' };
  const first = await say(at.ada, chip, flag);
  const refused = { code: 'conflict', text: { key: 'comment.flagged' } };
  await expect(say(at.ada, chip, flag)).rejects.toMatchObject(refused);
  await say(at.ben, chip, flag);
  await change(at.ada, chip, first, 'delete');
  const second = await say(at.ada, chip, flag);
  await expect(change(at.ada, chip, first, 'restore')).rejects.toMatchObject(refused);
  await change(at.rita, chip, second, 'resolve');
  await say(at.ada, chip, flag);
  expect(await openOf(chip)).toBe(2);
});

describe('who labels blind', () => {
  test('reads their own threads until they have submitted, and learns how many there are', async () => {
    const chip = await oneChip(at.project);
    const theirs = await say(at.ben, chip, { text: 'All absent.' });
    const own = await say(at.ada, chip);
    await say(at.rita, chip, { threadId: own, text: 'Look at the shadow.' });
    const before = await read(at.ada, chip);
    expect(before.threads.map(({ id }) => id)).toEqual([own]);
    expect(before.threads[0]?.comments).toHaveLength(2);
    expect(before.heldBack).toBe(1);
    const missing = { code: 'not_found', text: { key: 'comment.missing' } };
    await expect(say(at.ada, chip, { threadId: theirs })).rejects.toMatchObject(missing);
    await expect(change(at.ada, chip, theirs, 'delete')).rejects.toMatchObject(missing);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const after = await read(at.ada, chip);
    expect(after.threads.map(({ id }) => id)).toEqual([theirs, own]);
    expect(after.heldBack).toBe(0);
    await say(at.ada, chip, { threadId: theirs });
  });

  test('is a reviewer too, on a control chip of theirs', async () => {
    const chip = await oneChip(at.project);
    await say(at.ada, chip);
    expect((await read(at.rita, chip)).threads).toHaveLength(1);
    await db().assignment.create({
      data: {
        ...{ chipId: chip.id, userId: at.rita.userId, projectId: at.project.id },
        ...{ reason: 'random', control: true },
      },
    });
    expect(await read(at.rita, chip)).toEqual({ threads: [], heldBack: 1 });
    await label(at, at.rita, chip, [1, 1, 1, 1]);
    expect((await read(at.rita, chip)).threads).toHaveLength(1);
  });

  test('is a reviewer who labels the chip as the second person', async () => {
    const chip = await oneChip(at.project);
    const { id: projectId } = at.project;
    await say(at.ada, chip);
    await db().assignment.create({
      data: {
        chipId: chip.id,
        userId: at.rolf.userId,
        projectId,
        reason: 'random',
        control: false,
      },
    });
    expect((await read(at.rolf, chip)).threads).toHaveLength(1);
    const look = {
      reason: 'OVERLAP',
      firstId: at.ada.userId,
      first: Uint8Array.from([1]),
    } as const;
    await db().secondLook.create({ data: { id: newId(), projectId, chipId: chip.id, ...look } });
    expect(await read(at.rolf, chip)).toEqual({ threads: [], heldBack: 1 });
    expect((await read(at.rita, chip)).threads).toHaveLength(1);
  });

  test('reads all of a confirmed chip', async () => {
    const [chip] = await createChips(at.project, 1, { status: 'CONFIRMED' });
    if (!chip) throw new Error('no chip');
    await say(at.rita, chip);
    expect((await read(at.ben, chip)).threads).toHaveLength(1);
  });
});

describe('the lists', () => {
  const list = async (setting: Setting, person: Person, query: object = {}) => {
    const role = [setting.rita, setting.rolf].includes(person) ? 'REVIEWER' : 'LABELER';
    return await listCommented(scopeOf(setting.project, role), person, CommentQuery.parse(query));
  };

  test('of chips with open comments come by number, each reader’s own', async () => {
    const here = await setting();
    const own = { ...at };
    at = here;
    const chips = await createChips(here.project, 4);
    const [one, two, three] = chips;
    if (!one || !two || !three) throw new Error('no chips');
    await say(here.ada, one, { text: 'One', cell: 2 });
    const resolved = await say(here.ada, two);
    await change(here.rita, two, resolved, 'resolve');
    const asked = await say(here.ben, three, { text: 'Three' });
    await say(here.rita, three, { threadId: asked, text: 'Which one?' });
    await say(here.rita, one, { flag: true, text: '' });

    expect((await list(here, here.rita)).items).toMatchObject([
      { number: one.number, open: 2, text: null, by: here.rita.name, flag: true },
      { number: three.number, open: 1, text: 'Which one?', by: here.rita.name },
    ]);
    const first = await list(here, here.rita, { limit: '1' });
    expect(first).toMatchObject({ items: [{ number: one.number }], nextCursor: one.number });
    const second = await list(here, here.rita, { limit: '1', cursor: String(first.nextCursor) });
    expect(second.items.map(({ number }) => number)).toEqual([three.number]);
    expect(second.nextCursor).toBeUndefined();
    const waiting = async ({ userId }: Person) =>
      (await countWaiting([here.project.id], userId)).get(here.project.id)?.comments;
    expect(await waiting(here.rita)).toBe(2);
    expect(await waiting(here.ada)).toBe(1);
    expect(await waiting(here.rolf)).toBe(2);
    // of chips that they have not submitted, labelers see what they began themselves
    expect((await list(here, here.ada)).items).toMatchObject([
      { number: one.number, open: 1, text: 'One', cell: 2 },
    ]);
    expect((await list(here, here.ben)).items).toMatchObject([{ number: three.number, open: 1 }]);
    at = own;
  });

  test('of returned chips are those returned to the person, with why and by whom', async () => {
    const here = await setting();
    const [one, two] = await createChips(here.project, 2);
    if (!one || !two) throw new Error('no chips');
    await label(here, here.ada, one, [1, 1, 1, 1]);
    await label(here, here.ben, two, [1, 1, 1, 1]);
    await returnReview(asReviewer(here), here.rita, one.id, 'Look at the edge.');
    await returnReview(asReviewer(here), here.rita, two.id, 'And here.');
    const { items } = await list(here, here.ada, { list: 'returned' });
    expect(items).toMatchObject([
      { number: one.number, status: 'RETURNED', text: 'Look at the edge.', by: here.rita.name },
    ]);
    expect(items).toHaveLength(1);
  });
});
