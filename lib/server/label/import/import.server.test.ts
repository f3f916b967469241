import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AppError } from '@/lib/server/app-error';
import { LabelImportQuery } from '@/lib/domain/label/file';
import type { LabelImportReply } from '@/lib/domain/label/file';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { inspectFile } from '@/lib/server/imagery/inspect';
import { labelsCsv } from '@/lib/server/label/export/csv';
import { importLabels } from '@/lib/server/label/import/run';
import { createMember, createProject, idOf } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createGriddedAsset } from '@/tests/server/gridded';

const DATA = new URL('../../../../../shared/data/', import.meta.url).pathname;
const CROWN = 16;

async function setting(values: Parameters<typeof createProject>[0] = {}) {
  const project = await createProject(values);
  return { project, admin: await personOf(project) };
}

async function personOf(project: TestProject): Promise<Person> {
  const user = await createMember(project, 'ADMIN');
  const { email, name } = user;
  return {
    kind: 'person',
    userId: idOf(user),
    email,
    name,
    isOwner: false,
    mayMakeProjects: false,
    mustChangePassword: false,
    via: 'session',
    scopes: [],
  };
}

async function send(
  { project, admin }: { project: TestProject; admin: Person },
  body: string,
  query: Record<string, string> = {},
  type = 'text/csv',
): Promise<LabelImportReply> {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  return await importLabels(project.scope, admin, request, LabelImportQuery.parse(query));
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  return await work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => error as AppError,
  );
}

/** Cells by chip place ("gridRow:gridCol"). */
async function cellsOf(project: TestProject): Promise<Record<string, number[]>> {
  const labellings = await db().labelling.findMany({
    where: { chip: { projectId: project.id } },
    include: { chip: { include: { asset: true } } },
    orderBy: { chip: { number: 'asc' } },
  });
  return Object.fromEntries(
    labellings.map(({ chip, cells }) => [
      `${chip.asset.name}@${String(chip.gridRow)}:${String(chip.gridCol)}`,
      [...cells],
    ]),
  );
}

