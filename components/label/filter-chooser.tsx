'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { AssetView } from '@/lib/domain/asset/schema';
import { ClassView } from '@/lib/domain/class/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import { FilterStatus, SavedFilter } from '@/lib/domain/queue/schema';
import type { QueueFilter } from '@/lib/domain/queue/schema';

/** Bands of calibrated probability, as maps colour them. */
const BANDS = {
  any: [0, 1],
  red: [0.9, 1],
  orange: [0.8, 0.9],
  blue: [0, 0.8],
} as const;
const BAND_NAMES = Object.keys(BANDS) as (keyof typeof BANDS)[];

const Classes = z.object({ items: z.array(ClassView) });

/** A filter by picture, survey, proposed class and status, and the filters that the person kept. */
export function FilterChooser(props: {
  slug: string;
  assets: readonly AssetView[];
  filter: QueueFilter;
  saved: readonly SavedFilter[];
  onFilter: (filter: QueueFilter) => void;
}) {
  const { slug, filter, assets, onFilter } = props;
  const t = useTranslations('queue');
  const classes = useQuery({
    queryKey: ['queue-classes', slug],
    queryFn: ({ signal }) => api(Classes, `/projects/${slug}/classes`, { signal }),
  });
  const surveys = [...new Set(assets.map((asset) => asset.survey))].filter((name) => name !== '');
  const { proposed } = filter;
  const band =
    BAND_NAMES.find(
      (name) => proposed?.from === BANDS[name][0] && proposed.to === BANDS[name][1],
    ) ?? 'any';
  const propose = (code: string, name: keyof typeof BANDS): void => {
    const { proposed: _, ...rest } = filter;
    const [from, to] = BANDS[name];
    onFilter(code === '' ? rest : { ...rest, proposed: { code: Number(code), from, to } });
  };
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('status')}
        value={filter.status}
        onChange={(event) => {
          onFilter({ ...filter, status: FilterStatus.parse(event.target.value) });
        }}
      >
        {FilterStatus.options.map((status) => (
          <option key={status} value={status}>
            {t(`statusOf.${status}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('picture')}
        value={filter.assets?.[0] ?? ''}
        onChange={({ target }) => {
          const { assets: _, ...rest } = filter;
          onFilter(target.value === '' ? rest : { ...rest, assets: [target.value] });
        }}
      >
        <option value="">{t('anyPicture')}</option>
        {assets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {surveys.length > 0 && (
        <SelectField
          label={t('survey')}
          value={filter.surveys?.[0] ?? ''}
          onChange={({ target }) => {
            const { surveys: _, ...rest } = filter;
            onFilter(target.value === '' ? rest : { ...rest, surveys: [target.value] });
          }}
        >
          <option value="">{t('anySurvey')}</option>
          {surveys.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={t('proposed')}
        value={proposed?.code ?? ''}
        onChange={(event) => {
          propose(event.target.value, band);
        }}
      >
        <option value="">{t('anyProposed')}</option>
        {(classes.data?.items ?? []).map((entry) => (
          <option key={entry.id} value={codeOfClass(entry.index)}>
            {entry.name}
          </option>
        ))}
      </SelectField>
      {proposed && (
        <SelectField
          label={t('band')}
          value={band}
          onChange={(event) => {
            propose(String(proposed.code), event.target.value as keyof typeof BANDS);
          }}
        >
          {BAND_NAMES.map((name) => (
            <option key={name} value={name}>
              {t(`bandOf.${name}`)}
            </option>
          ))}
        </SelectField>
      )}
      <SavedFilters {...props} />
    </div>
  );
}

function SavedFilters(props: {
  slug: string;
  filter: QueueFilter;
  saved: readonly SavedFilter[];
  onFilter: (filter: QueueFilter) => void;
}) {
  const { slug, filter } = props;
  const t = useTranslations('queue');
  const [saved, setSaved] = useState(props.saved);
  const [name, setName] = useState('');
  const keep = useSubmit(async () => {
    const body = { name, filter };
    const made = await api(SavedFilter, `/projects/${slug}/queue/filters`, { body });
    setSaved([...saved.filter((other) => other.id !== made.id), made]);
    setName('');
  });
  const forget = async ({ id }: SavedFilter): Promise<void> => {
    await api(z.void(), `/projects/${slug}/queue/filters/${id}`, { method: 'DELETE' });
    setSaved(saved.filter((other) => other.id !== id));
  };
  return (
    <div className="flex flex-col gap-2">
      {saved.length > 0 && (
        <ul aria-label={t('saved')} className="flex flex-wrap gap-1">
          {saved.map((one) => (
            <li key={one.id} className="flex">
              <Button
                onClick={() => {
                  props.onFilter(one.filter);
                }}
              >
                {one.name}
              </Button>
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('forget', { name: one.name })}
                onClick={() => void forget(one)}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <TextField
            label={t('keepAs')}
            value={name}
            maxLength={60}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </div>
        <Button busy={keep.busy} disabled={name.trim() === ''} onClick={() => void keep.run()}>
          {t('keep')}
        </Button>
      </div>
      {keep.problem !== null && <Notice variant="bad">{keep.problem}</Notice>}
    </div>
  );
}
