'use client';
import { useTranslations } from 'use-intl';
import { SelectField, TextField } from '@/components/ui/field';
import type { StretchChoice } from '@/lib/domain/asset/schema';

const KINDS = ['auto', 'percentile', 'full', 'own'] as const;
const OWN_AT_FIRST = '0-255, 0-255, 0-255';

/** A choice as a form holds it: its kind, or the ranges of red, green and blue as "0-3000, 0-2800, 0-2500". */
export function stretchText(choice: StretchChoice): string {
  if (choice.kind !== 'own') return choice.kind;
  return choice.ranges.map(({ low, high }) => `${String(low)}-${String(high)}`).join(', ');
}

/** The same back; numbers that are none are refused by the schema. */
export function stretchOf(text: string): unknown {
  const kind = KINDS.find((one) => one === text);
  if (kind !== undefined) return { kind };
  const ranges = text.split(',').map((part) => {
    const [, low, high] = /^\s*(-?[\d.]+)\s*-\s*(-?[\d.]+)\s*$/.exec(part) ?? [];
    return { low: Number(low), high: Number(high) };
  });
  return { kind: 'own', ranges };
}

/** How the numbers of the shown bands become brightness. */
export function StretchFields(props: {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useTranslations('imagery.stretch');
  const { value, onChange } = props;
  const kind = KINDS.find((one) => one === value) ?? 'own';
  return (
    <>
      <SelectField
        label={t('name')}
        value={kind}
        onChange={({ target }) => {
          onChange(target.value === 'own' ? OWN_AT_FIRST : target.value);
        }}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`kinds.${one}`)}
          </option>
        ))}
      </SelectField>
      {kind === 'own' && (
        <TextField
          label={t('ranges')}
          hint={t('rangesHint')}
          error={props.error}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </>
  );
}
