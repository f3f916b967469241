import { createTranslator } from 'use-intl';
import type { NoticeView } from '@/lib/domain/notice/schema';
import { noticePath } from '@/lib/domain/notice/path';
import { describeNotice } from '@/lib/i18n/describe-notice';
import { LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';
import { messagesOf } from '@/lib/i18n/messages';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { Refused, sendMail, sendsMail } from '@/lib/server/mail/send';
import type { Mail } from '@/lib/server/mail/send';
import { peopleToMail, readNotices } from '@/lib/server/notice/data';
import type { Addressee } from '@/lib/server/notice/data';
import { claimForMail, giveBackToMail } from '@/lib/server/notice/mutations';

/** Notices that one mail lists; of the others it says how many. */
const LISTED = 30;

/**
 * Sends everybody whose time it is one mail with what they have neither read nor been mailed. A mail that the server refuses for good
 * is not tried again; what fails otherwise waits for the next round. A crash between sending and here loses a mail, never a notice.
 */
export async function sendDigests(): Promise<void> {
  if (!sendsMail()) return;
  for (const person of await peopleToMail()) await sendDigest(person);
}

async function sendDigest(person: Addressee): Promise<void> {
  const notices = await readNotices(person.userId, { before: null, limit: LISTED, unmailed: true });
  const claimed = await claimForMail(person.userId);
  // another worker was first, or nothing of it stands any more
  if (claimed.length === 0 || notices.length === 0) return;
  try {
    await sendMail(digestOf(person, notices, claimed.length));
    log.info({ to: person.userId, notices: claimed.length }, 'digest sent');
  } catch (error) {
    if (error instanceof Refused) {
      log.warn({ err: error, to: person.userId }, 'a digest was refused; it is not tried again');
      return;
    }
    await giveBackToMail(claimed);
    throw error;
  }
}

/** The mail with a person's notices. */
function digestOf(
  { email, name, locale: wanted }: Addressee,
  notices: readonly NoticeView[],
  count: number,
): Mail {
  const locale: Locale = LOCALES.find((one) => one === wanted) ?? 'en';
  const messages = messagesOf(locale);
  const t = createTranslator({ locale, messages, namespace: 'notices' });
  const models = createTranslator({ locale, messages, namespace: 'models' });
  const base = env().NEXTAUTH_URL.replace(/\/$/, '');
  const lines = notices.map((notice) => {
    const { title, detail } = describeNotice(notice, t, models);
    const said = detail === null ? [] : [`  ${detail.replaceAll(/\s+/g, ' ').slice(0, 300)}`];
    return [`* ${notice.project.name}: ${title}`, ...said, `  ${base}${noticePath(notice)}`].join(
      '\n',
    );
  });
  const rest = count - notices.length;
  return {
    to: email,
    subject: t('mail.subject', { count }),
    text: [
      t('mail.hello', { name }),
      ...lines,
      ...(rest > 0 ? [t('mail.more', { count: rest })] : []),
      t('mail.end', { all: `${base}/notices`, settings: `${base}/account#notices` }),
    ].join('\n\n'),
  };
}
