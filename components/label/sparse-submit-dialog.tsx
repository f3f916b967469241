'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import AskDialog from '@/components/workbench/ask-dialog';

/** A submission of a chip with most cells unlabelled: whether it is meant. */
export default function SparseSubmitDialog(props: {
  unlabelled: number;
  onSubmit: (always: boolean) => void;
  /** marks the rest absent; the chip stays open to be looked at */
  onAbsent: () => void;
  onClose: () => void;
}) {
  const { onSubmit, onAbsent, onClose, unlabelled: count } = props;
  const t = useTranslations('label.ask.sparseSubmit');
  const answers = useMemo(
    () => (['submit', 'keep', 'absent'] as const).map((answer) => ({ answer, label: t(answer) })),
    [t],
  );
  return (
    <AskDialog
      title={t('title', { count })}
      about={t('about')}
      answers={answers}
      onAnswer={(answer, always) => {
        if (answer === 'submit') onSubmit(always);
        else if (answer === 'absent') onAbsent();
        else onClose();
      }}
      onClose={onClose}
    />
  );
}
