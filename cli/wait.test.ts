import { describe, expect, it } from 'vitest';
import { patiently } from '@/cli/wait';
import { ApiProblem } from '@/lib/client/problem';

const away = (status: number) => new ApiProblem('The server is away.', { status, code: 'offline' });

describe('asking about work at the server', () => {
  it('outlasts a server that is away or broken for a while', async () => {
    const answers = [away(0), away(500), away(503)];
    const waits: number[] = [];
    const said: string[] = [];
    const answer = await patiently(
      () => {
        const problem = answers.shift();
        return problem ? Promise.reject(problem) : Promise.resolve('done');
      },
      (words) => said.push(words),
      (ms) => Promise.resolve(void waits.push(ms)),
    );
    expect(answer).toBe('done');
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(said[0]).toBe('The server is away. Asking again in 1 s.');
  });

  it('gives a refusal on at once, and a server that stays away in the end', async () => {
    let asked = 0;
    const ask = (status: number) => () => {
      asked += 1;
      return Promise.reject(away(status));
    };
    const now = () => Promise.resolve();
    await expect(patiently(ask(404), () => undefined, now)).rejects.toMatchObject({ status: 404 });
    expect(asked).toBe(1);
    await expect(patiently(ask(0), () => undefined, now)).rejects.toMatchObject({ status: 0 });
    expect(asked).toBe(9);
  });
});