describe('points in pixels', () => {
  const FILE = [
    'asset,x,y,class',
    'a.tif,1,1,Crown',
    'a.tif,9,1,crown',
    'a.tif,3,2,Crown',
    'a.tif,40,1,Shrub',
    'b.tif,,,',
  ].join('\n');

  async function two() {
    const at = await setting({ rows: 2, cols: 2 });
    await createGriddedAsset(at.project, { width: 48, height: 16 }, { name: 'a.tif' });
    await createGriddedAsset(at.project, { width: 16, height: 16 }, { name: 'b.tif' });
    return at;
  }

  test('become cells by their centre; the rest as the importer says; a bare name is all absent', async () => {
    const at = await two();
    const query = { rest: 'absent', confirm: '1' };
    const preview = await send(at, FILE, { ...query, preview: '1' });
    expect(preview).toEqual({
      written: false,
      kind: 'points',
      lines: 5,
      placed: 4,
      inMargin: 0,
      assets: 2,
      chips: { written: 4, unchanged: 0, kept: 0 },
      cells: [
        { code: 1, name: 'absent', cells: 13 },
        { code: CROWN, name: 'Crown', cells: 2 },
        { code: 17, name: 'Shrub', cells: 1 },
      ],
      problemCount: 0,
      problems: [],
    });
    expect(await db().labelling.count({ where: { chip: { projectId: at.project.id } } })).toBe(0);

    expect(await send(at, FILE, query)).toEqual({ ...preview, written: true });
    expect(await cellsOf(at.project)).toEqual({
      'a.tif@0:0': [CROWN, CROWN, 1, 1],
      'a.tif@0:1': [1, 1, 1, 1],
      'a.tif@0:2': [1, 17, 1, 1],
      'b.tif@0:0': [1, 1, 1, 1],
    });
    const chips = await db().chip.findMany({ where: { projectId: at.project.id } });
    expect(chips.map((c) => [c.status, c.confirmedById])).toEqual(
      chips.map(() => ['CONFIRMED', at.admin.userId]),
    );
    const labellings = await db().labelling.findMany({
      where: { chip: { projectId: at.project.id } },
      include: { events: true },
    });
    for (const labelling of labellings) {
      expect(labelling).toMatchObject({ kind: 'CONSENSUS', source: 'import', status: 'ACCEPTED' });
      expect(labelling.events).toHaveLength(1);
      expect(labelling.events[0]).toMatchObject({
        kind: 'SEED',
        source: 'import',
        seed: labelling.cells,
      });
    }
    expect((await send(at, FILE, query)).chips).toEqual({ written: 0, unchanged: 4, kept: 0 });
  });

  test('without confirm they are my own labels and wait for review; nothing is known of the rest', async () => {
    const at = await two();
    expect((await send(at, FILE)).chips.written).toBe(3);
    expect(await cellsOf(at.project)).toMatchObject({ 'a.tif@0:0': [CROWN, CROWN, 0, 0] });
    const labellings = await db().labelling.findMany({
      where: { chip: { projectId: at.project.id } },
      include: { chip: true },
    });
    for (const labelling of labellings) {
      expect(labelling).toMatchObject({
        kind: 'PERSON',
        userId: at.admin.userId,
        status: 'SUBMITTED',
      });
      expect(labelling.chip.status).toBe('SUBMITTED');
    }
  });

  test('labels that are there stay, unless they are to be replaced', async () => {
    const at = await two();
    await send(at, FILE, { confirm: '1' });
    const other = 'asset,x,y,class\na.tif,1,1,Shrub\n';
    expect((await send(at, other, { confirm: '1' })).chips).toEqual({
      written: 0,
      unchanged: 0,
      kept: 1,
    });
    expect((await cellsOf(at.project))['a.tif@0:0']).toEqual([CROWN, CROWN, 0, 0]);
    await send(at, other, { confirm: '1', replace: '1' });
    expect((await cellsOf(at.project))['a.tif@0:0']).toEqual([17, 0, 0, 0]);
    const events = await db().labelEvent.findMany({
      where: {
        labelling: { chip: { projectId: at.project.id, gridCol: 0, asset: { name: 'a.tif' } } },
      },
      orderBy: { id: 'asc' },
    });
    expect(events.map((e) => [e.kind, e.revision])).toEqual([
      ['SEED', 1],
      ['SEED', 2],
    ]);
  });

  test('every line with a problem is named, and nothing is written while there is one', async () => {
    const at = await two();
    await db().labelClass.update({
      where: { projectId_index: { projectId: at.project.id, index: 1 } },
      data: { archivedAt: new Date(0) },
    });
    const bad = [
      'image_path,x,y,label',
      'a.tif,1,1,Crown',
      'c.tif,1,1,Crown',
      'a.tif,one,1,Crown',
      'a.tif,49,1,Crown',
      'a.tif,1,1,Bush',
      'a.tif,1,1,Shrub',
      'a.tif,1,1,unsure',
      ',1,1,Crown',
      'a.tif,1,1,',
    ].join('\r\n');
    const refusal = await refusalOf(send(at, bad, { confirm: '1' }));
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain('8 of 9 lines');
    const { problems } = refusal.extra['report'] as LabelImportReply;
    expect(problems.map((p) => [p.line, p.code])).toEqual([
      [3, 'assetUnknown'],
      [4, 'number'],
      [5, 'offPicture'],
      [6, 'classUnknown'],
      [7, 'classArchived'],
      [8, 'clash'],
      [9, 'assetMissing'],
      [10, 'classMissing'],
    ]);
    expect(await cellsOf(at.project)).toEqual({});
    await send(at, bad, { confirm: '1', problems: 'skip' });
    expect(await cellsOf(at.project)).toEqual({ 'a.tif@0:0': [CROWN, 0, 0, 0] });
  });

  test.each([
    ['', 'empty'],
    ['a,b\n1,2', 'columns'],
    ['asset,x,y,class\n"a.tif,1,1,Crown', 'CSV'],
  ])('a file that is none is refused: %j', async (body, word) => {
    const refusal = await refusalOf(send(await two(), body));
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain(word);
  });
});

test('a name that fits two assets is refused; the hash tells them apart', async () => {
  const at = await setting();
  const { asset } = await createGriddedAsset(
    at.project,
    { width: 32, height: 32 },
    { name: 'a.tif' },
  );
  await createGriddedAsset(at.project, { width: 32, height: 32 }, { name: 'a.tif' });
  const line = (name: string) => `asset,x,y,class\n${name},1,1,Crown`;
  expect((await send(at, line('a.tif'), { preview: '1' })).problems[0]?.code).toBe(
    'assetAmbiguous',
  );
  expect((await send(at, line(asset.sha256), { preview: '1' })).problems).toEqual([]);
});

