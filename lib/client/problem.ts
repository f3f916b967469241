import { z } from 'zod';

const ProblemBody = z.looseObject({
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
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

/** The problem that a reply other than 2xx carries. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const parsed = ProblemBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new ApiProblem(`The server answered ${String(response.status)}.`, {
      status: response.status,
      code: 'internal',
    });
  }
  const { title, detail, code, status, errors } = parsed.data;
  return new ApiProblem(detail ?? title, {
    status,
    code,
    ...(errors ? { fields: errors } : {}),
    body: parsed.data,
  });
}
