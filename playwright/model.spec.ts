import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { Manifest } from '@/lib/contracts/package';
import { checkChipDifference } from '@/lib/ml/check-chips';
import type { PredictorState } from '@/lib/ml/predictor';
import { serveModelPage } from '@/tests/model/browser-harness';
import type { ModelPage } from '@/tests/model/browser-page';
import { lackOfTrainer, samplePackages } from '@/tests/model/sample-packages';
import type { SamplePackages } from '@/tests/model/sample-packages';
import type { StaticServer } from '@/tests/model/static-server';

/** The model worker as a browser runs it, on packages that the trainer made. */
const TOLERANCE = 1e-4;
const lack = lackOfTrainer();
test.skip(lack !== null, lack ?? '');

let folders: SamplePackages;
let server: StaticServer;

test.beforeAll(async () => {
  folders = await samplePackages();
  server = await serveModelPage({ base: folders.base, trained: folders.trained });
});
test.afterAll(() => server.close());
test.beforeEach(async ({ page }) => {
  server.restore();
  await page.goto(`${server.origin}/page.html`);
  await page.waitForFunction(() => 'predictor' in globalThis);
});

async function manifestOf(which: keyof SamplePackages): Promise<Manifest> {
  const text = await readFile(path.join(folders[which], 'manifest.json'), 'utf8');
  return Manifest.parse(JSON.parse(text));
}

/** Loads a package and gives the state at its end and the fractions on the way. */
function load(
  page: Page,
  which: keyof SamplePackages,
): Promise<{ state: PredictorState; fractions: number[] }> {
  return page.evaluate(async (name) => {
    const { predictor } = globalThis as unknown as ModelPage;
    const fractions: number[] = [];
    const stop = predictor.subscribe(() => {
      if (predictor.state.kind === 'loading') fractions.push(predictor.state.fraction);
    });
    await predictor.load(`/${name}/manifest.json`, `version-${name}`);
    stop();
    return { state: predictor.state, fractions };
  }, which);
}

for (const which of ['trained', 'base'] as const) {
  test(`the check chips of the ${which} package come out on wasm as the trainer says`, async ({
    page,
  }) => {
    const manifest = await manifestOf(which);
    const { state, fractions } = await load(page, which);
    // Chromium draws with SwiftShader here, so the graphics backends are not even tried
    expect(state).toMatchObject({ kind: 'ready', backend: 'wasm', name: manifest.name });
    // how many there are is the machine's: what comes at once is told at once
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    for (const [i, chip] of manifest.checkChips.chips.entries()) {
      const asked = { ...chip, id: `check chip ${i}`, imageUrl: `/${which}/${chip.image}` };
      const found = await page.evaluate(async (checkChip) => {
        const { predictor } = globalThis as unknown as ModelPage;
        const { values, features } = await predictor.embed(checkChip);
        const probs =
          checkChip.probs.length > 0 ? (await predictor.predict(checkChip)).values : null;
        return { values: [...values], features, probs: probs && [...probs] };
      }, asked);
      const probs = found.probs && Float32Array.from(found.probs);
      const values = Float32Array.from(found.values);
      const difference = checkChipDifference(chip, found.features, values, probs);
      test.info().annotations.push({ type: chip.image, description: String(difference) });
      expect(difference).toBeLessThanOrEqual(TOLERANCE);
    }
  });
}

test('a second visit loads the model without the network, and another head without the backbone', async ({
  page,
}) => {
  await load(page, 'base');
  await page.reload();
  await page.waitForFunction(() => 'predictor' in globalThis);
  const before = server.asked.length;
  expect((await load(page, 'base')).state).toMatchObject({ kind: 'ready' });
  expect(server.asked.slice(before).filter((asked) => asked.startsWith('/base/'))).toEqual([]);
  const middle = server.asked.length;
  expect((await load(page, 'trained')).state).toMatchObject({ kind: 'ready', name: 'v1' });
  const fetched = server.asked.slice(middle);
  expect(fetched).toContain('/trained/head.bin');
  expect(fetched).not.toContain('/trained/tfjs/weights.bin');
});

test('a package that was changed on the way is not used, and the page says why', async ({
  page,
}) => {
  server.override('/trained/head.bin', (bytes) => Uint8Array.from(bytes, (byte) => byte ^ 1));
  const { state } = await load(page, 'trained');
  if (state.kind !== 'failed') throw new Error(`the state is ${state.kind}`);
  expect(state.text).toMatchObject({
    key: 'browserModel.notLoaded',
    values: { why: 'altered' },
  });
  server.restore();
  expect((await load(page, 'trained')).state).toMatchObject({ kind: 'ready' });
});

test('a newer chip takes the place of the one before; what comes ahead is finished', async ({
  page,
}) => {
  await load(page, 'trained');
  const [checkChip] = (await manifestOf('trained')).checkChips.chips;
  const outcomes = await page.evaluate(
    async ({ chip, imageUrl }) => {
      const { predictor } = globalThis as unknown as ModelPage;
      const of = (id: string) => ({ ...chip, id, imageUrl: `${imageUrl}?${id}` });
      const name = (work: Promise<unknown>): Promise<string> =>
        work.then(
          () => 'done',
          (error: unknown) => (error as Error).name,
        );
      const ahead = [predictor.prefetch(of('x')), predictor.prefetch(of('y'))].map(name);
      const shown = ['a', 'b', 'c'].map((id) => name(predictor.predict(of(id))));
      const results = await Promise.all([...ahead, ...shown]);
      const again = await predictor.predict(of('y'));
      return { results, ms: again.ms };
    },
    {
      chip: checkChip ?? { rows: 0, cols: 0, cellPx: 1 },
      imageUrl: `/trained/${checkChip?.image}`,
    },
  );
  expect(outcomes).toEqual({
    results: ['done', 'done', 'AbortError', 'AbortError', 'done'],
    ms: 0,
  });
});
