import { always } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { PLAIN_PICTURE, adjust, isAdjusted } from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';
import { wholeStep } from '@/lib/editor/view';

type Run = Command['run'];
type Enabled = Command['enabled'];

function view(
  id: Command['id'],
  keys: readonly string[],
  run: Run,
  enabled: Enabled = always,
): Command {
  return { id, group: 'view', keys, enabled, run };
}

function setPicture({ editor }: CommandContext, change: Partial<Picture>): void {
  editor.set({ picture: { ...editor.getState().picture, ...change } });
}

/** Pixels of the screen a CSS pixel; 1 where there is no screen. */
function ratio(): number {
  return typeof devicePixelRatio === 'number' ? devicePixelRatio : 1;
}

/** Part of the window that a key moves the picture by. */
const PAN = 0.25;

function panning(): Command[] {
  const ways = [
    ['panUp', 'ArrowUp', 0, 1],
    ['panDown', 'ArrowDown', 0, -1],
    ['panLeft', 'ArrowLeft', 1, 0],
    ['panRight', 'ArrowRight', -1, 0],
  ] as const;
  return ways.map(([id, key, x, y]) =>
    view(id, [`Ctrl+${key}`], ({ editor }) => {
      const { width, height } = editor.getState().frame;
      editor.pan(x * width * PAN, y * height * PAN);
    }),
  );
}

function tones(): Command[] {
  const parts = [
    ['brightnessUp', 'Alt+ArrowUp', 'brightness', 1],
    ['brightnessDown', 'Alt+ArrowDown', 'brightness', -1],
    ['contrastUp', 'Alt+Shift+ArrowUp', 'contrast', 1],
    ['contrastDown', 'Alt+Shift+ArrowDown', 'contrast', -1],
    ['gammaUp', '', 'gamma', 1],
    ['gammaDown', '', 'gamma', -1],
  ] as const;
  return parts.map(([id, key, part, steps]) =>
    view(id, key === '' ? [] : [key], ({ editor }) => {
      editor.set({ picture: adjust(editor.getState().picture, part, steps) });
    }),
  );
}

const hasBands = ({ page }: CommandContext): true | Why =>
  (page.display?.bandOffers().length ?? 0) > 1 ? true : { why: 'noBands' };
const hasOther = ({ page }: CommandContext): true | Why =>
  (page.display?.otherDates().length ?? 0) > 0 ? true : { why: 'noOtherDate' };

/** The entry after the current one, round and round. */
function after<T>(list: readonly T[], current: T, step: 1 | -1): T | undefined {
  const at = list.indexOf(current);
  return list[(at + step + list.length) % list.length];
}

function bands(id: 'bandsNext' | 'bandsPrevious', key: string, step: 1 | -1): Command {
  return view(
    id,
    [key],
    (context) => {
      const offers = context.page.display?.bandOffers() ?? [];
      const next = after(offers, context.editor.getState().picture.bands, step);
      setPicture(context, { bands: next ?? null });
    },
    hasBands,
  );
}

/** The other date that is compared with: the one chosen, else the first there is. */
function chooseOther(context: CommandContext): void {
  const { editor, page } = context;
  const dates = page.display?.otherDates() ?? [];
  const { other } = editor.getState().picture;
  if (other === null || !dates.includes(other)) setPicture(context, { other: dates[0] ?? null });
}

/** What helps the eye: zoom by whole pixels, tones, bands, looks without the overlay, other dates. */
export const DISPLAY_COMMANDS: readonly Command[] = [
  view('native', ['Z'], ({ editor }) => {
    editor.zoomTo(1 / ratio());
  }),
  view('nativeIn', ['Shift+Z'], ({ editor }) => {
    editor.zoomTo(wholeStep(editor.getState().view.scale, 1, ratio()));
  }),
  view('nativeOut', ['Alt+Z'], ({ editor }) => {
    editor.zoomTo(wholeStep(editor.getState().view.scale, -1, ratio()));
  }),
  ...panning(),
  ...tones(),
  view('invert', ['Alt+I'], (context) => {
    setPicture(context, { invert: !context.editor.getState().picture.invert });
  }),
  view('smooth', ['Shift+P'], (context) => {
    setPicture(context, { smooth: !context.editor.getState().picture.smooth });
  }),
  view(
    'pictureReset',
    ['Shift+R'],
    (context) => {
      const { brightness, contrast, gamma, invert } = PLAIN_PICTURE;
      setPicture(context, { brightness, contrast, gamma, invert });
    },
    ({ editor }) => (isAdjusted(editor.getState().picture) ? true : { why: 'pictureNotAdjusted' }),
  ),
  bands('bandsNext', 'M', 1),
  bands('bandsPrevious', 'Shift+M', -1),
  {
    ...view('peek', ['B'], ({ editor }) => {
      editor.set({ blink: 'held' });
    }),
    release: ({ editor }) => {
      if (editor.getState().blink === 'held') editor.set({ blink: 'off' });
    },
  },
  view('blink', ['Shift+B'], ({ editor }) => {
    editor.set({ blink: editor.getState().blink === 'running' ? 'off' : 'running' });
  }),
  view('byConfidence', ['Shift+H'], ({ editor }) => {
    const { overlay } = editor.getState();
    editor.set({ overlay: { ...overlay, by: overlay.by === 'class' ? 'confidence' : 'class' } });
  }),
  view('lattice', ['Shift+G'], ({ editor }) => {
    const { overlay } = editor.getState();
    editor.set({ overlay: { ...overlay, lattice: !overlay.lattice } });
  }),
  {
    ...view(
      'otherPeek',
      ['O'],
      (context) => {
        chooseOther(context);
        context.editor.set({ compare: 'held' });
      },
      hasOther,
    ),
    release: ({ editor }) => {
      if (editor.getState().compare === 'held') editor.set({ compare: 'off' });
    },
  },
  view(
    'otherSwipe',
    ['Shift+O'],
    (context) => {
      chooseOther(context);
      const { compare } = context.editor.getState();
      context.editor.set({ compare: compare === 'swipe' ? 'off' : 'swipe' });
    },
    hasOther,
  ),
  view(
    'otherNext',
    ['Alt+O'],
    (context) => {
      const dates = context.page.display?.otherDates() ?? [];
      const { other } = context.editor.getState().picture;
      const next = other === null ? dates[0] : after(dates, other, 1);
      setPicture(context, { other: next ?? null });
    },
    hasOther,
  ),
];
