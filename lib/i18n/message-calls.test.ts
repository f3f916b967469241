import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { en } from '@/lib/i18n/messages-en';
import { messageArguments } from '@/tests/i18n/message-arguments';

/** What names a message and its values: where its key stands among the arguments, and what comes before the key. */
const CALLS: Readonly<Record<string, { at: number; before: string }>> = {
  AppError: { at: 1, before: 'errors.' },
  fieldError: { at: 1, before: 'errors.' },
  MessageError: { at: 0, before: 'errors.' },
  CheckChipError: { at: 0, before: 'errors.' },
  ImportRefusal: { at: 0, before: 'errors.refusal.' },
  Unplaced: { at: 0, before: 'errors.labelLine.' },
  remark: { at: 0, before: 'imagery.remark.' },
};

interface Tree {
  readonly [key: string]: string | Tree;
}

function messageOf(key: string): string {
  let at: string | Tree | undefined = en;
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : '';
}

interface Call {
  where: string;
  key: string;
  names: string[];
}

/** Every call that names its message and values on the spot. */
function calls(): Call[] {
  const pattern = Object.keys(CALLS).join('|');
  const files = execFileSync('git', ['grep', '-lE', pattern, '--', 'app', 'lib'])
    .toString()
    .trim()
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const found: Call[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
        const call = CALLS[node.expression.getText()];
        const [key, values] = node.arguments?.slice(call?.at) ?? [];
        const plain = values === undefined || ts.isObjectLiteralExpression(values);
        if (call && key && ts.isStringLiteral(key) && plain) {
          const names = values?.properties.map((property) => property.name?.getText() ?? '...');
          found.push({ where: file, key: call.before + key.text, names: names ?? [] });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

describe('messages are named with the values that they speak of', () => {
  const all = calls();
  test('in many places', () => {
    expect(all.length).toBeGreaterThan(120);
  });
  // a spread is checked where it is made
  const whole = all.filter(({ names }) => !names.includes('...'));
  test.each(whole.map((one) => [one.where, one.key, one] as const))('%s: %s', (_file, key, one) => {
    const wanted = new Set(messageArguments(messageOf(key)).map(({ name }) => name));
    expect(one.names.toSorted()).toEqual([...wanted].sort());
  });
});
