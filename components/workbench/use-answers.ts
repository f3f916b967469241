'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '@/components/ui/toast';
import { usePreference } from '@/lib/client/use-preference';
import type { LabellingChoice } from '@/lib/domain/preference/schema';

/** What the person answers to the workbench's questions, and how an answer is kept; that it could not be is said. */
export function useAnswers(): {
  answers: LabellingChoice;
  keepAnswer: (answer: Partial<LabellingChoice>) => void;
} {
  const t = useTranslations('label.ask');
  const { value: answers, keep } = usePreference('labelling');
  const keepAnswer = useCallback(
    (answer: Partial<LabellingChoice>) => {
      keep({ ...answers, ...answer }).catch((error: unknown) => {
        toast.error(t('notKept', { problem: String(error) }), { id: 'answer-not-kept' });
      });
    },
    [answers, keep, t],
  );
  return { answers, keepAnswer };
}
