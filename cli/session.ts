import { createInterface } from 'node:readline/promises';
import { UsageError } from '@/cli/context';
import { readProblem } from '@/lib/client/problem';
import { readSignInError } from '@/lib/domain/user/sign-in';

/** So many lines of stdin: passwords, which are no arguments, because others see those. */
export async function readLines(count: number): Promise<string[]> {
  const lines: string[] = [];
  if (process.stdin.isTTY)
    console.error(count === 1 ? 'Password:' : 'Password, then new password:');
  for await (const line of createInterface({ input: process.stdin })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

function refusal(error: string | null): string {
  const { code, minutes } = readSignInError(error);
  if (code === 'limited') return `Too many wrong tries. Try again in ${String(minutes)} min.`;
  if (code === 'away') return 'The database of the server does not answer. Try again in a moment.';
  return code === 'wrong' ? 'Email or password is wrong.' : 'Signing in failed. Try again.';
}

/** A browser-like session for one act: cookies of next-auth, requests from the server's own origin. */
export class Session {
  private readonly cookies = new Map<string, string>();
  private readonly server: string;

  constructor(server: string) {
    this.server = server;
  }

  async signIn(email: string, password: string): Promise<void> {
    const csrf = (await (await this.send('/api/auth/csrf')).json()) as { csrfToken: string };
    const body = new URLSearchParams({ email, password, csrfToken: csrf.csrfToken, json: 'true' });
    const response = await this.send('/api/auth/callback/credentials', { method: 'POST', body });
    if (![...this.cookies.keys()].some((name) => name.includes('session-token'))) {
      const { url } = (await response.json().catch(() => ({ url: '' }))) as { url?: string };
      throw new UsageError(
        refusal(url ? new URL(url, this.server).searchParams.get('error') : null),
      );
    }
  }

  get(path: string): Promise<unknown> {
    return this.api(path, {});
  }

  post(path: string, body: unknown): Promise<unknown> {
    return this.api(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  private async api(path: string, init: RequestInit): Promise<unknown> {
    const response = await this.send(`/api/v1${path}`, init);
    if (!response.ok) throw await readProblem(response);
    return response.status === 204 ? undefined : response.json();
  }

  private async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('origin', this.server);
    headers.set('cookie', [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '));
    const response = await fetch(`${this.server}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return response;
  }
}
