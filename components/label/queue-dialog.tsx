'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { AreaChooser } from '@/components/label/area-chooser';
import { FilterChooser } from '@/components/label/filter-chooser';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { AssetPage } from '@/lib/domain/asset/schema';
import { QueueFilter, QueueMode } from '@/lib/domain/queue/schema';
import type { QueueView, QueuePreference } from '@/lib/domain/queue/schema';

/** The same list each time: what hangs on it is drawn once. */
const NO_ASSETS: AssetPage['items'] = [];

/** Choice of what is labelled next; it is kept for the person and the project. */
export default function QueueDialog(props: {
  slug: string;
  wanted: QueuePreference;
  view: QueueView | null;
  onClose: () => void;
  onWanted: (wanted: QueuePreference) => void;
}) {
  const { slug, view } = props;
  const t = useTranslations('queue');
  const [wanted, setWanted] = useState(props.wanted);
  const assets = useQuery({
    queryKey: ['queue-assets', slug],
    queryFn: ({ signal }) => api(AssetPage, `/projects/${slug}/assets?limit=500`, { signal }),
  });
  const items = assets.data?.items ?? NO_ASSETS;
  const choosers = wanted.mode === 'area' || wanted.mode === 'filter';
  const filter = wanted.filter ?? QueueFilter.parse({});
  const use = useSubmit(async () => {
    const next = wanted.mode === 'filter' ? { ...wanted, filter } : wanted;
    await api(z.void(), `/projects/${slug}/queue/preference`, { method: 'PUT', body: next });
    props.onWanted(next);
  });
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={t('whatNext')}
      description={t('about')}
      actions={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={use.busy}
            disabled={wanted.mode === 'area' && wanted.area === undefined}
            onClick={() => void use.run()}
          >
            {t('use')}
          </Button>
        </>
      }
    >
      <ModeField {...{ wanted, setWanted }} />
      {wanted.mode === 'recommended' && view && (
        <p className="text-caption text-text-3">
          {view.model
            ? t('scored', { name: view.model.name, count: view.model.scored })
            : t('noModel')}
        </p>
      )}
      {choosers &&
        // an area or a picture chosen before is named only once the pictures are known
        (assets.isPending ? (
          <Skeleton className="h-72 w-full" />
        ) : (
          <Chooser
            {...{ slug, wanted, setWanted, filter }}
            assets={items}
            saved={view?.filters ?? []}
          />
        ))}
      {use.problem !== null && <Notice variant="bad">{use.problem}</Notice>}
    </Dialog>
  );
}

function ModeField(props: {
  wanted: QueuePreference;
  setWanted: (wanted: QueuePreference) => void;
}) {
  const { wanted, setWanted } = props;
  const t = useTranslations('queue');
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="sr-only">{t('whatNext')}</legend>
      {QueueMode.options.map((mode) => (
        <label
          key={mode}
          htmlFor={`mode-${mode}`}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2 rounded-control p-2 has-checked:bg-bg-3 has-focus-visible:outline-2"
        >
          <input
            type="radio"
            id={`mode-${mode}`}
            name="mode"
            className="mt-0.5 accent-accent"
            checked={wanted.mode === mode}
            onChange={() => {
              setWanted({ ...wanted, mode });
            }}
          />
          <span className="font-medium">{t(`mode.${mode}`)}</span>
          <span className="col-start-2 text-caption text-text-2">{t(`hint.${mode}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The place or the filter that the chips are chosen by. */
function Chooser(props: {
  slug: string;
  wanted: QueuePreference;
  setWanted: (wanted: QueuePreference) => void;
  filter: QueueFilter;
  assets: AssetPage['items'];
  saved: QueueView['filters'];
}) {
  const { slug, wanted, setWanted, filter, assets, saved } = props;
  if (wanted.mode === 'area') {
    return (
      <AreaChooser
        {...{ slug, assets }}
        area={wanted.area ?? null}
        onArea={(area) => {
          const { area: _, ...rest } = wanted;
          setWanted(area ? { ...rest, area } : rest);
        }}
      />
    );
  }
  return (
    <FilterChooser
      {...{ slug, filter, assets, saved }}
      onFilter={(next) => {
        setWanted({ ...wanted, filter: next });
      }}
    />
  );
}
