import { describe, expect, it } from 'vitest';
import { NOTHING_TYPED, typeAhead } from '@/lib/editor/commands/type-ahead';
import type { TypedAhead } from '@/lib/editor/commands/type-ahead';

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
const type = (...keys: string[]): TypedAhead =>
  keys.reduce<TypedAhead>(
    (typed, key) => typeAhead(typed, { ...PLAIN, key }) ?? typed,
    NOTHING_TYPED,
  );

describe('what is typed before there is a field', () => {
  it('is kept, with what was taken back, up to Enter', () => {
    expect(type('R', 'e', 'x', 'Backspace', 'd', 'ö', ' ', '😀', 'Backspace')).toEqual({
      ...{ text: 'Redö ', entered: false },
    });
    expect(type('a', 'Enter', 'b')).toEqual({ text: 'a', entered: true });
    expect(type('Backspace')).toEqual(NOTHING_TYPED);
  });

  it('does not take keys that write nothing, nor shortcuts', () => {
    expect(typeAhead(NOTHING_TYPED, { ...PLAIN, key: 'ArrowDown' })).toBeNull();
    expect(typeAhead(NOTHING_TYPED, { ...PLAIN, key: 'r', ctrlKey: true })).toBeNull();
  });
});
