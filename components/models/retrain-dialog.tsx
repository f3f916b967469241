'use client';
import { useState } from 'react';
import { TrainsOn } from '@/components/models/trains-on';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { NewTraining, TrainingView } from '@/lib/domain/training/schema';

const KINDS: readonly { value: NewTraining['kind']; name: string; words: string }[] = [
  {
    value: 'head',
    name: 'Head',
    words: 'Learns what to make of the base model’s features. Minutes, on any machine.',
  },
  {
    value: 'finetune',
    name: 'Fine-tune',
    words: 'Also adapts the upper half of the base model. Minutes with a GPU, much longer without.',
  },
];

/** Says what the training learns from, asks for its kind, and starts it. */
export function RetrainDialog(props: {
  training: TrainingView;
  busy: boolean;
  onClose: () => void;
  onStart: (kind: NewTraining['kind']) => void;
}) {
  const { training, busy, onClose, onStart } = props;
  const [kind, setKind] = useState<NewTraining['kind']>('head');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Retrain"
      description="Makes a candidate. Nobody sees its proposals until an admin deploys it."
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            look="primary"
            busy={busy}
            onClick={() => {
              onStart(kind);
            }}
          >
            Retrain on {training.cells.toLocaleString('en')} cells
          </Button>
        </>
      }
    >
      <TrainsOn lines={training.trainsOn} snapshot={training.snapshot} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-section font-semibold">What to train</legend>
        {KINDS.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-2 rounded-control border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="kind"
              value={option.value}
              checked={kind === option.value}
              onChange={() => {
                setKind(option.value);
              }}
              className="mt-1 accent-(--accent)"
            />
            <span>
              {option.name}
              <span className="block text-caption text-text-2">{option.words}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
