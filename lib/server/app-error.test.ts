import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { englishError } from '@/lib/i18n/errors';
import { AppError } from '@/lib/server/app-error';
import errors from '@/messages/en/errors.json';
import { messageArguments } from '@/tests/i18n/message-arguments';

interface Tree {
  readonly [key: string]: string | Tree;
}

function messageOf(key: string): string {
  let at: string | Tree | undefined = errors;
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : '';
}

/** Every AppError and field error of the code that names its message and values on the spot. */
function thrown(): { where: string; key: string; names: string[] }[] {
  const files = execFileSync('git', ['grep', '-lE', 'AppError|fieldError', '--', 'app', 'lib'])
    .toString()
    .trim()
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: { where: string; key: string; names: string[] }[] = [];
    const visit = (node: ts.Node): void => {
      const called =
        ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression.getText() : '';
      if (called === 'AppError' || called === 'fieldError') {
        const [, key, values] = (node as ts.NewExpression).arguments ?? [];
        const plain = values === undefined || ts.isObjectLiteralExpression(values);
        if (key && ts.isStringLiteral(key) && plain) {
          const names = values?.properties.map((property) => property.name?.getText() ?? '...');
          found.push({ where: file, key: key.text, names: names ?? [] });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

describe('errors are thrown with what their messages name', () => {
  const all = thrown();
  test('in many places', () => {
    expect(all.length).toBeGreaterThan(80);
  });
  test.each(all.map((one) => [one.where, one.key, one] as const))('%s: %s', (_file, key, one) => {
    const wanted = new Set(messageArguments(messageOf(key)).map(({ name }) => name));
    expect(one.names.toSorted()).toEqual([...wanted].sort());
  });
});

test('an error carries its key and values, and its message is English', () => {
  const error = new AppError('conflict', 'class.nameTaken', { name: 'Oak' });
  expect(error).toMatchObject({
    status: 409,
    text: { key: 'class.nameTaken', values: { name: 'Oak' } },
    message: 'There is already a class called “Oak”. Choose another name.',
  });
  expect(englishError.isKey('class.nameTaken')).toBe(true);
  expect(englishError.isKey('Choose another name.')).toBe(false);
  expect(englishError.isKey('class')).toBe(false);
});
