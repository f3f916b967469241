'use client';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { usePreference } from '@/lib/client/use-preference';
import { MailChoice } from '@/lib/domain/preference/schema';

/** How often notices come by mail, in the language of this page; kept for the person at once. */
export function MailForm({ email, sends }: { email: string; sends: boolean }) {
  const t = useTranslations('account.mail');
  const locale = useLocale();
  const { value, loaded, failed, keep } = usePreference('mail');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-3">
      {!sends && <Notice>{t('notSet')}</Notice>}
      {failed && <Notice variant="bad">{t('notLoaded')}</Notice>}
      {problem !== null && <Notice variant="bad">{t('failed', { problem })}</Notice>}
      <SelectField
        label={t('label', { email })}
        hint={t('hint')}
        value={value.digest}
        disabled={!loaded}
        onChange={({ target }) => {
          setProblem(null);
          keep(MailChoice.parse({ digest: target.value, locale })).catch((error: unknown) => {
            setProblem(error instanceof Error ? error.message : String(error));
          });
        }}
      >
        {MailChoice.shape.digest.options.map((choice) => (
          <option key={choice} value={choice}>
            {t(choice)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
