import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { saveToken } from '@/cli/config';
import { serverOf, UsageError } from '@/cli/context';
import { readProblem } from '@/lib/client/problem';
import { TokenReply } from '@/lib/domain/token/schema';
import { Me } from '@/lib/domain/user/schema';

interface LoginOptions {
  email: string;
  newPassword?: boolean;
  days: string;
  name: string;
  print?: boolean;
}

/** `quadrat login`: signs in once with email and password (from stdin) and keeps a token instead of the password. */
export function addLoginCommand(program: Command): void {
  program
    .command('login')
    .description('sign in; the password is read from stdin, a token is kept, the password is not')
    .requiredOption('--email <email>')
    .option('--new-password', 'stdin has a second line: the new password (first sign-in)')
    .option('--days <days>', 'life of the token in days', '90')
    .option('--name <name>', 'name of the token', 'quadrat command line')
    .option('--print', 'print the token instead of keeping it')
    .action(async (options: LoginOptions, command: Command) => {
      const server = serverOf(command);
      const [password, next] = await readLines(options.newPassword === true ? 2 : 1);
      if (password === undefined) throw new UsageError('Give the password on stdin.');
      const session = new Session(server);
      await session.signIn(options.email, password);
      if (options.newPassword === true) {
        if (next === undefined) throw new UsageError('Give the new password on a second line.');
        await session.post('/me/password', { current: password, next });
      }
      const me = Me.parse(await session.get('/me'));
      const scopes = me.scopes.filter(
        (scope) => scope !== 'runner' && (scope !== 'owner' || me.isOwner),
      );
      const reply = TokenReply.parse(
        await session.post('/tokens', {
          name: options.name,
          scopes,
          expiresInDays: Number(options.days),
        }),
      );
      if (options.print === true) {
        console.log(reply.secret);
        return;
      }
      const file = await saveToken(server, reply.secret);
      console.error(
        `Signed in as ${me.name}. The token is kept in ${file} for ${options.days} days.`,
      );
    });
}

async function readLines(count: number): Promise<string[]> {
  const lines: string[] = [];
  if (process.stdin.isTTY)
    console.error(count === 1 ? 'Password:' : 'Password, then new password:');
  for await (const line of createInterface({ input: process.stdin })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

/** A browser-like session for the moment of signing in: cookies of next-auth, requests from the server's own origin. */
class Session {
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
      const reason = url ? new URL(url, this.server).searchParams.get('error') : null;
      throw new UsageError(
        reason && reason !== 'CredentialsSignin' ? reason : 'Email or password is wrong.',
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
