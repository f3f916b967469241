import { describe, expect, test } from 'vitest';
import { complete, completionAt, namedIn, partsOf } from '@/lib/domain/comment/mentions';

const PEOPLE = ['Ann', 'Anna Berg', 'Ben', 'Ben'].map((name, i) => ({ userId: String(i), name }));

describe('who is named', () => {
  test.each([
    ['Look, @Ann!', ['0']],
    ['@anna berg and @Ann', ['1', '0']],
    ['@Anna is somebody else', []],
    ['to ben@Ben.org', ['2', '3']],
    ['@Ben @Ben', ['2', '3']],
    ['nobody @', []],
  ])('%s', (text, ids) => {
    expect(namedIn(text, PEOPLE)).toEqual(ids);
  });

  test('the parts are the text', () => {
    const text = 'So, @Anna Berg: ask @Ben.';
    const parts = partsOf(text, PEOPLE);
    expect(parts.map((part) => part.text)).toEqual(['So, ', '@Anna Berg', ': ask ', '@Ben', '.']);
    expect(partsOf('', PEOPLE)).toEqual([]);
  });
});

describe('a name that is typed', () => {
  const at = (text: string) => completionAt(text, text.length, PEOPLE);

  test('is offered by the beginning of any of its words', () => {
    expect(at('Look @a')?.offers.map(({ name }) => name)).toEqual(['Ann', 'Anna Berg']);
    expect(at('Look @ber')?.offers.map(({ name }) => name)).toEqual(['Anna Berg']);
    expect(at('@')?.offers).toHaveLength(4);
  });

  test.each(['Look a', 'mail@a', '@Ann', '@x', '@Ann\nb'])('offers nothing after %j', (text) => {
    expect(at(text)?.offers.map(({ name }) => name) ?? []).toEqual(
      // the longer name begins with the shorter
      text === '@Ann' ? ['Anna Berg'] : [],
    );
  });

  test('is none before its sign', () => {
    expect(completionAt('@a', 0, PEOPLE)).toBeNull();
    expect(completionAt('@a', 1, PEOPLE)?.offers).toHaveLength(4);
  });

  test('becomes the name that was chosen', () => {
    const [ann] = PEOPLE;
    if (!ann) throw new Error('nobody');
    expect(complete('Look @an here', { from: 5, caret: 8 }, ann)).toEqual({
      text: 'Look @Ann here',
      caret: 10,
    });
  });
});
