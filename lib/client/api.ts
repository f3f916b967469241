import type { z } from 'zod';
import { offlineProblem, readProblem } from '@/lib/client/problem';

interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** sent as JSON */
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
  /** id of the person whose work this is: the server answers 401 when another one is signed in by now */
  person?: string;
}

/**
 * Calls `/api/v1<path>` and parses the reply with `schema` (z.void() for an empty one).
 * Throws ApiProblem on any answer but 2xx and when no answer came; an abort throws the signal's reason.
 */
export async function api<S extends z.ZodType>(
  schema: S,
  path: string,
  options: CallOptions = {},
): Promise<z.output<S>> {
  const { method = options.body === undefined ? 'GET' : 'POST', body, signal, keepalive } = options;
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(options.person === undefined ? {} : { 'x-quadrat-person': options.person }),
  };
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(keepalive ? { keepalive } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offlineProblem();
  }
  if (!response.ok) throw await readProblem(response);
  return schema.parse(response.status === 204 ? undefined : await response.json());
}
