'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TrainsOn } from '@/components/models/trains-on';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TRAINING_KINDS } from '@/lib/domain/job/schema';
import type { NewTraining, TrainingView } from '@/lib/domain/training/schema';

/** Says what the training learns from, asks for its kind, and starts it. */
export function TrainingDialog(props: {
  training: TrainingView;
  busy: boolean;
  onClose: () => void;
  onStart: (kind: NewTraining['kind']) => void;
}) {
  const t = useTranslations('models');
  const { training, busy, onClose, onStart } = props;
  const [kind, setKind] = useState<NewTraining['kind']>('TRAIN_HEAD');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('retrain')}
      description={t('makesACandidateNobodySees')}
      actions={
        <>
          <Button onClick={onClose}>{t('notNow')}</Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={() => {
              onStart(kind);
            }}
          >
            {t('retrainOnCellsCells', { cells: training.cells })}
          </Button>
        </>
      }
    >
      <TrainsOn training={training} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-section font-semibold">{t('whatToTrain')}</legend>
        {TRAINING_KINDS.map((option) => (
          <label
            key={option}
            className="flex cursor-pointer items-start gap-2 rounded-control border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="kind"
              value={option}
              checked={kind === option}
              onChange={() => {
                setKind(option);
              }}
              className="mt-1 accent-(--accent)"
            />
            <span>
              {t(`kinds.${option}.name`)}
              <span className="block text-caption text-text-2">{t(`kinds.${option}.words`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
