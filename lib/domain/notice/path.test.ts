import { expect, test } from 'vitest';
import { noticePath } from '@/lib/domain/notice/path';
import type { NoticeSubject } from '@/lib/domain/notice/schema';

const project = { slug: 'p', name: 'P' };
const said = { kind: 'MENTION', chip: 14, review: false, cell: 3, flag: false, text: '' } as const;
const job = (kind: 'EXPORT' | 'FINETUNE' | 'LABEL_ISSUES') =>
  ({ kind: 'JOB_FAILED', job: { id: 'j', kind, name: '', chips: 0 } }) as const;

test.each<[NoticeSubject, string]>([
  [said, '/p/p/label/14?comments=3'],
  [{ ...said, review: true, cell: null }, '/p/p/review/14?comments=chip'],
  [{ kind: 'RETURNED', chip: 2, text: null }, '/p/p/label/2'],
  [job('EXPORT'), '/p/p/dataset'],
  [job('LABEL_ISSUES'), '/p/p/review'],
  [job('FINETUNE'), '/p/p/models/jobs/j'],
])('%j leads to %s', (subject, path) => {
  expect(noticePath({ project, subject })).toBe(path);
});
