import type { KeyPreset } from '@/lib/domain/preference/schema';

type Keys = Readonly<Record<string, readonly string[]>>;

/**
 * Mouse or pen in the left hand, the right one on the right half of the keyboard: I J K L move like arrows, the classes are
 * the digits above them, and what ends a chip lies around.
 */
const LEFT_HANDED: Keys = {
  'move-up': ['I', 'ArrowUp'],
  'move-left': ['J', 'ArrowLeft'],
  'move-down': ['K', 'ArrowDown'],
  'move-right': ['L', 'ArrowRight'],
  'paint-up': ['Shift+I', 'Shift+ArrowUp'],
  'paint-left': ['Shift+J', 'Shift+ArrowLeft'],
  'paint-down': ['Shift+K', 'Shift+ArrowDown'],
  'paint-right': ['Shift+L', 'Shift+ArrowRight'],
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
  'rest-absent': ['Y'],
  undo: ['Ctrl+Z', ';'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y', "'"],
  submit: ['M', 'S'],
  previous: ['Shift+N'],
  'tool-flood': ['Alt+L'],
  fill: ['Alt+Shift+L'],
  'tool-polygon': ['Alt+Y'],
  'tool-pick': ['Alt+P'],
  pick: ['Alt+Shift+P'],
  'bands-next': ['Alt+M'],
  'other-peek': ['Shift+U'],
  'difference-next': [':'],
  'difference-previous': ['"'],
};

/**
 * All of a chip with one hand on the numeric pad: 8 4 6 2 move, 5 uses the tool, the corners are the first four classes. The
 * usual keys stay beside them.
 */
const NUMERIC_PAD: Keys = {
  'move-up': ['Numpad8', 'ArrowUp'],
  'move-left': ['Numpad4', 'ArrowLeft'],
  'move-right': ['Numpad6', 'ArrowRight'],
  'move-down': ['Numpad2', 'ArrowDown'],
  toggle: ['Numpad5', 'Space'],
  'class-1': ['Numpad7', '1'],
  'class-2': ['Numpad9', '2'],
  'class-3': ['Numpad1', '3'],
  'class-4': ['Numpad3', '4'],
  absent: ['Numpad0', '0'],
  unsure: ['NumpadDecimal', 'U'],
  accept: ['NumpadEnter', 'Enter'],
  confirm: ['NumpadEnter', 'Enter', 'A'],
  'draft-finish': ['NumpadEnter', 'Enter'],
  'rest-absent': ['NumpadAdd', 'R'],
  clear: ['NumpadSubtract', 'Backspace', 'Delete'],
  undo: ['NumpadDivide', 'Ctrl+Z'],
  submit: ['NumpadMultiply', 'S'],
};

/** What a preset changes of the commands' own keys. */
export const PRESET_KEYS: Record<KeyPreset, Keys> = {
  default: {},
  'left-handed': LEFT_HANDED,
  'numeric-pad': NUMERIC_PAD,
};
