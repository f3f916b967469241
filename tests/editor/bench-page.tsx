// Script of the page on which the bench measures the editor: the real store, stage and panels around it, without the application.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { useKeys } from '@/components/commands/use-keys';
import LatticeStage from '@/components/editor/lattice-stage';
import { ActionBar } from '@/components/label/action-bar';
import { ClassPanel } from '@/components/workbench/class-panel';
import { ToolRail } from '@/components/workbench/tool-rail';
import { useParts } from '@/components/editor/use-parts';
import { toolCommandId } from '@/lib/editor/commands/tools';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { commandsFor } from '@/lib/editor/commands/registry';
import { EditorStore } from '@/lib/editor/store';
import { en } from '@/lib/i18n/messages-en';

const SIDE = 100;
const CELL_PX = 10;
const CLASSES = ['#f0e442', '#56b4e9', '#e391c2', '#1fc193'].map((colour, index) => ({
  ...{
    id: String(index),
    index,
    code: 16 + index,
    name: `Class ${String(index)}`,
    colour,
    hint: '',
    pattern: index,
  },
  ...{ archived: false, archivedAt: null },
}));

/** Every second cell labelled, the others with a proposal: nothing on the lattice is easy to draw. */
function heavyEditor(): EditorStore {
  const size = SIDE * SIDE;
  const editor = new EditorStore({
    lattice: {
      ...{ rows: SIDE, cols: SIDE, cellPx: CELL_PX },
      picture: { width: SIDE * CELL_PX, height: SIDE * CELL_PX },
    },
    cells: Uint8Array.from({ length: size }, (_, i) =>
      i % 2 === 0 ? ([1, 2, 3, 16, 17, 18, 19][(i * 7) % 13] ?? 16) : 0,
    ),
    activeCode: codeOfClass(0),
    thresholds: personalThreshold(0.5),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true, opacity: 1 },
      ...{ latticeOpacity: 1, by: 'class' },
    },
    onEdits: () => undefined,
  });
  const outputs = [1, 16, 17, 18, 19].map((code) => ({ code, name: String(code) }));
  const values = new Float32Array(size * outputs.length);
  for (let i = 0; i < size; i += 1) values[i * outputs.length + 1 + ((i * 5) % 4)] = 0.9;
  editor.set({ prediction: { versionId: 'v', outputs, values } });
  return editor;
}

const SHOWN_HERE = [
  ...(['lattice', 'labelling', 'history', 'cursor', 'activeCode', 'tool', 'brushSize'] as const),
  ...(['prediction', 'thresholds', 'overlay', 'hidden', 'view', 'seen', 'readOnly'] as const),
] as const;
const STYLES = new Map(
  CLASSES.map((entry, place) => [
    codeOfClass(entry.index),
    { colour: entry.colour, tab: String(place + 1), pattern: place },
  ]),
);
const COMMANDS = commandsFor(CLASSES, 'label');
const editor = heavyEditor();

function Bench() {
  const context = useMemo(
    () => ({
      editor,
      classes: CLASSES,
      page: {
        submit: null,
        next: null,
        previous: null,
        restAbsent: () => undefined,
        help: () => undefined,
      },
    }),
    [],
  );
  useKeys(COMMANDS, context, false);
  const state = useParts(editor, SHOWN_HERE);
  const bar = { commands: COMMANDS, context, state, shown: editor.shown().length, busy: false };
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '48px 1056px 336px' }}>
      <ToolRail
        {...{ commands: COMMANDS, context, hidden: state.hidden, brushSize: state.brushSize }}
        active={toolCommandId(state.tool)}
      />
      <main style={{ position: 'relative', height: 800 }}>
        <div id="stage" style={{ position: 'absolute', inset: 0 }}>
          <LatticeStage
            editor={editor}
            imageUrl="/pictures/chip.png"
            styles={STYLES}
            label="Chip"
          />
        </div>
      </main>
      <aside>
        <ClassPanel editor={editor} state={state} classes={CLASSES} rule="" />
      </aside>
      <ActionBar mode="own" {...bar} />
    </div>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  <IntlProvider locale="en" messages={en} timeZone="UTC">
    <QueryClientProvider client={new QueryClient()}>
      <Bench />
    </QueryClientProvider>
  </IntlProvider>,
);

/** What happens in a frame. */
export type Step = 'hover' | 'paint' | 'paint5' | 'pan' | 'zoom';

export interface EditorPage {
  editor: EditorStore;
  /** from each key's own time stamp to the end of the frame that shows what it did, ms */
  keyTimes: number[];
  /** one step a frame, each marked for the trace */
  play: (step: Step, frames: number, mark: string) => Promise<void>;
}

const keyTimes: number[] = [];
window.addEventListener('keydown', (event) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => keyTimes.push(performance.now() - event.timeStamp);
    port2.postMessage(null);
  });
});

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function play(step: Step, frames: number, mark: string): Promise<void> {
  const stage = document.querySelector('#stage > div');
  if (!stage) throw new Error('no stage');
  // made-up pointers cannot be captured
  stage.setPointerCapture = () => undefined;
  const box = stage.getBoundingClientRect();
  const button = step === 'pan' ? 2 : 0;
  const presses = step !== 'hover' && step !== 'zoom';
  const send = (type: string, i: number): void => {
    const clientX = box.left + box.width / 2 + 280 * Math.sin(i / 11);
    const clientY = box.top + box.height / 2 + 280 * Math.sin(i / 7);
    const init = { clientX, clientY, button, pointerId: 1, pointerType: 'mouse', bubbles: true };
    stage.dispatchEvent(new PointerEvent(type, init));
  };
  editor.tools.choose('brush');
  editor.set({ brushSize: step === 'paint5' ? 5 : 1 });
  if (presses) send('pointerdown', 0);
  for (let i = 1; i <= frames; i += 1) {
    await nextFrame();
    performance.mark(mark);
    if (step === 'zoom') {
      const wheel = { deltaY: i % 60 < 30 ? -40 : 40, clientX: 500, clientY: 400, bubbles: true };
      stage.dispatchEvent(new WheelEvent('wheel', wheel));
    } else send('pointermove', i);
    // a stroke ends now and then, as a hand's does
    if (step.startsWith('paint') && i % 30 === 0) {
      send('pointerup', i);
      send('pointerdown', i);
    }
  }
  await nextFrame();
  performance.mark(mark);
  if (presses) send('pointerup', frames);
  await nextFrame();
}

Object.assign(globalThis, { editor, keyTimes, play } satisfies EditorPage);
