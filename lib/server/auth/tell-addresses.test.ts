// The header that Next.js hands on, as a server sees it: what a client writes there counts only from a proxy of the settings.
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tellAddresses } from '@/lib/server/auth/tell-addresses';

let server: Server;
let seen: unknown[];
let stop: () => void = () => undefined;

beforeEach(async () => {
  seen = [];
  server = createServer((message, reply) => {
    seen.push(message.headers['x-forwarded-for']);
    reply.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  stop();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks from 127.0.0.1 with this header; what the server takes for the address. */
async function told(forwarded: string | string[] | null): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  await new Promise<void>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, headers, agent: false }, (reply) => {
      reply.resume();
      reply.once('end', resolve);
    });
    call.once('error', reject);
    call.end();
  });
  return seen.pop();
}

describe('x-forwarded-for', () => {
  test('is the address of the connection where no proxy is named', async () => {
    stop = tellAddresses([]);
    expect(await told(null)).toBe('127.0.0.1');
    expect(await told('203.0.113.5')).toBe('127.0.0.1');
    expect(await told(['203.0.113.5', '198.51.100.1'])).toBe('127.0.0.1');
  });

  test('is what a named proxy says, and not what its client wrote before', async () => {
    stop = tellAddresses(['127.0.0.0/8', '10.0.0.7']);
    expect(await told('203.0.113.5')).toBe('203.0.113.5');
    expect(await told('1.2.3.4, 203.0.113.5')).toBe('203.0.113.5');
    expect(await told('203.0.113.5, 10.0.0.7')).toBe('203.0.113.5');
    expect(await told(['1.2.3.4', '203.0.113.5'])).toBe('203.0.113.5');
    expect(await told(null)).toBe('127.0.0.1');
    expect(await told('nonsense')).toBe('127.0.0.1');
  });

  test('another proxy is not believed', async () => {
    stop = tellAddresses(['10.0.0.7']);
    expect(await told('203.0.113.5')).toBe('127.0.0.1');
  });
});
