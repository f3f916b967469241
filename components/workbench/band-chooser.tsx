'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectField } from '@/components/ui/field';
import { bandOffers, readBands } from '@/lib/domain/imagery-context/bands';
import type { BandOffer } from '@/lib/domain/imagery-context/bands';

const FREE = 'free';
const CHANNELS = ['red', 'green', 'blue'] as const;

/** Which bands of the file are shown as red, green and blue. Nothing where the file has one band only. */
export function BandChooser(props: {
  count: number;
  bands: string | null;
  onChange: (bands: string | null) => void;
}) {
  const { count, bands } = props;
  const t = useTranslations('display.bands');
  const offers = bandOffers(count);
  const fits = bands === null || Math.max(...(readBands(bands) ?? [Infinity])) <= count;
  const offered = offers.some((offer) => offer.bands === bands);
  const [free, setFree] = useState(!offered && fits);
  if (offers.length < 2) return null;
  const words = (offer: BandOffer): string =>
    offer.kind === 'grey' ? t('grey', { band: offer.band }) : t(offer.kind);
  const chosen = readBands(bands ?? '') ?? [1, Math.min(2, count), Math.min(3, count)];
  return (
    <div className="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      <SelectField
        label={t('title', { count })}
        value={free ? FREE : fits ? (bands ?? '') : ''}
        onChange={({ target: { value } }) => {
          setFree(value === FREE);
          props.onChange(value === FREE ? chosen.join() : value === '' ? null : value);
        }}
      >
        {offers.map((offer) => (
          <option key={offer.bands} value={offer.bands ?? ''}>
            {words(offer)}
          </option>
        ))}
        <option value={FREE}>{t('free')}</option>
      </SelectField>
      {free && (
        <div className="grid grid-cols-3 gap-2">
          {CHANNELS.map((channel, place) => (
            <SelectField
              key={channel}
              label={t(channel)}
              value={String(chosen[place] ?? 1)}
              onChange={({ target: { value } }) => {
                props.onChange(chosen.with(place, Number(value)).join());
              }}
            >
              {Array.from({ length: count }, (_, band) => (
                <option key={band} value={String(band + 1)}>
                  {t('band', { band: band + 1 })}
                </option>
              ))}
            </SelectField>
          ))}
        </div>
      )}
      {!fits && <p className="text-caption text-text-3">{t('tooFew', { count })}</p>}
      <p className="text-caption text-text-3">{t('model')}</p>
    </div>
  );
}