test('what is exported comes in again as the same cells, in another project too', async () => {
  const from = await setting({ rows: 3, cols: 3 });
  const to = await setting({ rows: 3, cols: 3 });
  const names = ['=sum(1).tif', 'plain, "quoted".tif'];
  for (const at of [from, to]) {
    for (const name of names)
      await createGriddedAsset(at.project, { width: 60, height: 43 }, { name });
  }
  const lines = names.flatMap((name) =>
    Array.from({ length: 40 }, (_, i) => {
      const word = ['Crown', 'Shrub', 'absent', 'unsure', 'unusable'][i % 5] ?? '';
      const [row, col] = [Math.floor(i / 7), i % 7];
      const at = [Math.floor(row / 3), Math.floor(col / 3), row % 3, col % 3];
      return `"${name.replaceAll('"', '""')}",${at.join(',')},${word}`;
    }),
  );
  const columns = 'asset,chip_row,chip_col,cell_row,cell_col,class';
  // the picture has 5 rows and 7 whole columns of cells (8 px, the last one half)
  const known = lines.filter((line) => !/,1,\d,2,\d,/.test(line));
  const first = await send(from, [columns, ...known].join('\n'), {
    confirm: '1',
    problems: 'skip',
  });
  expect(first.placed).toBeGreaterThan(60);

  const csv = await (await labelsCsv(from.project.scope, 'consensus')).text();
  expect(csv.trim().split('\r\n')).toHaveLength(first.placed + 1);
  const again = await send(to, csv, { confirm: '1' });
  expect(again.problems).toEqual([]);
  expect(await cellsOf(to.project)).toEqual(await cellsOf(from.project));
  expect((await send(from, csv, { confirm: '1' })).chips).toMatchObject({ written: 0, kept: 0 });
  expect(await (await labelsCsv(from.project.scope, 'labellings')).text()).toBe(
    `${columns},chip,labeler,status\r\n`,
  );
});

test('100,000 lines come in within seconds', { timeout: 120_000 }, async () => {
  const at = await setting({ rows: 8, cols: 8 });
  await createGriddedAsset(at.project, { width: 4000, height: 1600 }, { name: 'big.tif' });
  const lines = ['asset,x,y,class'];
  for (let i = 0; i < 100_000; i += 1) {
    lines.push(
      `big.tif,${String((i * 8 + 4) % 4000)},${String(Math.floor(i / 500) * 8 + 4)},Crown`,
    );
  }
  const started = process.cpuUsage();
  const reply = await send(at, lines.join('\n'), { confirm: '1' });
  // of the processor, so that a busy machine does not fail it
  const seconds = process.cpuUsage(started).user / 1e6;
  expect(reply).toMatchObject({ placed: 100_000, problemCount: 0 });
  expect(reply.cells).toEqual([{ code: CROWN, name: 'Crown', cells: 100_000 }]);
  expect(seconds).toBeLessThan(15);
});

