import { z } from 'zod';
import type { MessageValues } from '@/lib/domain/error/message';
import type { ErrorTranslator } from '@/lib/i18n/errors';

const Text = z.object({
  key: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const FieldProblem = Text.extend({ path: z.string(), message: z.string() });
type FieldProblem = z.infer<typeof FieldProblem>;

const ProblemBody = z.looseObject({
  ...Text.shape,
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(FieldProblem).optional(),
});

/** A problem reply of the API, or no reply at all (`code` "offline"). `message` can be shown as it is. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly { path: string; message: string }[];
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    details: {
      status: number;
      code: string;
      fields?: { path: string; message: string }[];
      body?: Record<string, unknown>;
    },
  ) {
    super(message);
    this.name = 'ApiProblem';
    this.status = details.status;
    this.code = details.code;
    this.fields = details.fields ?? [];
    this.body = details.body ?? {};
  }
}

let translate: ErrorTranslator | null = null;

/** Says from now on what the API answers in this language; without it (the command line, tests) it is English. */
export function setProblemLanguage(translator: ErrorTranslator): void {
  translate = translator;
}

/** The problem that a reply other than 2xx carries. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const parsed = ProblemBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    const status = String(response.status);
    return new ApiProblem(
      words({ key: 'noProblem', values: { status } }, `The server answered ${status}.`),
      { status: response.status, code: 'internal' },
    );
  }
  const { title, detail, code, status, errors, key, values } = parsed.data;
  const fields = errors?.map((field) => ({ ...field, message: words(field, field.message) }));
  return new ApiProblem(words({ key, values: namedField(values, fields) }, detail ?? title), {
    status,
    code,
    ...(fields ? { fields } : {}),
    body: parsed.data,
  });
}

/** No reply came at all. */
export function offlineProblem(): ApiProblem {
  return new ApiProblem(words({ key: 'offline' }, 'The server cannot be reached.'), {
    status: 0,
    code: 'offline',
  });
}

/** A text that names a field says what is wrong with it in the reader's language too. */
function namedField(
  values: MessageValues | undefined,
  fields: readonly FieldProblem[] | undefined,
): MessageValues | undefined {
  const first = fields?.[0];
  return values?.['field'] === undefined || !first ? values : { ...values, problem: first.message };
}

function words(
  { key, values }: { key?: string | undefined; values?: MessageValues | undefined },
  english: string,
): string {
  if (translate === null || key === undefined || !translate.isKey(key)) return english;
  return translate({ key, ...(values ? { values } : {}) });
}
