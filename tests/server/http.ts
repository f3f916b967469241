// The runner's part of the API on a real port, without Next.js: for tests that run the real runner program.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import * as claim from '@/app/api/runner/claim/route';
import * as artifact from '@/app/api/runner/jobs/[job]/artifacts/[sha256]/route';
import * as complete from '@/app/api/runner/jobs/[job]/complete/route';
import * as fail from '@/app/api/runner/jobs/[job]/fail/route';
import * as heartbeat from '@/app/api/runner/jobs/[job]/heartbeat/route';
import * as jobLog from '@/app/api/runner/jobs/[job]/log/route';
import * as object from '@/app/api/runner/objects/[sha256]/route';
import type { Route } from '@/lib/server/http/route';

const ROUTES: readonly [RegExp, Record<string, Route>][] = [
  [/^\/api\/runner\/claim$/, { ...claim }],
  [/^\/api\/runner\/objects\/(?<sha256>[^/]+)$/, { ...object }],
  [/^\/api\/runner\/jobs\/(?<job>[^/]+)\/heartbeat$/, { ...heartbeat }],
  [/^\/api\/runner\/jobs\/(?<job>[^/]+)\/log$/, { ...jobLog }],
  [/^\/api\/runner\/jobs\/(?<job>[^/]+)\/complete$/, { ...complete }],
  [/^\/api\/runner\/jobs\/(?<job>[^/]+)\/fail$/, { ...fail }],
  [/^\/api\/runner\/jobs\/(?<job>[^/]+)\/artifacts\/(?<sha256>[^/]+)$/, { ...artifact }],
];

/** Serves the runner's routes on a free port of this machine. */
export async function serveRunnerApi(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  for (const [pattern, methods] of ROUTES) {
    const match = pattern.exec(url.pathname);
    const route = methods[request.method ?? 'GET'];
    if (!match || !route) continue;
    const reply = await route(toRequest(url, request), {
      params: Promise.resolve({ ...match.groups }),
    });
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    if (reply.body) await pipeline(Readable.fromWeb(reply.body as WebStream), response);
    else response.end();
    return;
  }
  response.writeHead(404).end();
}

function toRequest(url: URL, request: IncomingMessage): Request {
  const hasBody = request.method === 'POST' || request.method === 'PUT';
  return new Request(url, {
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
    ...(hasBody ? { body: Readable.toWeb(request) as BodyInit, duplex: 'half' } : {}),
  });
}
