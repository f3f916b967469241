/** A key press as the registry writes it: "Ctrl+Shift+Z", "Shift+ArrowUp", "R", "?", "Space". */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The registry's name of a key press. Command on a Mac counts as Ctrl; Shift is named only where it is no part of the sign. */
export function keyName(press: KeyPress): string {
  const { key } = press;
  const letter = /^\p{L}$/u.test(key);
  const name = key === ' ' ? 'Space' : letter ? key.toUpperCase() : key;
  const shift = press.shiftKey && (letter || key.length > 1 || key === ' ');
  return [
    press.ctrlKey || press.metaKey ? 'Ctrl+' : '',
    press.altKey ? 'Alt+' : '',
    shift ? 'Shift+' : '',
    name,
  ].join('');
}

const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** A key as hints show it: "Shift ↑". */
export function keyHint(name: string): string {
  if (name.length === 1) return name;
  return name
    .split('+')
    .map((part) => SIGNS[part] ?? (part === '' ? '+' : part))
    .join(' ');
}
