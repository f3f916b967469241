import { request } from 'node:http';
import type { Agent } from 'node:http';

/** Posts JSON and reads the whole reply. @throws Error when there is none, or one that says no success */
export function post(
  url: string,
  agent: Agent,
  headers: Record<string, string>,
  body: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(parts).toString();
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new Error(`${String(status)} ${text.slice(0, 300)}`));
        });
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}
