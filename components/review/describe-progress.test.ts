import { createTranslator } from 'use-intl';
import { expect, it } from 'vitest';
import { describeProgress } from '@/components/review/describe-progress';
import { messagesOf } from '@/lib/i18n/messages';

const t = createTranslator({ locale: 'en', messages: messagesOf('en'), namespace: 'review' });

it('says before the verdict how many cells have no label', () => {
  const words = (...cells: number[]) =>
    describeProgress(t, Uint8Array.from(cells), 0, 0, undefined);
  expect(words(16, 1, 0, 0)).toBe('2 of 4 cells decided, 2 without a label');
  expect(words(16, 1, 1, 2)).toBe('4 of 4 cells decided');
});
