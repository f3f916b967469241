import type { JobView } from '@/lib/domain/job/schema';
import type { Translator } from '@/lib/i18n/translator';

/** What a job makes or does: "Training of v3". */
export function jobTitle(
  { kind, subject }: Pick<JobView, 'kind' | 'subject'>,
  t: Translator<'models'>,
): string {
  return t(`jobTitles.${kind}`, { name: subject?.name ?? '', chips: subject?.chips ?? 0 });
}