describe.skipIf(!existsSync(DATA))('real files (skipped without ../shared/data)', () => {
  const read = (file: string) => readFileSync(DATA + file, 'utf8');

  test('urban-trees: a nameless CSV, and the same trees as GeoJSON in a UTM zone', async () => {
    const stem = 'palm_springs_2020_0';
    const size = { width: 256, height: 256 };
    const file = `${DATA}urban-trees/images/${stem}.tif`;
    const { georef } = await inspectFile(file, `${stem}.tif`, { pixels: 1e6 });
    if (!georef) throw new Error('the file has no georeference');
    const csv = await setting({ cellPx: 32, rows: 8, cols: 8 });
    const json = await setting({ cellPx: 32, rows: 8, cols: 8 });
    for (const at of [csv, json]) {
      await createGriddedAsset(at.project, size, { name: `${stem}.tif`, georef });
    }
    const options = { class: 'Crown', rest: 'absent', confirm: '1' };
    const points = read(`urban-trees/csv/${stem}.csv`);
    const reply = await send(csv, points, { ...options, asset: stem });
    const trees = points.trim().split('\n').length - 1;
    expect(reply).toMatchObject({ placed: trees, problemCount: 0, chips: { written: 1 } });

    const expected = new Array<number>(64).fill(1);
    for (const line of points.trim().split('\n').slice(1)) {
      const [x = 0, y = 0] = line.split(',').map(Number);
      expected[Math.floor(y / 32) * 8 + Math.floor(x / 32)] = CROWN;
    }
    expect((await cellsOf(csv.project))[`${stem}.tif@0:0`]).toEqual(expected);

    const placed = await send(
      json,
      read(`urban-trees/json/${stem}.json`),
      options,
      'application/geo+json',
    );
    expect(placed).toMatchObject({ placed: trees, problemCount: 0 });
    // CSV rounds to whole pixels, so that a tree near a cell's edge may lie in the next cell
    const other = (await cellsOf(json.project))[`${stem}.tif@0:0`] ?? [];
    expect(expected.filter((code, i) => code !== other[i]).length).toBeLessThanOrEqual(2);
  });

  test('deepforest: boxes as CSV and as Pascal VOC are the same cells', async () => {
    const csv = await setting({ cellPx: 40, rows: 5, cols: 5 });
    const voc = await setting({ cellPx: 40, rows: 5, cols: 5 });
    for (const at of [csv, voc]) {
      await createGriddedAsset(at.project, { width: 400, height: 400 }, { name: 'OSBS_029.png' });
    }
    const options = { class: 'Crown', rest: 'absent', confirm: '1' };
    const reply = await send(csv, read('deepforest-sample/OSBS_029.csv'), options);
    expect(reply).toMatchObject({ kind: 'boxes', placed: 61, problemCount: 0, assets: 1 });
    const xml = read('deepforest-sample/OSBS_029.xml');
    expect(await send(voc, xml, options, 'text/xml')).toMatchObject({ placed: 61 });
    expect(await cellsOf(voc.project)).toEqual(await cellsOf(csv.project));
  });
});

describe('labels of outside people', () => {
  const FILE = ['asset,x,y,class', 'a.tif,1,1,Crown'].join('\n');
  const COCO = JSON.stringify({
    images: [{ id: 1, file_name: 'a.tif' }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [8, 0, 8, 8] }],
    categories: [{ id: 1, name: 'Crown' }],
  });

  test('are those of their source, however many files they come in, and wait for review', async () => {
    const at = await setting();
    await createGriddedAsset(at.project, { width: 16, height: 16 }, { name: 'a.tif' });
    const outside = 'Zooniverse';
    await send(at, FILE, { preview: '1', outside });
    expect(await db().user.count({ where: { isGuest: true } })).toBe(0);
    const first = await send(at, FILE, { outside });
    expect(first.chips.written).toBe(1);
    await send(at, COCO, { outside, replace: '1' }, 'application/json');
    const labellings = await db().labelling.findMany({
      where: { chip: { projectId: at.project.id } },
      include: { user: { include: { guest: true } }, chip: true, events: true },
    });
    expect(labellings).toHaveLength(1);
    const [own] = labellings;
    expect(own).toMatchObject({ kind: 'PERSON', status: 'SUBMITTED', source: 'import' });
    expect(own?.user).toMatchObject({ name: 'Outside: Zooniverse', isGuest: true });
    expect(own?.user?.guest).toMatchObject({ source: outside, linkId: null });
    expect(own?.chip.status).toBe('SUBMITTED');
    // who brought them in did it; whose they are is another matter
    expect(own?.events.map((event) => event.actorId)).toEqual([at.admin.userId, at.admin.userId]);
    expect([...(own?.cells ?? [])].slice(0, 2)).toEqual([0, CROWN]);
  });

  test('never confirm, and the importer’s own stay the importer’s', async () => {
    const at = await setting();
    await createGriddedAsset(at.project, { width: 16, height: 16 }, { name: 'a.tif' });
    const refusal = await refusalOf(send(at, FILE, { outside: 'x', confirm: '1' }));
    expect(refusal.text.key).toBe('labelImport.outsideConfirm');
    await send(at, FILE);
    const [own] = await db().labelling.findMany({ where: { chip: { projectId: at.project.id } } });
    expect(own?.userId).toBe(at.admin.userId);
  });
});
