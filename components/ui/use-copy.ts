'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '@/components/ui/toast';

/** Puts a text on the clipboard and says so, or that the browser does not let a page do it (plain http, no leave). */
export function useCopy(): (text: string) => void {
  const t = useTranslations('common');
  return useCallback(
    (text) => {
      // without https there is no clipboard at all
      void Promise.resolve()
        .then(() => navigator.clipboard.writeText(text))
        .then(() => toast(t('copied')))
        .catch(() => toast.error(t('notCopied')));
    },
    [t],
  );
}
