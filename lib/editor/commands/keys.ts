/** A key press as the browser tells it. */
export interface KeyPress {
  readonly key: string;
  /** which key it was, whatever its sign: tells the numeric pad from the rest */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly getModifierState?: (key: string) => boolean;
}

/** The registry's name of a key press: "Ctrl+Shift+Z", "Shift+ArrowUp", "R", "?", "Space", "Numpad5". */
export function keyName(press: KeyPress): string {
  return keyNames(press)[0] ?? press.key;
}

/**
 * All names of a key press, the most exact first: a command on "Numpad5" goes before one on "5", and "5" holds on the pad too
 * where nothing is on "Numpad5". Command on a Mac counts as Ctrl; Shift is named only where it is no part of the sign.
 */
export function keyNames(press: KeyPress): readonly string[] {
  const { key, code = '' } = press;
  const letter = /^\p{L}$/u.test(key);
  const sign = key === ' ' ? 'Space' : letter ? key.toUpperCase() : key;
  const shift = press.shiftKey && (letter || key.length > 1 || key === ' ');
  const names = [withModifiers(press, sign, shift)];
  if (code.startsWith('Numpad')) names.unshift(withModifiers(press, code, press.shiftKey));
  // a letter of another script stands for the Latin one of its key
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter && latin !== undefined && !/^[A-Za-z]$/.test(key)) {
    names.push(withModifiers(press, latin, shift));
  }
  // signs that a keyboard has only with Alt: "[" on many European ones
  if (press.altKey && key.length === 1 && !letter) names.push(sign);
  return names;
}

function withModifiers(press: KeyPress, sign: string, shift: boolean): string {
  // Windows tells AltGr as Ctrl and Alt
  const altGraph = press.getModifierState?.('AltGraph') === true;
  const ctrl = (press.ctrlKey || press.metaKey) && !altGraph;
  const alt = press.altKey && !altGraph;
  return [ctrl ? 'Ctrl+' : '', alt ? 'Alt+' : '', shift ? 'Shift+' : '', sign].join('');
}

const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ContextMenu: 'Menu',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num -',
  NumpadMultiply: 'Num *',
  NumpadDivide: 'Num /',
  NumpadDecimal: 'Num .',
  NumpadEnter: 'Num Enter',
};

/** A key as hints show it: "Shift ↑". */
export function keyHint(name: string): string {
  if (name.length === 1) return name;
  return name
    .split(/\+(?=.)/)
    .map((part) => SIGNS[part] ?? part.replace(/^Numpad(?=\d)/, 'Num '))
    .join(' ');
}

/** Keys that mean something to the browser or to whoever works without a mouse; no command can have them. */
export type ReservedKey = 'browser' | 'focus' | 'modifier' | 'text';

const BROWSER = new Set([
  ...['F1', 'F3', 'F5', 'F6', 'F7', 'F11', 'F12', 'Alt+F4', 'Alt+ArrowLeft', 'Alt+ArrowRight'],
  ...['T', 'N', 'W', 'R', 'L', 'Q', 'P', 'F', 'D', 'J', 'U', 'H', 'O'].map((key) => `Ctrl+${key}`),
  ...['T', 'N', 'W', 'R', 'I', 'J', 'P', 'Q', 'Delete'].map((key) => `Ctrl+Shift+${key}`),
  ...['+', '-', '=', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].map((key) => `Ctrl+${key}`),
  ...['Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+F4', 'Ctrl+F5', 'Ctrl+PageUp', 'Ctrl+PageDown'],
]);
const TEXT = new Set(['Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+A', 'Ctrl+S']);
const MODIFIERS = new Set([
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'Dead',
  'Unidentified',
]);

/** Why no command can have a key, or null. */
export function reservedKey(name: string): ReservedKey | null {
  const bare = name.split(/\+(?=.)/).at(-1) ?? name;
  if (MODIFIERS.has(bare)) return 'modifier';
  if (bare === 'Tab' || name === 'Escape') return 'focus';
  if (TEXT.has(name)) return 'text';
  return BROWSER.has(name) ? 'browser' : null;
}
