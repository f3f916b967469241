import type { z } from 'zod';
import type { ErrorKey, ErrorMessage, MessageValues } from '@/lib/domain/error/message';
import type { ErrorTranslator } from '@/lib/i18n/errors';

type Issue = z.core.$ZodIssue;
type Text = readonly [key: ErrorKey, values?: MessageValues];

/** What a schema's refusal means: a check's own key (errorKey), else what zod's kind of issue means. */
export function issueText(issue: Issue, { isKey }: Pick<ErrorTranslator, 'isKey'>): ErrorMessage {
  const [key, values] = isKey(issue.message) ? [issue.message] : textOf(issue);
  return { key, ...(values ? { values } : {}) };
}

/** The same in words, by the field of the form that it is about: of each field what is said first. */
export function fieldWords(
  issues: readonly Issue[],
  words: ErrorTranslator,
): Readonly<Partial<Record<string, string>>> {
  const fields = issues.map((issue): [string, string] => [
    String(issue.path[0] ?? ''),
    words(issueText(issue, words)),
  ]);
  return Object.fromEntries(fields.toReversed());
}

function textOf(issue: Issue): Text {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('received undefined')
        ? ['validation.required']
        : ['validation.type', { expected: issue.expected }];
    case 'invalid_value':
      return ['validation.choice', { values: issue.values.map(String).join(', ') }];
    case 'invalid_format':
      return ['validation.format', { format: issue.format }];
    case 'not_multiple_of':
      return ['validation.multiple', { of: issue.divisor }];
    case 'unrecognized_keys':
      return ['validation.unknownField', { keys: issue.keys.join(', ') }];
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
      return ['validation.invalid'];
  }
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): Text {
  const min = Number(minimum);
  if (origin === 'string') {
    return min === 1 ? ['validation.required'] : ['validation.tooShort', { min }];
  }
  return isList(origin) ? ['validation.tooFew', { min }] : ['validation.tooSmall', { min }];
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): Text {
  const max = Number(maximum);
  if (origin === 'string') return ['validation.tooLong', { max }];
  return isList(origin) ? ['validation.tooMany', { max }] : ['validation.tooBig', { max }];
}

function isList(origin: string): boolean {
  return origin === 'array' || origin === 'set' || origin === 'map';
}
