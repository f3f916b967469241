import { createTranslator } from 'use-intl';
import { describe, expect, test } from 'vitest';
import { messagesOf } from './messages';
import { LOCALES } from './locales';
import { messageArguments } from '@/tests/i18n/message-arguments';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every message by its whole key. */
function flat(tree: Tree, before = ''): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}

/** What stands for something in a message: its arguments with their kind, and its tags. */
function names(message: string): string[] {
  const args = messageArguments(message).map(({ name, kind }) => `${name} ${kind}`);
  const tags = [...message.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name ?? ''}>`);
  return [...new Set([...args, ...tags])].sort();
}

const english = new Map(flat(messagesOf('en')));

describe.each(LOCALES)('messages in %s', (locale) => {
  const messages = new Map(flat(messagesOf(locale)));

  test('are the same keys as in English', () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('are spelled in camelCase, or as the name in an enum of the database', () => {
    const parts = [...messages.keys()].flatMap((key) => key.split('.'));
    const other = parts.filter((part) => !/^([a-z][a-zA-Z0-9]*|[A-Z]+(_[A-Z]+)*)$/.test(part));
    expect(other).toEqual([]);
  });

  test('have the same arguments and tags as in English', () => {
    const differ = [...english]
      .filter(([key, message]) => String(names(message)) !== String(names(messages.get(key) ?? '')))
      .map(([key]) => key);
    expect(differ).toEqual([]);
  });

  test('are all well formed', () => {
    const wrong: string[] = [];
    const t = createTranslator({
      locale,
      messages: messagesOf(locale),
      onError: (error) => wrong.push(error.message),
    });
    const say = t as unknown as {
      rich: (key: string, values: object) => unknown;
    };
    for (const [key, message] of messages) {
      const values = Object.fromEntries([
        ...messageArguments(message).map(({ name }) => [name, 2]),
        ...[...message.matchAll(/<(\w+)>/g)].map(([, name]) => [name, () => 'x']),
      ]) as object;
      say.rich(key, values);
    }
    expect(wrong).toEqual([]);
  });
});

test('no message of German is left in English by oversight', () => {
  const german = new Map(flat(messagesOf('de')));
  const long = [...english].filter(
    ([key, message]) =>
      (message.replace(/[{<][^}>]*[}>]/g, '').match(/[a-z]{2,}/gi)?.length ?? 0) > 3 &&
      german.get(key) === message,
  );
  expect(long).toEqual([]);
});
