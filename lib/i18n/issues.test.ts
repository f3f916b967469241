import { expect, test } from 'vitest';
import { AssetPatch } from '@/lib/domain/asset/schema';
import { UploadDetails } from '@/lib/domain/import/schema';
import { englishError } from '@/lib/i18n/english-error';
import { fieldWords } from '@/lib/i18n/issues';

const BANDS = 'Three bands from 1, such as 4,1,2.';

test('what a form of details refuses is said in words, by field', () => {
  const { error } = UploadDetails.safeParse({
    bands: '9,1,x',
    takenAt: 'yesterday',
  });
  expect(fieldWords(error?.issues ?? [], englishError)).toEqual({ bands: BANDS });
  const later = UploadDetails.safeParse({ takenAt: 'yesterday', survey: 'x'.repeat(300) });
  expect(fieldWords(later.error?.issues ?? [], englishError)).toEqual({
    survey: 'At most 200 characters.',
    takenAt: 'Write a date such as 2021-07-14, or a date and time such as 2021-07-14T10:52.',
  });
});

test.each([[[Number.NaN]], [[8, 0, Number.NaN]], [[0, 1, 300]], [[0, 1, 2, 3]]])(
  'bands %j are refused in the same words',
  (bands) => {
    const { error } = AssetPatch.safeParse({ bands });
    expect(fieldWords(error?.issues ?? [], englishError)).toEqual({ bands: BANDS });
  },
);
