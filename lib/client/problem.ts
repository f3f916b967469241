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

  /** What is left to say where what is wrong with the `shown` fields stands beside them; null: nothing. */
  beside(shown: readonly string[]): string | null {
    if (this.fields.length === 0) return this.message;
    const left = this.fields.filter(({ path }) => !shown.some((field) => isOf(path, field)));
    return left.length === 0
      ? null
      : left.map(({ path, message }) => withField(path, message)).join(' ');
  }
}

/** Whether a path of the body is a field or in it. */
export function isOf(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

let translate: ErrorTranslator | null = null;

/** Says from now on what the API answers in this language; without it (the command line, tests) it is English. */
export function setProblemLanguage(translator: ErrorTranslator): void {
  translate = translator;
}

/** The problem that a reply other than 2xx carries. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  return problemFrom(response.status, await response.json().catch(() => null));
}

/** The same of a body that was read otherwise. */
export function problemFrom(answered: number, body: unknown): ApiProblem {
  const parsed = ProblemBody.safeParse(body);
  if (!parsed.success) {
    const text = { key: 'noProblem', values: { status: String(answered) } };
    return new ApiProblem(words(text, `The server answered ${answered}.`), {
      status: answered,
      code: 'internal',
    });
  }
  const { title, detail, code, status, errors, key, values } = parsed.data;
  const fields = errors?.map((field) => ({ ...field, message: words(field, field.message) }));
  const [first] = fields ?? [];
  const message =
    key === 'field' && first && translate !== null
      ? withField(first.path, first.message)
      : words({ key, values }, detail ?? title);
  return new ApiProblem(message, {
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

/** What is wrong with a field, by the name that people know it by; what has none is not named by its path. */
function withField(path: string, problem: string): string {
  if (translate === null) return path === '' ? problem : `${path}: ${problem}`;
  const name = path
    .split('.')
    .toReversed()
    .map((part) => `fieldNames.${part}`)
    .find((key) => translate?.isKey(key));
  if (name === undefined) return problem;
  return words({ key: 'field', values: { field: words({ key: name }, path), problem } }, problem);
}

function words(
  { key, values }: { key?: string | undefined; values?: MessageValues | undefined },
  english: string,
): string {
  if (translate === null || key === undefined || !translate.isKey(key)) return english;
  return translate({ key, ...(values ? { values } : {}) });
}
