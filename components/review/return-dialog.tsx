'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextArea } from '@/components/ui/field';

/** Why a chip goes back. Ctrl+Enter sends it. */
export function ReturnDialog(props: {
  open: boolean;
  to: string;
  /** a correction is declined, which its person is told */
  correction: boolean;
  busy: boolean;
  onClose: () => void;
  onReturn: (reason: string) => void;
}) {
  const t = useTranslations('review');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const words = props.correction ? 'correction.' : '';
  const empty = reason.trim() === '';
  const send = (): void => {
    setTried(true);
    if (!empty) props.onReturn(reason.trim());
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t(`${words}returnThisChip`)}
      description={t(`${words}toGetsItFirstFrom`, { to: props.to })}
      actions={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={props.busy} keys="Ctrl Enter" onClick={send}>
            {t(`${words}return`)}
          </Button>
        </>
      }
    >
      <TextArea
        data-first
        label={t(`${words}whatShouldBeLookedAt`)}
        value={reason}
        maxLength={1000}
        error={tried && empty ? t(`${words}sayWhatShouldBeLookedAt`) : undefined}
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
