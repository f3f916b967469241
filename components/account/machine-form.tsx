'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectField } from '@/components/ui/field';
import { storeCookie } from '@/lib/client/appearance';
import { CONTRASTS, CONTRAST_COOKIE, SCHEMES, SCHEME_COOKIE } from '@/lib/domain/appearance/schema';
import type { Contrast, Scheme } from '@/lib/domain/appearance/schema';
import { LOCALES, LOCALE_COOKIE } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';

export interface MachineChoices {
  locale: Locale;
  scheme: Scheme;
  contrast: Contrast;
}

/** Language and looks of the pages, kept on this machine and in force at once. */
export function MachineForm(props: MachineChoices) {
  const t = useTranslations('account.machine');
  const router = useRouter();
  const [choices, setChoices] = useState<MachineChoices>(props);
  function choose<Key extends keyof MachineChoices>(key: Key, value: MachineChoices[Key]): void {
    const cookie = { locale: LOCALE_COOKIE, scheme: SCHEME_COOKIE, contrast: CONTRAST_COOKIE }[key];
    storeCookie(cookie, value);
    setChoices({ ...choices, [key]: value });
    router.refresh();
  }
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('language')}
        value={choices.locale}
        onChange={(event) =>
          choose('locale', LOCALES.find((known) => known === event.target.value) ?? 'en')
        }
      >
        {LOCALES.map((locale) => (
          // each language by its own name, for who cannot read the present one
          <option key={locale} value={locale} lang={locale}>
            {t(`languages.${locale}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('scheme')}
        hint={t('schemeHint')}
        value={choices.scheme}
        onChange={(event) =>
          choose('scheme', SCHEMES.find((known) => known === event.target.value) ?? 'system')
        }
      >
        {SCHEMES.map((scheme) => (
          <option key={scheme} value={scheme}>
            {t(`schemes.${scheme}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('contrast')}
        value={choices.contrast}
        onChange={(event) =>
          choose('contrast', CONTRASTS.find((known) => known === event.target.value) ?? 'system')
        }
      >
        {CONTRASTS.map((contrast) => (
          <option key={contrast} value={contrast}>
            {t(`contrasts.${contrast}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
