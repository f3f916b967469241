import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { offlineProblem, readProblem, setProblemLanguage } from '@/lib/client/problem';
import { englishError, errorTranslator } from '@/lib/i18n/errors';
import { AppError } from '@/lib/server/app-error';
import { problemReply } from '@/lib/server/http/problem';
import german from '@/messages/de/errors.json';

afterEach(() => {
  setProblemLanguage(englishError);
});

test('what the API refuses is said in the person’s language', async () => {
  setProblemLanguage(errorTranslator('de', german));
  const reply = problemReply(new AppError('conflict', 'class.nameTaken', { name: 'Eiche' }));
  expect(await readProblem(reply)).toMatchObject({
    status: 409,
    code: 'conflict',
    message: 'Eine Klasse namens „Eiche“ gibt es bereits. Wählen Sie einen anderen Namen.',
  });
  expect(offlineProblem().message).toMatch(/^Der Server ist nicht erreichbar/);
});

test('so are fields, the first one in the text', async () => {
  setProblemLanguage(errorTranslator('de', german));
  const { error } = z.strictObject({ name: z.string().min(1), rows: z.int() }).safeParse({
    name: '',
    rows: 1.5,
  });
  const problem = await readProblem(problemReply(error));
  expect(problem.message).toBe('name: Dieser Wert fehlt.');
  expect(problem.fields).toMatchObject([
    { path: 'name', message: 'Dieser Wert fehlt.' },
    { path: 'rows', message: 'Hier wird eine ganze Zahl erwartet.' },
  ]);
});

test('a message that this page does not know yet is shown in English, as the reply has it', async () => {
  setProblemLanguage(errorTranslator('de', german));
  const body = {
    title: 'Not found',
    status: 404,
    code: 'not_found',
    detail: 'The newer thing is gone.',
    key: 'newer.gone',
  };
  const problem = await readProblem(Response.json(body, { status: 404 }));
  expect(problem.message).toBe('The newer thing is gone.');
});
