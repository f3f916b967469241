import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { offlineProblem, readProblem, setProblemLanguage } from '@/lib/client/problem';
import { englishError } from '@/lib/i18n/english-error';
import { errorTranslator } from '@/lib/i18n/errors';
import { errorKey } from '@/lib/domain/error/message';
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
  expect(problem.message).toBe('Name: Dieser Wert fehlt.');
  expect(problem.fields).toMatchObject([
    { path: 'name', message: 'Dieser Wert fehlt.' },
    { path: 'rows', message: 'Hier wird eine ganze Zahl erwartet.' },
  ]);
});

test('a field that the form shows is not repeated, what has no name is not named by its path', async () => {
  setProblemLanguage(englishError);
  const Grid = z.strictObject({ cellPx: z.number().min(4, errorKey('validation.cellPx')) });
  const { error } = z
    .strictObject({ name: z.string().min(1), grid: Grid, odd: z.int() })
    .safeParse({ name: '', grid: { cellPx: -3 }, odd: 1.5 });
  const problem = await readProblem(problemReply(error));
  expect(problem.beside(['name', 'odd'])).toBe('Side of a cell: A cell is at least 4 pixels wide.');
  expect(problem.beside(['name', 'grid'])).toBe('This has to be a whole number.');
  expect(problem.beside(['name', 'grid', 'odd'])).toBeNull();
  expect(offlineProblem().beside(['name'])).not.toBeNull();
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
