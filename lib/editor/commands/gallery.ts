import { ABSENT, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import type { Command } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';

export type GalleryStep = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** What the gallery does; a `Why` says why an act is not possible now. */
export interface GalleryContext {
  /** gives the label to what is selected, or to the cursor's cell */
  readonly label: (code: number) => void;
  readonly canLabel: () => true | Why;
  /** the label is right, or the chip is accepted */
  readonly confirm: () => void;
  readonly canConfirm: () => true | Why;
  readonly returnChips: () => void;
  readonly canReturn: () => true | Why;
  /** gives chips to a second person, who does not see their labels */
  readonly second: () => void;
  readonly canSecond: () => true | Why;
  readonly move: (step: GalleryStep, select: boolean) => void;
  readonly select: () => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly open: () => void;
  readonly like: () => void;
  /** whether there is a crop at the cursor */
  readonly hasCursor: () => true | Why;
  readonly undo: () => void;
  readonly canUndo: () => true | Why;
  readonly save: () => void;
  readonly canSave: () => true | Why;
  readonly help: () => void;
}

export type GalleryCommand = Command<GalleryContext>;

const always = (): true => true;

function label(
  id: GalleryCommand['id'],
  keys: readonly string[],
  code: number,
  name?: string,
): GalleryCommand {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    group: 'label',
    keys,
    enabled: (gallery) => gallery.canLabel(),
    run: (gallery) => {
      gallery.label(code);
    },
    // a held key would run through the gallery
    repeats: () => false,
  };
}

function step(
  id: GalleryCommand['id'],
  keys: readonly string[],
  to: GalleryStep,
  select = false,
): GalleryCommand {
  return {
    ...{ id, keys, group: 'move', enabled: always },
    run: (gallery) => {
      gallery.move(to, select);
    },
  };
}

const REST: readonly GalleryCommand[] = [
  label('absent', ['0'], ABSENT),
  label('unsure', ['U'], UNSURE),
  label('unusable', ['X'], UNUSABLE),
  {
    ...{ id: 'galleryConfirm', group: 'chip', keys: ['Enter', 'A'] },
    enabled: (gallery) => gallery.canConfirm(),
    run: (gallery) => {
      gallery.confirm();
    },
  },
  {
    ...{ id: 'return', group: 'chip', keys: ['E'] },
    enabled: (gallery) => gallery.canReturn(),
    run: (gallery) => {
      gallery.returnChips();
    },
  },
  {
    ...{ id: 'gallerySecond', group: 'chip', keys: ['P'] },
    enabled: (gallery) => gallery.canSecond(),
    run: (gallery) => {
      gallery.second();
    },
    repeats: () => false,
  },
  {
    ...{ id: 'gallerySave', group: 'chip', keys: ['Ctrl+Enter', 'S'] },
    enabled: (gallery) => gallery.canSave(),
    run: (gallery) => {
      gallery.save();
    },
  },
  {
    ...{ id: 'undo', group: 'label', keys: ['Ctrl+Z'] },
    enabled: (gallery) => gallery.canUndo(),
    run: (gallery) => {
      gallery.undo();
    },
  },
  step('moveRight', ['ArrowRight', 'J'], 'right'),
  step('moveLeft', ['ArrowLeft', 'K'], 'left'),
  step('moveUp', ['ArrowUp'], 'up'),
  step('moveDown', ['ArrowDown'], 'down'),
  step('galleryFirst', ['Home'], 'first'),
  step('galleryLast', ['End'], 'last'),
  step('gallerySelectRight', ['Shift+ArrowRight'], 'right', true),
  step('gallerySelectLeft', ['Shift+ArrowLeft'], 'left', true),
  step('gallerySelectUp', ['Shift+ArrowUp'], 'up', true),
  step('gallerySelectDown', ['Shift+ArrowDown'], 'down', true),
  {
    ...{ id: 'gallerySelect', group: 'move', keys: ['Space'] },
    enabled: (gallery) => gallery.hasCursor(),
    run: (gallery) => {
      gallery.select();
    },
    repeats: () => false,
  },
  {
    ...{ id: 'gallerySelectAll', group: 'move', keys: ['Ctrl+A'], enabled: always },
    run: (gallery) => {
      gallery.selectAll();
    },
  },
  {
    ...{ id: 'galleryClear', group: 'move', keys: ['Escape'], enabled: always },
    run: (gallery) => {
      gallery.clear();
    },
  },
  {
    ...{ id: 'galleryOpen', group: 'view', keys: ['O'] },
    enabled: (gallery) => gallery.hasCursor(),
    run: (gallery) => {
      gallery.open();
    },
    repeats: () => false,
  },
  {
    ...{ id: 'galleryLike', group: 'view', keys: ['L'] },
    enabled: (gallery) => gallery.hasCursor(),
    run: (gallery) => {
      gallery.like();
    },
    repeats: () => false,
  },
  {
    ...{ id: 'help', group: 'view', keys: ['?'], enabled: always },
    run: (gallery) => {
      gallery.help();
    },
  },
];

/** The commands of the gallery for a project's classes, in the order of help. */
export function galleryCommands(
  classes: readonly { index: number; name: string }[],
): readonly GalleryCommand[] {
  return [
    ...classes.map(({ index, name }, place) =>
      label(`class-${place + 1}`, place < 9 ? [String(place + 1)] : [], codeOfClass(index), name),
    ),
    ...REST,
  ];
}
