import type { NoticeView } from '@/lib/domain/notice/schema';
import { jobTitle } from '@/lib/i18n/job-title';
import type { Translator } from '@/lib/i18n/translator';

export interface NoticeWords {
  /** what happened */
  title: string;
  /** what was said of it; null: nothing */
  detail: string | null;
}

/** A notice in words, for the page and for mail. */
export function describeNotice(
  { by, subject }: Pick<NoticeView, 'by' | 'subject'>,
  t: Translator<'notices'>,
  models: Translator<'models'>,
): NoticeWords {
  const name = by ?? t('somebody');
  switch (subject.kind) {
    case 'MENTION':
    case 'REPLY':
    case 'COMMENT': {
      const { kind, chip, text, flag } = subject;
      const title = t(`kind.${flag && kind === 'COMMENT' ? 'FLAG' : kind}`, { name, chip });
      return { title, detail: text === '' ? null : (text ?? t('heldBack')) };
    }
    case 'RETURNED':
    case 'CORRECTION_ACCEPTED':
    case 'CORRECTION_DECLINED': {
      const { kind, chip, text } = subject;
      return { title: t(`kind.${kind}`, { name, chip }), detail: text };
    }
    case 'JOB_SUCCEEDED':
    case 'JOB_FAILED': {
      const { kind, job } = subject;
      const title = jobTitle({ kind: job.kind, subject: job }, models);
      return { title: t(`kind.${kind}`, { title }), detail: null };
    }
  }
}
