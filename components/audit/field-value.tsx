'use client';
import { useTranslations } from 'use-intl';
import { Swatch } from '@/components/ui/swatch';
import { When } from '@/components/ui/when';
import type { Messages } from '@/lib/i18n/messages-en';

type Field = keyof Messages['audit']['fields'];

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** What a column is called. */
export function useFieldName(): (name: string) => string {
  const t = useTranslations('audit.fields');
  return (name) => (t.has(name as Field) ? t(name as Field) : name);
}

/** A value of a column as people read it. */
export function FieldValue({ name, value }: { name: string; value: unknown }) {
  const t = useTranslations('audit');
  const roles = useTranslations('common.roles');
  if (value === undefined || value === null || value === '') {
    return <span className="text-text-3">{t('nothing')}</span>;
  }
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (typeof value === 'number') return value.toLocaleString('en', { useGrouping: false });
  if (typeof value !== 'string') {
    return <code className="text-caption break-all">{JSON.stringify(value)}</code>;
  }
  if (name === 'role') return roles(`${value as 'LABELER'}.name`);
  if (TIME.test(value)) return <When at={new Date(value)} clock exact />;
  if (COLOUR.test(value)) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Swatch colour={value} />
        {value}
      </span>
    );
  }
  return <span className="whitespace-pre-wrap">{value}</span>;
}
