import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { newId } from '@/lib/core/ids';
import { NewComment } from '@/lib/domain/comment/schema';
import type { Person } from '@/lib/server/auth/gate';
import { addComment } from '@/lib/server/comment/comments';
import { db } from '@/lib/server/db/client';
import { sendDigests } from '@/lib/server/notice/digest';
import { keepPreference } from '@/lib/server/preference/mutations';
import { asReviewer, oneChip, setting } from '@/tests/server/review';

/** A real mail server that keeps what it is given, and refuses whom it is told to. */
const received: { to: string; text: string }[] = [];
const refuses = new Map<string, number>();
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo: ({ address }, _session, done) => {
    const responseCode = refuses.get(address);
    done(responseCode === undefined ? null : Object.assign(new Error('no'), { responseCode }));
  },
  onData: (stream, { envelope }, done) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const text = Buffer.concat(parts).toString();
      received.push({ to: envelope.rcptTo[0]?.address ?? '', text: decoded(text) });
      done();
    });
  },
});
await new Promise<void>((done) => {
  server.listen(0, '127.0.0.1', done);
});
const address = server.server.address();
process.env['SMTP_URL'] =
  `smtp://127.0.0.1:${String(typeof address === 'object' && address?.port)}`;

afterAll(async () => {
  await new Promise<void>((done) => {
    server.close(done);
  });
});
beforeEach(async () => {
  // what earlier tests left is nobody's business here
  await db().notice.deleteMany({});
  received.length = 0;
});

/** Quoted-printable as it reads. */
function decoded(text: string): string {
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (hex) =>
      Buffer.from(hex.replaceAll('=', ''), 'hex').toString(),
    );
}

async function named(
  count: number,
  more: { digest?: 'off' | 'hourly' | 'daily'; locale?: string } = {},
) {
  const at = await setting();
  const chip = await oneChip(at.project);
  for (let i = 0; i < count; i += 1) {
    const text = `Look, ${String(i)} @${at.rolf.name}`;
    const request = NewComment.parse({ id: newId(), text, cell: 3, mentions: [at.rolf.userId] });
    await addComment(asReviewer(at), at.rita, chip.id, request);
  }
  const { digest = 'hourly', locale = 'en' } = more;
  await keepPreference(at.rolf.userId, 'mail', { digest, locale });
  return { ...at, chip };
}

/** Time goes by for the notices of a person. */
async function later(person: Person, minutes: number): Promise<void> {
  await db().$executeRaw`UPDATE "Notice" SET "at" = "at" - make_interval(mins => ${minutes}::int),
    "mailedAt" = "mailedAt" - make_interval(mins => ${minutes}::int) WHERE "userId" = ${person.userId}::uuid`;
}

describe('a digest', () => {
  test('has what is neither read nor mailed, some minutes old, with the way to it; once', async () => {
    const { rolf, rita, chip, project } = await named(2);
    await sendDigests();
    expect(received).toEqual([]);
    await later(rolf, 6);
    await sendDigests();
    await sendDigests();
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toBe(rolf.email);
    const { text = '' } = received[0] ?? {};
    expect(text).toContain('Subject: Quadrat: 2 notices');
    expect(text).toContain(
      `${project.name}: ${rita.name} named you on chip ${String(chip.number)}`,
    );
    expect(text).toContain('Look, 1 @');
    expect(text).toContain(
      `http://127.0.0.1:3000/p/${project.slug}/label/${String(chip.number)}?comments=3`,
    );
    expect(text).toContain('http://127.0.0.1:3000/account#notices');
  });

  test('comes at most once an hour or once a day, as the person wants, and never to who wants none', async () => {
    const at = await named(1);
    const { rolf } = at;
    const again = async () => {
      const request = NewComment.parse({ id: newId(), text: 'More', mentions: [rolf.userId] });
      await addComment(asReviewer(at), at.rita, at.chip.id, request);
      await later(rolf, 6);
      await sendDigests();
      return received.length;
    };
    await later(rolf, 6);
    await sendDigests();
    expect(await again()).toBe(1);
    await later(rolf, 60);
    expect(await again()).toBe(2);
    await keepPreference(rolf.userId, 'mail', { digest: 'daily', locale: 'en' });
    await later(rolf, 60);
    expect(await again()).toBe(2);
    await later(rolf, 24 * 60);
    expect(await again()).toBe(3);
    await keepPreference(rolf.userId, 'mail', { digest: 'off', locale: 'en' });
    await later(rolf, 48 * 60);
    expect(await again()).toBe(3);
  });

  test('is in the person’s language', async () => {
    const { rolf, rita, chip } = await named(1, { locale: 'de' });
    await later(rolf, 6);
    await sendDigests();
    expect(received[0]?.text).toContain(`${rita.name} nennt Sie auf Kachel ${String(chip.number)}`);
  });

  test('that the server puts off is tried again; one that it refuses for good is not', async () => {
    const { rolf } = await named(1);
    await later(rolf, 6);
    refuses.set(rolf.email, 451);
    await expect(sendDigests()).rejects.toThrow('451');
    refuses.set(rolf.email, 550);
    await sendDigests();
    refuses.delete(rolf.email);
    await sendDigests();
    expect(received).toEqual([]);
    expect(await db().notice.count({ where: { userId: rolf.userId, readAt: null } })).toBe(1);
  });
});
