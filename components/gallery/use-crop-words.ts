'use client';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Decision } from '@/lib/client/gallery/decisions';
import type { GalleryItem } from '@/lib/client/gallery/items';
import { fixed } from '@/lib/i18n/fixed';

/** What crops say; made once for all of them. */
export interface CropWords {
  /** the crop for who does not see it: its place, label, the model's word, suspicion and what is decided */
  describe: (item: GalleryItem, decision: Decision | null) => string;
  decided: (item: GalleryItem, decision: Decision) => string;
  chip: (item: GalleryItem) => string;
  code: (code: number) => string;
  /** the same as the model's word, which the crop's label is not */
  claim: (code: number) => string;
  /** a suspicion, in the two digits that matter */
  figure: (suspicion: number) => string;
}

/** What crops say; `code` names a label. */
export function useCropWords(code: (code: number) => string): CropWords {
  const t = useTranslations('gallery');
  const format = useFormatter();
  return useMemo(() => {
    const decided: CropWords['decided'] = (item, decision) => {
      if (decision.kind !== 'label') return t(`decided.${decision.kind}`);
      if (decision.code === item.code) return t('decided.kept');
      return t('decided.label', { label: code(decision.code) });
    };
    const chip: CropWords['chip'] = (item) => t('chip', { number: item.chip.number });
    const place = (item: GalleryItem): string => {
      if (item.cell === null) return chip(item);
      const { cols, number } = item.chip;
      const [row, col] = [Math.floor(item.cell / cols) + 1, (item.cell % cols) + 1];
      return t('cellPlace', { number, label: code(item.code), row, col });
    };
    const figure: CropWords['figure'] = (suspicion) => format.number(suspicion, fixed(2));
    return {
      ...{ decided, chip, code, figure },
      claim: (claimed) => t('claim', { label: code(claimed) }),
      describe: (item, decision) => {
        const parts = [place(item)];
        if (item.claim !== null) parts.push(t('modelSays', { label: code(item.claim) }));
        if (item.suspicion !== null) {
          parts.push(t('suspicion', { value: figure(item.suspicion) }));
        }
        if (decision) parts.push(decided(item, decision));
        return parts.join(', ');
      },
    };
  }, [t, code, format]);
}
