'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import AskDialog from '@/components/workbench/ask-dialog';

/** "The rest are absent" while proposals are drawn: what becomes of them. */
export default function OpenProposalsDialog(props: {
  count: number;
  onAnswer: (answer: 'accept' | 'absent', always: boolean) => void;
  onClose: () => void;
}) {
  const { count } = props;
  const t = useTranslations('label.ask.openProposals');
  const answers = useMemo(
    () =>
      (['accept', 'absent'] as const).map((answer) => ({ answer, label: t(answer, { count }) })),
    [t, count],
  );
  return (
    <AskDialog
      title={t('title', { count })}
      about={t('about')}
      answers={answers}
      onAnswer={props.onAnswer}
      onClose={props.onClose}
    />
  );
}
