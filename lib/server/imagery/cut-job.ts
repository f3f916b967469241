import { z } from 'zod';
import { GRID_LIMITS, brokenLimit } from '@/lib/contracts/grid-limits';
import { remark } from '@/lib/domain/asset/remark';
import type { Provenance, Rendering, StretchChoice } from '@/lib/domain/asset/schema';
import { resolveCell } from '@/lib/domain/grid/cell-size';
import { lattice } from '@/lib/domain/grid/lattice';
import type { ChipWindow } from '@/lib/domain/grid/lattice';
import { storeCut } from '@/lib/server/chip/mutations';
import type { Cut } from '@/lib/server/chip/mutations';
import { env } from '@/lib/server/env';
import { CHIP_MEDIA_TYPE, cutChips, storePreview } from '@/lib/server/imagery/cut';
import type { ChipFormat } from '@/lib/server/imagery/cut';
import { readCutSource } from '@/lib/server/imagery/data';
import type { CutSource } from '@/lib/server/imagery/data';
import { decode } from '@/lib/server/imagery/decode';
import { inspectFile } from '@/lib/server/imagery/inspect';
import type { Inspection } from '@/lib/server/imagery/inspect';
import { setWorking } from '@/lib/server/imagery/mutations';
import { locateChips } from '@/lib/server/imagery/chip-location';
import type { Raster } from '@/lib/server/imagery/raster';
import {
  chooseBands,
  chooseStretch,
  needsSample,
  Renderer,
  samplePicture,
} from '@/lib/server/imagery/render';
import { ImportRefusal } from '@/lib/server/imagery/refusal';
import { withScratch } from '@/lib/server/imagery/scratch';
import { objectPath } from '@/lib/server/objects/store';
import type { Handler, WorkerContext } from '@/lib/server/worker/context';

/** `Job.params` of a CUT job. */
const CutParams = z.object({ importFileId: z.uuid() });

/**
 * CUT: reads an import's file and cuts its chips. Until the last step nothing of it is in the database, and pictures are
 * named by their content, so a crash leaves nothing half and a repeated job makes the same.
 * @throws ImportRefusal when the file cannot come in
 */
export const runCutJob: Handler = async (context) => {
  const { importFileId } = CutParams.parse(context.job.params);
  const source = await readCutSource(importFileId);
  if (!source) throw new Error(`import ${importFileId} is gone`);
  await setWorking(importFileId, 'READING');
  context.progress(0, 'read', 'Reading bands and coordinates');
  const cut = await withScratch(async (scratch) => await cutFile(source, scratch, context));
  return async (tx) => {
    const { assetId, chips, duplicate } = await storeCut(tx, cut);
    return { assetId, chips, duplicate };
  };
};

async function cutFile(source: CutSource, scratch: string, context: WorkerContext): Promise<Cut> {
  const { file, project, details } = source;
  const original = objectPath(file.sha256);
  const inspection = await inspectFile(original, file.name, { pixels: env().QUADRAT_MAX_PIXELS });
  const { georef, width, height } = inspection;
  const cell = resolveCell(project, georef?.pixelM ?? null);
  if ('reason' in cell) throw noCell(cell.reason, project.cellM, georef?.pixelM ?? null);
  if (brokenLimit({ ...project, cellPx: cell.cellPx }) === 'side') {
    throw chipTooLarge(project, cell.cellPx, georef?.pixelM ?? null);
  }
  const windows = lattice({
    width,
    height,
    cellPx: cell.cellPx,
    rows: project.rows,
    cols: project.cols,
  });
  if (windows.length === 0) {
    throw new ImportRefusal('TOO_SMALL', { width, height, cellPx: cell.cellPx });
  }
  const raster = await decode(original, inspection, scratch, { signal: context.signal });
  try {
    const format = project.chipFormat === 'webp-lossless' ? 'webp-lossless' : 'jpeg92';
    const bands = chooseBands(raster.bands, details.bands);
    const made = await cutRaster(raster, windows, {
      inspection,
      bands,
      choice: details.stretch,
      format,
      context,
      id: file.id,
    });
    const places = await locateChips(windows, {
      georef,
      asset: file,
      chips: windows.length,
      cell,
      project,
    });
    return {
      file,
      asset: {
        ...assetOf(inspection),
        bands: raster.bands,
        rendering: made.rendering,
        previewSha: made.previewSha,
        provenance: provenanceOf(source, inspection, made.rendering),
      },
      cellPx: cell.cellPx,
      mediaType: CHIP_MEDIA_TYPE[format],
      chips: made.chips.map((chip, i) => {
        const place = places[i];
        if (!place) throw new Error('a chip without a place');
        return { ...chip, ...place };
      }),
    };
  } finally {
    // the decoder writes until its end; the folder must not go from under it
    await raster.whole().catch(() => undefined);
    await raster.close();
  }
}

