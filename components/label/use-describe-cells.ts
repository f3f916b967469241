'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { ClassView } from '@/lib/domain/class/schema';
import { ABSENT, UNLABELLED, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';

/** What a labelling says, in words, and what it leaves open: "9 Tree crown, 47 absent, 8 without a label". */
export function useDescribeCells(classes: readonly ClassView[]): (cells: Uint8Array) => string {
  const t = useTranslations('session');
  return useCallback(
    (cells) => {
      const count = (code: number): number => cells.reduce((n, c) => n + (c === code ? 1 : 0), 0);
      const named = classes.map(({ name, index }) => [count(codeOfClass(index)), name] as const);
      const rest = [
        [count(ABSENT), t('absent')],
        [count(UNSURE), t('unsure')],
        [count(UNUSABLE), t('unusable')],
        [count(UNLABELLED), t('withoutLabel')],
      ] as const;
      return [...named, ...rest]
        .filter(([number]) => number > 0)
        .map(([number, name]) => `${String(number)} ${name}`)
        .join(', ');
    },
    [classes, t],
  );
}
