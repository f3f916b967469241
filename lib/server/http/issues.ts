import type { z } from 'zod';
import { englishError } from '@/lib/i18n/english-error';
import { issueText } from '@/lib/i18n/issues';
import { fieldError } from '@/lib/server/app-error';
import type { FieldError } from '@/lib/server/app-error';

/** What a schema refuses, field by field. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.map((issue) => {
    const { key, values } = issueText(issue, englishError);
    return fieldError(issue.path.join('.'), key, values);
  });
}
