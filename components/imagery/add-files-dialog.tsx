'use client';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { NamedFile } from '@/components/imagery/dropped-files';
import type { BatchDetails } from '@/components/imagery/upload-queue';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { UploadDetails } from '@/lib/domain/import/schema';
import { bytesText } from '@/lib/i18n/bytes';
import { fieldWords } from '@/lib/i18n/issues';
import { useErrorText } from '@/lib/i18n/use-error-text';

const FIELDS = [
  'survey',
  'source',
  'licence',
  'sensor',
  'takenAt',
  'bands',
] as const satisfies readonly (keyof BatchDetails)[];

/** Asks once what is true of all files of a batch; every field may stay empty. */
export function AddFilesDialog(props: {
  files: readonly NamedFile[];
  onClose: () => void;
  onStart: (details: BatchDetails) => void;
}) {
  const t = useTranslations('imagery');
  const locale = useLocale();
  const words = useErrorText();
  const [details, setDetails] = useState<BatchDetails>({});
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const bytes = props.files.reduce((sum, { file }) => sum + file.size, 0);
  const start = (): void => {
    const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));
    const { error } = UploadDetails.safeParse(given);
    const wrong = fieldWords(error?.issues ?? [], words);
    setErrors(wrong);
    if (Object.keys(wrong).length === 0) props.onStart(given);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('importCountBytes', { count: props.files.length, bytes: bytesText(bytes, locale) })}
      description={t('whatIsTrueOfAll')}
      actions={
        <>
          <Button onClick={props.onClose}>{t('notNow')}</Button>
          <Button variant="primary" onClick={start}>
            {t('import')}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        {FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            hint={t(`hints.${field}`)}
            error={errors[field]}
            value={details[field] ?? ''}
            onChange={(event) => {
              setDetails({ ...details, [field]: event.target.value });
            }}
          />
        ))}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
