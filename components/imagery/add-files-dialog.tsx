'use client';
import { useState } from 'react';
import type { NamedFile } from '@/components/imagery/dropped-files';
import { bytesText, countText } from '@/components/imagery/format';
import type { BatchDetails } from '@/components/imagery/upload-queue';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { UploadMetadata } from '@/lib/domain/import/schema';

type Field = keyof BatchDetails;
const FIELDS: readonly { field: Field; label: string; hint: string }[] = [
  { field: 'survey', label: 'Survey', hint: 'what was taken together: one flight, one date' },
  {
    field: 'source',
    label: 'Source',
    hint: 'who took or published it, for instance NEON DP3.30010.001',
  },
  { field: 'licence', label: 'Licence', hint: 'for instance CC BY 4.0' },
  { field: 'sensor', label: 'Sensor', hint: 'left empty, the file is asked' },
  { field: 'takenAt', label: 'Date taken', hint: 'as 2021-07-14; left empty, the file is asked' },
  {
    field: 'bands',
    label: 'Bands to show',
    hint: 'as 4,1,2 for infrared; left empty, the first three',
  },
];

/** Asks once what is true of all files of a batch; every field may stay empty. */
export function AddFilesDialog(props: {
  files: readonly NamedFile[];
  onClose: () => void;
  onStart: (details: BatchDetails) => void;
}) {
  const [details, setDetails] = useState<BatchDetails>({});
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const bytes = props.files.reduce((sum, { file }) => sum + file.size, 0);
  const start = (): void => {
    const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));
    const wrong: Partial<Record<string, string>> = {};
    try {
      const checked = UploadMetadata.safeParse({ filename: 'any', ...given });
      for (const issue of checked.error?.issues ?? []) wrong[issue.path.join('.')] = issue.message;
    } catch {
      // the details behind the text are refused by their own schema
      wrong['takenAt'] = 'must be a date such as 2021-07-14';
    }
    setErrors(wrong);
    if (Object.keys(wrong).length === 0) props.onStart(given);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={`Import ${countText(props.files.length, 'file')}, ${bytesText(bytes)}`}
      description="What is true of all of them. You can correct it later for each picture; corrections are kept in its history."
      actions={
        <>
          <Button onClick={props.onClose}>Not now</Button>
          <Button look="primary" onClick={start}>
            Import
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
        {FIELDS.map(({ field, label, hint }) => (
          <TextField
            key={field}
            label={label}
            hint={hint}
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
