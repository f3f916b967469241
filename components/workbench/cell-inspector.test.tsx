import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import { CellInspector } from '@/components/workbench/cell-inspector';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { EditorStore } from '@/lib/editor/store';
import display from '@/messages/en/display.json';

const PREDICTION: EditorPrediction = {
  ...{
    versionId: 'v',
    outputs: [{ code: 16, name: 'crown' }],
    values: new Float32Array(4).fill(1),
  },
};

/** Whether what the page knows of the cell besides, as the most similar cells, is shown. */
function showsMore(control: boolean, prediction: EditorPrediction | null): boolean {
  const editor = new EditorStore({
    lattice: { rows: 1, cols: 4, cellPx: 10, picture: { width: 40, height: 10 } },
    cells: new Uint8Array(4),
    activeCode: 16,
    thresholds: thresholdsOf(null, { '16': 0.45 }),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true, opacity: 1 },
      ...{ latticeOpacity: 1, by: 'class' },
    },
    onEdits: () => undefined,
  });
  editor.set({ prediction });
  return renderToStaticMarkup(
    <IntlProvider locale="en" timeZone="UTC" messages={{ display }}>
      <CellInspector state={editor.getState()} imageUrl="/a.webp" classes={[]} control={control}>
        <hr id="similar" />
      </CellInspector>
    </IntlProvider>,
  ).includes('id="similar"');
}

it('shows nothing that may sway on a control chip, be it that no model has scored it', () => {
  const withheld = { ...PREDICTION, withheld: true };
  expect([null, PREDICTION, withheld].map((found) => showsMore(false, found))).toEqual([
    true,
    true,
    false,
  ]);
  expect([null, PREDICTION, withheld].map((found) => showsMore(true, found))).toEqual([
    false,
    false,
    false,
  ]);
});
