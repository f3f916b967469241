/** What was typed before there was a field for it. */
export interface TypedAhead {
  readonly text: string;
  /** Enter came: what the text finds first is to be run */
  readonly entered: boolean;
}

export const NOTHING_TYPED: TypedAhead = { text: '', entered: false };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

/** The text after a key; null where the key is none of a text field's. After Enter nothing is added. */
export function typeAhead(typed: TypedAhead, key: Key): TypedAhead | null {
  if (key.ctrlKey || key.metaKey || key.altKey || key.isComposing) return null;
  if (key.key === 'Enter') return { ...typed, entered: true };
  if (key.key === 'Backspace')
    return { ...typed, text: characters(typed.text).slice(0, -1).join('') };
  if (characters(key.key).length !== 1) return null;
  return typed.entered ? typed : { ...typed, text: typed.text + key.key };
}

/** A character may be two code units: 😀. */
function characters(text: string): string[] {
  return Array.from(text);
}
