'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { TaskRefusal } from '@/lib/client/outbox/task';
import { problemFrom } from '@/lib/client/problem';

/** Why work was not taken, in the reader's language. */
export function useRefusalReason(): (refused: TaskRefusal) => string {
  const t = useTranslations('session.refused');
  return useCallback(
    (refused) =>
      refused.cause === 'server'
        ? problemFrom(refused.status, refused.body).message
        : t(refused.cause),
    [t],
  );
}
