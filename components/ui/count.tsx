'use client';
import { useFormatter } from 'use-intl';

/** A number as the reader's language writes it: "1,234". */
export function Count({ of }: { of: number }) {
  return useFormatter().number(of);
}
