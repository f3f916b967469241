import { createTranslator } from 'use-intl';
import { expect, it } from 'vitest';
import { describeNextTraining } from '@/components/project/describe-next-training';
import { nextTraining } from '@/lib/domain/training/readiness';
import { messagesOf } from '@/lib/i18n/messages';

const t = createTranslator({ locale: 'en', messages: messagesOf('en'), namespace: 'project.next' });

it('asks for confirmed chips where there are enough to confirm, else for pictures', () => {
  expect(describeNextTraining(nextTraining(5, null, 20), t).title).toBe(
    'Needs 15 more confirmed chips.',
  );
  const small = describeNextTraining(nextTraining(5, null, 15), t);
  expect(small.title).toBe('Needs more pictures.');
  expect(small.detail).toContain('this project has 15 chips, 5 of them confirmed');
  // nine tenths of all chips were in the last attempt: a tenth more there are not
  expect(describeNextTraining(nextTraining(95, 95, 100), t).title).toBe('Needs more pictures.');
});
