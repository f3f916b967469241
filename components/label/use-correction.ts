'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { HeldChip } from '@/lib/client/session/held-chip';
import type { LabellingSession } from '@/lib/client/session/labelling-session';
import type { CorrectedCell } from '@/lib/domain/correction/schema';

/** What a labeler can do with a confirmed chip. */
export interface CorrectionActs {
  begin: () => void;
  /** gives up what was changed */
  cancel: () => void;
  /** hands the change to the reviewers */
  ask: (changes: CorrectedCell[], reason: string) => void;
  /** takes an open correction back */
  withdraw: () => void;
  /** has read how it ended */
  read: () => void;
}

/** The acts for the chip on screen; null where it is not confirmed. */
export function useCorrection(props: {
  slug: string;
  held: HeldChip | null;
  outbox: Outbox;
  session: LabellingSession;
}): CorrectionActs | null {
  const { slug, outbox, session } = props;
  const t = useTranslations('label.confirmed');
  const chip = props.held?.confirmed ? props.held.chip : null;
  return useMemo(() => {
    if (!chip) return null;
    const { number } = chip;
    const path = `/projects/${slug}/chips/${chip.id}/correction`;
    const tell = (method: 'POST' | 'DELETE', to: string): void => {
      void api(z.void(), to, { method })
        .catch((error: unknown) =>
          toast.error(error instanceof Error ? error.message : String(error)),
        )
        .then(() => session.reread(number));
    };
    return {
      begin: () => {
        session.correct(number, true);
      },
      cancel: () => {
        session.correct(number, false);
      },
      ask: (changes, reason) => {
        const target = { labelling: `${slug}/${chip.id}/correction`, path, slug, number };
        void outbox
          .correct(target, { changes, reason })
          .then(() => outbox.flush())
          .then(() => session.reread(number));
        session.correct(number, false);
        toast(t('sent', { number, count: changes.length }), { id: 'submitted' });
      },
      withdraw: () => {
        tell('DELETE', path);
      },
      read: () => {
        tell('POST', `${path}/read`);
      },
    };
  }, [chip, slug, outbox, session, t]);
}
