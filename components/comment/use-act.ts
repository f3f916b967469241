'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { Comments } from '@/components/comment/use-comments';
import { toast } from '@/components/ui/toast';
import type { CommentChange } from '@/lib/domain/comment/schema';

export type Act = (id: string, change: CommentChange, said: string, back: CommentChange) => void;

/** An act that can be taken back, and says so. */
export function useAct({ change }: Pick<Comments, 'change'>): Act {
  const t = useTranslations('comments');
  return useCallback(
    (id, wanted, said, back) => {
      const failed = (error: unknown): void => {
        toast.error(error instanceof Error ? error.message : String(error));
      };
      change(id, wanted).then(() => {
        toast(said, {
          id: 'comment',
          action: { label: t('undo'), onClick: () => void change(id, back).catch(failed) },
        });
      }, failed);
    },
    [change, t],
  );
}
