import type { ErrorMessage } from '@/lib/domain/error/message';
import type { JobError } from '@/lib/domain/job/schema';
import { englishError } from '@/lib/i18n/english-error';

/** Why an attempt failed, where the reason is one of ours: pages say it in the reader's language. */
export function jobError(kind: JobError['class'], text: ErrorMessage): JobError {
  return { class: kind, message: englishError(text), text };
}
