import { offlineProblem, readProblem } from '@/lib/client/problem';

/**
 * Ends the session on the server.
 * @throws ApiProblem where it goes on
 */
export async function signOut(): Promise<void> {
  const { csrfToken } = (await (await send('/api/auth/csrf')).json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, json: 'true' });
  await send('/api/auth/signout', { method: 'POST', body });
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  const reply = await fetch(path, init).catch(() => {
    throw offlineProblem();
  });
  if (!reply.ok) throw await readProblem(reply);
  return reply;
}
