'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '@/components/ui/notice';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { useErrorText } from '@/lib/i18n/use-error-text';

/** Above the picture: what one must know of the chip before one labels it. */
export function LabelBanners(props: {
  /** what is said of a confirmed chip */
  confirmed: ReactNode;
  broken: boolean;
  archived: boolean;
  /** why the model could not predict this chip */
  trouble: ErrorMessage | null;
  heldBy: string | null;
  elsewhere: boolean;
  /** where it stands among the person's practice chips */
  practice: PracticePlace | null;
  reason: string | null;
}) {
  const t = useTranslations('session');
  const words = useTranslations('label');
  const live = useTranslations('live');
  const truth = useTranslations('truth');
  const errorText = useErrorText();
  return (
    <>
      {props.archived && <Notice>{t('archived')}</Notice>}
      {props.practice && !props.archived && (
        <Notice>{truth('practice.banner', { ...props.practice })}</Notice>
      )}
      {props.confirmed}
      {props.reason !== null && (
        <Notice>
          {words.rich('returnedBy', {
            reason: props.reason,
            part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
          })}
        </Notice>
      )}
      {props.elsewhere && <Notice>{t('elsewhere')}</Notice>}
      {props.heldBy !== null && <Notice>{words('heldBy', { name: props.heldBy })}</Notice>}
      {props.trouble !== null && !props.broken && (
        <Notice>{live('trouble', { why: errorText(props.trouble) })}</Notice>
      )}
      {props.broken && <Notice variant="bad">{words('pictureLost')}</Notice>}
    </>
  );
}
