'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { usePreference } from '@/lib/client/use-preference';
import { LabellingChoice } from '@/lib/domain/preference/schema';

const PARTS = ['openProposals', 'sparseSubmit'] as const;

/** What the workbench asks before it acts, and what it does unasked; kept for the person at once. */
export function LabellingForm() {
  const t = useTranslations('account.labelling');
  const { value, loaded, failed, keep } = usePreference('labelling');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-3">
      {failed && <Notice variant="bad">{t('notLoaded')}</Notice>}
      {problem !== null && <Notice variant="bad">{t('failed', { problem })}</Notice>}
      {PARTS.map((part) => (
        <SelectField
          key={part}
          label={t(`${part}.label`)}
          value={value[part]}
          disabled={!loaded}
          onChange={(event) => {
            setProblem(null);
            keep(LabellingChoice.parse({ ...value, [part]: event.target.value })).catch(
              (error: unknown) => {
                setProblem(error instanceof Error ? error.message : String(error));
              },
            );
          }}
        >
          {part === 'openProposals'
            ? LabellingChoice.shape.openProposals.options.map((choice) => (
                <option key={choice} value={choice}>
                  {t(`openProposals.${choice}`)}
                </option>
              ))
            : LabellingChoice.shape.sparseSubmit.options.map((choice) => (
                <option key={choice} value={choice}>
                  {t(`sparseSubmit.${choice}`)}
                </option>
              ))}
        </SelectField>
      ))}
    </div>
  );
}
