// A small server of files for tests of the model worker: what a page and the API would give it, and nothing else.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/** What a path answers: bytes, or a status for an error. */
export type Answer = Uint8Array | string | number;

export interface StaticServer {
  readonly origin: string;
  /** paths in the order in which they were asked for */
  readonly asked: string[];
  /** changes what one path answers, for faults */
  override(pathname: string, answer: (bytes: Uint8Array) => Answer): void;
  restore(): void;
  close(): Promise<void>;
}

/** Serves folders and single answers by path prefix: `{'/pkg/': '/folder', '/page.html': '<html>'}`. */
export async function serve(
  folders: Record<string, string>,
  answers: Record<string, Answer> = {},
): Promise<StaticServer> {
  const asked: string[] = [];
  const overrides = new Map<string, (bytes: Uint8Array) => Answer>();
  const find = async (pathname: string): Promise<Answer> => {
    const fixed = answers[pathname];
    if (fixed !== undefined) return fixed;
    const prefix = Object.keys(folders).find((candidate) => pathname.startsWith(candidate));
    if (prefix === undefined || pathname.includes('..')) return 404;
    const file = path.join(folders[prefix] ?? '', pathname.slice(prefix.length));
    const bytes = await readFile(file).catch(() => null);
    if (!bytes) return 404;
    return overrides.get(pathname)?.(bytes) ?? bytes;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    void find(pathname).then((answer) => {
      if (typeof answer === 'number') {
        response.writeHead(answer).end();
        return;
      }
      const type = TYPES[path.extname(pathname)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    override: (pathname, answer) => overrides.set(pathname, answer),
    restore: () => overrides.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
