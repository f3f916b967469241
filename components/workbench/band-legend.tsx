import { useTranslations } from 'use-intl';
import { BANDS, BAND_COLOUR, BAND_SIGN } from '@/lib/editor/display/confidence';

/** What the three bands of confidence look like: sign and width say the same as the colour. */
export function BandLegend() {
  const t = useTranslations('display.overlay.band');
  return (
    <ul aria-label={t('legend')} className="flex flex-wrap gap-x-3 text-caption text-text-2">
      {BANDS.map((band) => (
        <li key={band} className="flex items-center gap-1.5">
          <span aria-hidden style={{ color: BAND_COLOUR[band] }}>
            {BAND_SIGN[band]}
          </span>
          {t(band)}
        </li>
      ))}
    </ul>
  );
}
