'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Toggle } from '@/components/ui/toggle';
import { api } from '@/lib/client/api';
import type { ChipFilter, FilterChange } from '@/lib/domain/chip-filter/schema';
import { SearchReply } from '@/lib/domain/search/schema';

const RANGES = ['from', 'to', 'scoreFrom', 'scoreTo'] as const;
type Typed = Record<(typeof RANGES)[number], string>;

const DAY = { type: 'date' } as const;
const SCORE = { type: 'number', min: 0, max: 1, step: 0.01, inputMode: 'decimal' } as const;

/** Filters that are no short list of values: a picture by its name, days, a range of suspicion, labels of several people. */
export function MoreFilters(props: {
  slug: string;
  filter: ChipFilter;
  seesAll: boolean;
  onChange: (change: FilterChange) => void;
  onClose: () => void;
}) {
  const t = useTranslations('chips');
  const { filter, seesAll, onClose } = props;
  const [picture, setPicture] = useState('');
  const [typed, setTyped] = useState(() => typedOf(filter));
  const [several, setSeveral] = useState(filter.several === true);
  const asset = usePicture(props.slug, picture.trim());
  const turned = {
    days: isTurned(typed.from, typed.to),
    scores: isTurned(Number(typed.scoreFrom), Number(typed.scoreTo)) && typed.scoreTo !== '',
  };
  const field = (name: (typeof RANGES)[number], kind: ComponentProps<'input'>) => ({
    ...{ ...kind, label: t(`more.${name}`), value: typed[name] },
    onChange: ({ target }: { target: { value: string } }) => {
      setTyped({ ...typed, [name]: target.value });
    },
  });
  const apply = (): void => {
    const ranges = Object.fromEntries(RANGES.map((name) => [name, typed[name] || undefined]));
    const found = asset.id === undefined ? {} : { asset: asset.id };
    props.onChange({ ...ranges, ...found, several: several || undefined });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('further')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            disabled={asset.waits || turned.days || turned.scores}
            onClick={apply}
          >
            {t('more.apply')}
          </Button>
        </>
      }
    >
      <TextField
        data-first
        label={t('more.picture')}
        hint={asset.name}
        error={asset.missing ? t('more.noPicture') : undefined}
        value={picture}
        onChange={({ target }) => {
          setPicture(target.value);
        }}
      />
      <div className="grid grid-cols-2 gap-2">
        <TextField {...field('from', DAY)} error={turned.days ? t('more.daysTurned') : undefined} />
        <TextField {...field('to', DAY)} />
      </div>
      {seesAll && (
        <>
          <div className="grid grid-cols-2 gap-2">
            <TextField
              {...field('scoreFrom', SCORE)}
              error={turned.scores ? t('more.scoresTurned') : undefined}
            />
            <TextField {...field('scoreTo', SCORE)} />
          </div>
          <Toggle label={t('more.several')} checked={several} onChange={setSeveral} />
        </>
      )}
    </Dialog>
  );
}

function typedOf(filter: ChipFilter): Typed {
  const texts = RANGES.map((name) => [name, String(filter[name] ?? '')]);
  return Object.fromEntries(texts) as Typed;
}

/** Whether a range that has both ends begins after its end. */
function isTurned<T extends string | number>(from: T, to: T): boolean {
  return from !== '' && to !== '' && from > to;
}

/** The first picture whose name has what was typed. */
function usePicture(slug: string, typed: string) {
  const { data } = useQuery({
    queryKey: ['search', slug, typed],
    queryFn: ({ signal }) =>
      api(SearchReply, `/projects/${slug}/search?q=${encodeURIComponent(typed)}`, { signal }),
    enabled: typed !== '',
  });
  const found = typed === '' ? undefined : data?.pictures[0];
  return {
    id: found?.id,
    name: found?.name,
    missing: typed !== '' && data !== undefined && !found,
    waits: typed !== '' && !found,
  };
}