/** Cuts while the decoder is still at work; only a stretch needs the whole picture first. */
async function cutRaster(
  raster: Raster,
  windows: readonly ChipWindow[],
  options: {
    inspection: Inspection;
    bands: Rendering['bands'];
    choice: StretchChoice;
    format: ChipFormat;
    context: WorkerContext;
    id: string;
  },
) {
  const { inspection, bands, choice, format, context, id } = options;
  const { signal } = context;
  const bytes = raster.layout.type === 'uint8';
  const early = needsSample(choice, bytes) ? await samplePicture(raster, signal) : null;
  const shown = { shown: bands, noData: inspection.noData, kind: choice.kind };
  const measured = early && (await chooseStretch(early.samples, raster, shown));
  const rendering: Rendering = {
    bands,
    stretch: choice.kind === 'own' ? choice.ranges : measured,
    choice,
  };
  const renderer = new Renderer(raster, rendering);
  await setWorking(id, 'CUTTING');
  const total = windows.length.toLocaleString('en');
  const onChip = (done: number): void => {
    context.progress(
      done / windows.length,
      'cut',
      `${done.toLocaleString('en')} of ${total} chips`,
    );
  };
  const chips = await cutChips(raster, windows, { renderer, format, onChip, signal });
  await raster.whole();
  const sample = early ?? (await samplePicture(raster, signal));
  const previewSha = await storePreview(await renderer.render(sample.samples), sample);
  return { chips, rendering, previewSha };
}

function assetOf(inspection: Inspection) {
  const { mediaType, width, height, bitDepth, orientation, georef } = inspection;
  return { mediaType, width, height, bitDepth, orientation, georef };
}

function noCell(
  reason: 'NO_GEOREFERENCE' | 'PIXELS_NOT_SQUARE' | 'CELL_TOO_SMALL',
  cellM: number | null,
  pixelM: readonly [number, number] | null,
): ImportRefusal {
  const [across = 0, down = 0] = pixelM ?? [];
  return new ImportRefusal(reason, { cellM: cellM ?? 0, across, down });
}

function chipTooLarge(
  { rows, cols, cellM }: Pick<CutSource['project'], 'rows' | 'cols' | 'cellM'>,
  cellPx: number,
  pixelM: readonly [number, number] | null,
): ImportRefusal {
  const [across = 0, down = 0] = pixelM ?? [];
  const [width, height] = [Math.round(cols * cellPx), Math.round(rows * cellPx)];
  const values = { rows, cols, cellM: cellM ?? 0, across, down, width, height };
  return new ImportRefusal('CHIP_TOO_LARGE', { ...values, limit: GRID_LIMITS.maxSide });
}

/** What people said goes before what the file says; how the pixels were changed is remarked. */
function provenanceOf(
  { details }: CutSource,
  inspection: Inspection,
  rendering: Rendering,
): Provenance {
  const { words, notes } = inspection;
  const plain = rendering.bands.join() === '0,1,2' || rendering.bands.join() === '0,0,0';
  const shown = rendering.bands.map((band) => band + 1).join(', ');
  const ranges = rendering.stretch
    ?.map(({ low, high }) => `${Number(low.toPrecision(5))} – ${Number(high.toPrecision(5))}`)
    .join(', ');
  return {
    source: details.source,
    licence: details.licence || words.licence.slice(0, 200),
    sensor: details.sensor || words.sensor.slice(0, 200),
    takenAt: details.takenAt ?? words.takenAt,
    read: words.read,
    transform: [
      ...inspection.transform,
      ...(plain ? [] : [remark('bands', { shown })]),
      ...(ranges === undefined
        ? []
        : [remark('stretched', { kind: rendering.choice.kind, ranges })]),
    ],
    notes,
    history: [],
  };
}
