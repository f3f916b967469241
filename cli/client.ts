import type { z } from 'zod';
import { ApiProblem, readProblem } from '@/lib/client/problem';

/** A server and who asks it. */
export interface Client {
  server: string;
  token: string;
  /** Calls `/api/v1<path>` and parses the reply; throws ApiProblem with words that can be shown. */
  call<S extends z.ZodType>(schema: S, path: string, options?: CallOptions): Promise<z.output<S>>;
  /** The raw reply, for streams; throws ApiProblem on anything but 2xx. */
  fetch(path: string, init?: RequestInit & { duplex?: 'half' }): Promise<Response>;
}

interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
}

/** A client of one server by token. */
export function connect(server: string, token: string): Client {
  const client: Client = {
    server,
    token,
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      let response: Response;
      try {
        response = await fetch(`${server}/api/v1${path}`, { ...init, headers });
      } catch {
        throw new ApiProblem(
          `${server} cannot be reached. Is it running? (--server, QUADRAT_SERVER)`,
          {
            status: 0,
            code: 'offline',
          },
        );
      }
      if (!response.ok) throw await readProblem(response);
      return response;
    },
    async call(schema, path, options = {}) {
      const { method = options.body === undefined ? 'GET' : 'POST', body } = options;
      const response = await client.fetch(path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return schema.parse(response.status === 204 ? undefined : await response.json());
    },
  };
  return client;
}
