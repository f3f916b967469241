'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { ClassView } from '@/lib/domain/class/schema';
import { ABSENT, UNLABELLED, UNSURE, UNUSABLE, classIndexOf } from '@/lib/domain/label/cell-code';

const KEYS: ReadonlyMap<number, 'unlabelled' | 'absent' | 'unsure' | 'unusable'> = new Map([
  [UNLABELLED, 'unlabelled'],
  [ABSENT, 'absent'],
  [UNSURE, 'unsure'],
  [UNUSABLE, 'unusable'],
]);

/** A code in words, with the project's own class names. */
export function useCodeLabel(
  classes: readonly Pick<ClassView, 'index' | 'name'>[],
): (code: number) => string {
  const t = useTranslations('label.codes');
  return useCallback(
    (code) => {
      const index = classIndexOf(code);
      if (index !== null) {
        return classes.find((c) => c.index === index)?.name ?? t('class', { index });
      }
      const key = KEYS.get(code);
      return key === undefined ? t('code', { code }) : t(key);
    },
    [classes, t],
  );
}
