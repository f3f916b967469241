import { expect, test } from 'vitest';
import { englishError } from '@/lib/i18n/english-error';
import { AppError } from '@/lib/server/app-error';

test('an error carries its key and values, and its message is English', () => {
  const error = new AppError('conflict', 'class.nameTaken', { name: 'Oak' });
  expect(error).toMatchObject({
    status: 409,
    text: { key: 'class.nameTaken', values: { name: 'Oak' } },
    message: 'There is already a class called “Oak”. Choose another name.',
  });
  expect(englishError.isKey('class.nameTaken')).toBe(true);
  expect(englishError.isKey('Choose another name.')).toBe(false);
  expect(englishError.isKey('class')).toBe(false);
});
