'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextArea } from '@/components/ui/field';

/** The last look at a correction, with a reason where the person wants to give one. Ctrl+Enter sends it. */
export default function CorrectionDialog(props: {
  changed: number;
  /** cells whose label was taken away, which is no part of it */
  erased: number;
  onAsk: (reason: string) => void;
  onClose: () => void;
}) {
  const { changed: count, erased, onAsk, onClose } = props;
  const t = useTranslations('label.confirmed.dialog');
  const [reason, setReason] = useState('');
  const send = (): void => {
    onAsk(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title', { count })}
      description={t('about', { erased })}
      actions={
        <>
          <Button onClick={onClose}>{t('goOn')}</Button>
          <Button variant="primary" keys="Ctrl Enter" onClick={send}>
            {t('ask')}
          </Button>
        </>
      }
    >
      <TextArea
        data-first
        label={t('reason')}
        value={reason}
        maxLength={1000}
        onChange={(event) => {
          setReason(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
    </Dialog>
  );
}
