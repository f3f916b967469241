'use client';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';

/** A question of the workbench, one key an answer; the first has the focus. The person can let an answer stand from then on. */
export default function AskDialog<Answer extends string>(props: {
  title: ReactNode;
  about: ReactNode;
  answers: readonly { answer: Answer; label: string }[];
  onAnswer: (answer: Answer, always: boolean) => void;
  onClose: () => void;
}) {
  const { answers, onAnswer } = props;
  const t = useTranslations('label.ask');
  const [always, setAlways] = useState(false);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const found = answers[Number(event.key) - 1];
      // a key that is still held from before answers nothing
      if (!found || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      // the workbench below must not take the key for a class
      event.preventDefault();
      event.stopPropagation();
      onAnswer(found.answer, always);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => {
      window.removeEventListener('keydown', hear, { capture: true });
    };
  }, [answers, onAnswer, always]);
  return (
    <Dialog open onOpenChange={props.onClose} title={props.title} description={props.about}>
      <div className="flex flex-col gap-1">
        {answers.map(({ answer, label }, place) => (
          <Button
            key={answer}
            className="w-full justify-start pointer-coarse:h-11"
            data-first={place === 0 || undefined}
            onClick={() => {
              onAnswer(answer, always);
            }}
          >
            <Kbd>{place + 1}</Kbd>
            {label}
          </Button>
        ))}
      </div>
      <label className="flex items-center gap-2 text-text-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="accent-(--accent)"
          checked={always}
          onChange={(event) => {
            setAlways(event.target.checked);
          }}
        />
        {t('always')}
      </label>
    </Dialog>
  );
}
