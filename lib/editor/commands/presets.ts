import type { KeyPreset } from '@/lib/domain/preference/schema';

type Keys = Readonly<Record<string, readonly string[]>>;

/**
 * Mouse or pen in the left hand, the right one on the right half of the keyboard: I J K L move like arrows, the classes are
 * the digits above them, and what ends a chip lies around.
 */
const LEFT_HANDED: Keys = {
  moveUp: ['I', 'ArrowUp'],
  moveLeft: ['J', 'ArrowLeft'],
  moveDown: ['K', 'ArrowDown'],
  moveRight: ['L', 'ArrowRight'],
  paintUp: ['Shift+I', 'Shift+ArrowUp'],
  paintLeft: ['Shift+J', 'Shift+ArrowLeft'],
  paintDown: ['Shift+K', 'Shift+ArrowDown'],
  paintRight: ['Shift+L', 'Shift+ArrowRight'],
  'class-1': ['7'],
  'class-2': ['8'],
  'class-3': ['9'],
  'class-4': ['0'],
  'class-5': ['6'],
  'class-6': ['5'],
  'class-7': ['4'],
  'class-8': ['3'],
  'class-9': ['2'],
  absent: ['O'],
  unusable: ['P'],
  restAbsent: ['Y'],
  undo: ['Ctrl+Z', ';'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y', "'"],
  submit: ['M', 'S'],
  previous: ['Shift+N'],
  toolFlood: ['Alt+L'],
  fill: ['Alt+Shift+L'],
  toolPolygon: ['Alt+Y'],
  toolPick: ['Alt+P'],
  pick: ['Alt+Shift+P'],
  bandsNext: ['Alt+M'],
  otherPeek: ['Shift+U'],
  differenceNext: [':'],
  differencePrevious: ['"'],
};

/**
 * All of a chip with one hand on the numeric pad: 8 4 6 2 move, 5 uses the tool, the corners are the first four classes. The
 * usual keys stay beside them.
 */
const NUMERIC_PAD: Keys = {
  moveUp: ['Numpad8', 'ArrowUp'],
  moveLeft: ['Numpad4', 'ArrowLeft'],
  moveRight: ['Numpad6', 'ArrowRight'],
  moveDown: ['Numpad2', 'ArrowDown'],
  toggle: ['Numpad5', 'Space'],
  'class-1': ['Numpad7', '1'],
  'class-2': ['Numpad9', '2'],
  'class-3': ['Numpad1', '3'],
  'class-4': ['Numpad3', '4'],
  absent: ['Numpad0', '0'],
  unsure: ['NumpadDecimal', 'U'],
  accept: ['NumpadEnter', 'Enter'],
  confirm: ['NumpadEnter', 'Enter', 'A'],
  draftFinish: ['NumpadEnter', 'Enter'],
  restAbsent: ['NumpadAdd', 'R'],
  clear: ['NumpadSubtract', 'Backspace', 'Delete'],
  undo: ['NumpadDivide', 'Ctrl+Z'],
  submit: ['NumpadMultiply', 'S'],
};

/** What a preset changes of the commands' own keys. */
export const PRESET_KEYS: Record<KeyPreset, Keys> = {
  default: {},
  leftHanded: LEFT_HANDED,
  numericPad: NUMERIC_PAD,
};
