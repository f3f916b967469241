// Every route under app/api but next-auth's own, for tests that walk them all.
import type { Route } from '@/lib/server/http/route';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const NEXT_AUTH = '/app/api/auth/[...nextauth]/route.ts';
const ORIGIN = 'http://127.0.0.1:3000';

const modules = import.meta.glob<Record<string, unknown>>('/app/api/**/route.ts');

/** Paths of all route files, from the repository's root. */
export const routeFiles = Object.keys(modules).filter((file) => file !== NEXT_AUTH);

export interface Endpoint {
  file: string;
  method: string;
  handler: Route;
}

/** The methods that a route file serves. */
export async function endpointsOf(file: string): Promise<Endpoint[]> {
  const module = (await modules[file]?.()) ?? {};
  return METHODS.flatMap((method) => {
    const handler = module[method];
    return typeof handler === 'function' ? [{ file, method, handler: handler as Route }] : [];
  });
}

/** Names of a file's path parameters; `rest` for one that takes many parts. */
export function paramNames(file: string): { name: string; rest: boolean }[] {
  return [...file.matchAll(/\[{1,2}(\.\.\.)?(\w+)\]{1,2}/g)].map(([, rest, name = '']) => ({
    name,
    rest: rest !== undefined,
  }));
}

export type Params = Record<string, string | string[]>;

/** Calls a route as Next.js does. `query` is put behind the path as it is. */
export async function callRoute(
  { file, method, handler }: Endpoint,
  params: Params,
  init: { headers: Record<string, string>; body?: BodyInit | undefined; query?: string },
): Promise<{ status: number; text: string }> {
  const path = file
    .replace(/^\/app|\/route\.ts$/g, '')
    .replace(/\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}/g, (_, name: string) =>
      [params[name] ?? []].flat().map(encoded).join('/'),
    );
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const request = new Request(`${ORIGIN}${path}${init.query ?? ''}`, {
    method,
    headers: { host: '127.0.0.1:3000', 'content-type': 'application/json', ...init.headers },
    ...(hasBody && init.body !== undefined ? { body: init.body } : {}),
  });
  // as Next.js does it: no parameters at all where the path has none
  const given = Object.keys(params).length === 0 ? undefined : params;
  const reply = await handler(request, { params: Promise.resolve(given) });
  const text = reply.headers.get('content-type')?.includes('json') ? await reply.text() : '';
  if (text === '') await reply.body?.cancel();
  return { status: reply.status, text };
}

function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}
