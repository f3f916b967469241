import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetChip } from '@/lib/contracts/dataset';
import type { ExportFormat } from '@/lib/domain/export/schema';
import { writeExport } from '@/lib/server/export/run';
import { objectPath, putObject } from '@/lib/server/objects/store';

const run = promisify(execFile);
const CELL = 20;
let home: string;
let snapshot: string;
let python: string;

/** A 3 x 2 chip whose right cells are cut by the asset's edge (15 of 20 px). */
async function chip(number: number, split: DatasetChip['split'], cells: number[]) {
  const picture = await sharp({
    create: { width: 55, height: 40, channels: 3, background: { r: 10 * number, g: 90, b: 30 } },
  })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const image = await putObject(picture);
  const line: DatasetChip = {
    chip: `00000000-0000-4000-8000-00000000000${String(number)}`,
    number,
    asset: 'a'.repeat(64),
    assetName: 'flight, one.tif',
    gridRow: 0,
    gridCol: number,
    image: image.sha256,
    mediaType: 'image/jpeg',
    width: 55,
    height: 40,
    x: 55 * number,
    y: 0,
    rows: 2,
    cols: 3,
    cellPx: CELL,
    cells: Buffer.from(cells).toString('base64'),
    block: 'b,1',
    split,
  };
  return line;
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'quadrat-export-'));
  process.env['QUADRAT_HOME'] = home;
  python = path.resolve(process.env['QUADRAT_TEST_VENV'] ?? '.quadrat/venv', 'bin/python');
  const header = {
    contract: 1,
    project: { id: '00000000-0000-4000-8000-0000000000ff', name: 'Dieback' },
    classes: [
      { code: 16, classId: '00000000-0000-4000-8000-0000000000c0', name: 'Standing dead' },
      { code: 17, classId: '00000000-0000-4000-8000-0000000000c1', name: 'Log "old"' },
    ],
  };
  const chips = [
    await chip(1, 'train', [16, 1, 17, 0, 2, 3]),
    await chip(2, 'test', [1, 1, 1, 16, 0, 0]),
  ];
  const text = [header, ...chips].map((line) => `${JSON.stringify(line)}\n`).join('');
  snapshot = (await putObject(Buffer.from(text))).sha256;
});

afterAll(() => rm(home, { recursive: true, force: true }));

async function exportTo(format: ExportFormat): Promise<string> {
  const result = await writeExport(
    {
      format,
      snapshot: { number: 4, sha256: snapshot, chips: 2, summary: { out: { unlabelled: 3 } } },
      project: { slug: 'dieback', name: 'Dieback' },
    },
    { progress: () => undefined, signal: new AbortController().signal },
  );
  expect(result).toMatchObject({ chips: 2, cells: 7, name: `dieback-S4-${format}.zip` });
  const folder = path.join(home, format);
  // the Python standard library as an independent reader of our zip
  await run('python3', ['-m', 'zipfile', '-t', objectPath(result.sha256)]);
  await run('python3', ['-m', 'zipfile', '-e', objectPath(result.sha256), folder]);
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({ chips: 2, cells: 7, summary: { out: { unlabelled: 3 } } });
  return folder;
}

describe('writeExport', () => {
  it('writes one CSV line a decided cell, quoted, in asset pixels, edge cells clipped', async () => {
    const folder = await exportTo('csv');
    const lines = (await readFile(path.join(folder, 'cells.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(8);
    expect(lines[1]).toBe('"flight, one.tif",0,1,0,0,Standing dead,1,train,"b,1",55,0,20,20');
    expect(lines[3]).toBe('"flight, one.tif",0,1,0,2,"Log ""old""",1,train,"b,1",95,0,15,20');
  });

  it('gives the same bytes for the same snapshot, so that a download can resume', async () => {
    const source = {
      format: 'csv' as const,
      snapshot: { number: 4, sha256: snapshot, chips: 2, summary: {} },
      project: { slug: 'dieback', name: 'Dieback' },
    };
    const hooks = { progress: () => undefined, signal: new AbortController().signal };
    const [a, b] = [await writeExport(source, hooks), await writeExport(source, hooks)];
    expect(a.sha256).toBe(b.sha256);
  });

  it('writes ImageFolder crops that are the chip pixels exactly', async () => {
    const folder = await exportTo('imagefolder');
    const crop = path.join(folder, 'train/2-log-old/00001_flight-one_r0_c1_0_2.png');
    const seen = await sharp(crop).raw().toBuffer({ resolveWithObject: true });
    expect([seen.info.width, seen.info.height]).toEqual([15, 20]);
    expect(existsSync(path.join(folder, 'test/absent'))).toBe(true);
  });

  it('writes COCO that pycocotools opens, with the boxes of the class cells', async (context) => {
    if (!existsSync(python)) context.skip('no virtual environment with pycocotools');
    const folder = await exportTo('coco');
    const script = path.join(folder, 'check.py');
    await writeFile(
      script,
      `import json, sys
from pycocotools.coco import COCO
out = {}
for split in ("train", "calibration", "test"):
    coco = COCO(f"{sys.argv[1]}/annotations/instances_{split}.json")
    anns = coco.loadAnns(coco.getAnnIds())
    assert all(coco.annToMask(a).sum() > 0 for a in anns)
    out[split] = [[coco.loadImgs(a["image_id"])[0]["file_name"], coco.loadCats(a["category_id"])[0]["name"], a["bbox"]] for a in anns]
print("RESULT" + json.dumps(out))
`,
    );
    const { stdout } = await run(python, [
      ...['-W', 'error', '-W', 'ignore::DeprecationWarning'], // pycocotools on numpy 2: not ours
      script,
      folder,
    ]);
    const result: unknown = JSON.parse(stdout.split('RESULT')[1] ?? '');
    expect(result).toEqual({
      train: [
        ['00001_flight-one_r0_c1.jpg', 'Standing dead', [0, 0, 20, 20]],
        ['00001_flight-one_r0_c1.jpg', 'Log "old"', [40, 0, 15, 20]],
      ],
      calibration: [],
      test: [['00002_flight-one_r0_c2.jpg', 'Standing dead', [0, 20, 20, 20]]],
    });
    expect(existsSync(path.join(folder, 'images/00002_flight-one_r0_c2.jpg'))).toBe(true);
  });

  it.each([
    ['at once', 0],
    ['when all chips are written and their annotations begin', 2],
  ])('cancelled %s it stops and leaves no object behind', async (_when, after) => {
    const stop = new AbortController();
    const cancel = new Error('cancelled');
    if (after === 0) stop.abort(cancel);
    let chips = 0;
    const progress = (): void => {
      chips += 1;
      if (chips === after) stop.abort(cancel);
    };
    await expect(
      writeExport(
        {
          format: 'coco',
          snapshot: { number: 4, sha256: snapshot, chips: 2, summary: {} },
          project: { slug: 'dieback', name: 'Dieback' },
        },
        { progress, signal: stop.signal },
      ),
    ).rejects.toThrow('cancelled');
    expect(chips).toBe(after);
    expect(await readdir(path.join(home, 'objects/incoming'))).toEqual([]);
  });
});
