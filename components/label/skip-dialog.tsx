'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { SkipReason, isExclusion } from '@/lib/domain/queue/schema';
import type { SkipRequest } from '@/lib/domain/queue/schema';

/** The words are typed at once: the person has just asked for them by their key. */
const takeFocus = (field: HTMLInputElement | null): void => {
  field?.focus();
};

/** Why a chip is passed over: one key a reason; "another reason" asks for words. */
export default function SkipDialog(props: {
  onClose: () => void;
  onSkip: (request: SkipRequest) => void;
}) {
  const { onClose, onSkip } = props;
  const t = useTranslations('queue.skip');
  const [noting, setNoting] = useState(false);
  const [note, setNote] = useState('');
  useEffect(() => {
    if (noting) return;
    const hear = (event: KeyboardEvent): void => {
      const reason = SkipReason.options[Number(event.key) - 1];
      if (!reason || event.ctrlKey || event.metaKey || event.altKey) return;
      // the workbench below must not take the key for a class
      event.preventDefault();
      event.stopPropagation();
      if (reason === 'other') setNoting(true);
      else onSkip({ reason, note: '' });
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => {
      window.removeEventListener('keydown', hear, { capture: true });
    };
  }, [noting, onSkip]);
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} description={t('about')}>
      <ul className="flex flex-col gap-1">
        {SkipReason.options.map((reason, place) => (
          <li key={reason}>
            <Button
              className="w-full justify-start pointer-coarse:h-11"
              aria-pressed={reason === 'other' && noting}
              onClick={() => {
                if (reason === 'other') setNoting(true);
                else onSkip({ reason, note: '' });
              }}
            >
              <Kbd>{place + 1}</Kbd>
              <span className="font-medium">{t(reason)}</span>
              <span className="text-caption text-text-3">
                {t(isExclusion(reason) ? 'forAll' : 'forMe')}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {noting && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onSkip({ reason: 'other', note });
          }}
        >
          <div className="flex-1">
            <TextField
              label={t('note')}
              required
              ref={takeFocus}
              maxLength={500}
              value={note}
              onChange={(event) => {
                setNote(event.target.value);
              }}
            />
          </div>
          <Button type="submit" variant="primary" disabled={note.trim() === ''}>
            {t('send')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
