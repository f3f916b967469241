// The readers of VOC and GeoJSON take their files piece by piece: no file makes them do the same work twice, or hold others up.
import { describe, expect, test } from 'vitest';
import { readJsonLabels } from '@/lib/server/label/import/geojson';
import { readVoc } from '@/lib/server/label/import/voc';

const MB = 1024 ** 2;

// eslint-disable-next-line @typescript-eslint/require-await -- a body is an async sequence, of one chunk here
async function* body(text: string) {
  yield Buffer.from(text);
}

/** `part` as often as it takes to fill 5 MB. */
const filled = (part: string) => part.repeat(Math.ceil((5 * MB) / part.length));

const box = (name: string, edges = '<xmax>3</xmax><ymax>4</ymax>') =>
  `<object><name>${name}</name><bndbox><xmin>1</xmin><ymin>2</ymin>${edges}</bndbox></object>`;
const voc = (inner: string) => `<?xml version="1.0"?><annotation>${inner}</annotation>`;
const refused = { code: 'invalid' };

describe('a VOC annotation', () => {
  test('gives its objects by their middle, whatever the order and the other words in it', async () => {
    const file = await readVoc(
      body(
        voc(
          `<folder>x</folder>${box('A &amp; B')}<filename>a.tif</filename>
           <!-- <object> --><object><part><name>leg</name></part><name> Crown </name></object>${box('C', '')}`,
        ),
      ),
    );
    expect(file.lines).toEqual([
      { kind: 'object', line: 1, asset: 'a.tif', x: 2, y: 3, class: 'A & B' },
      { kind: 'problem', line: 2, code: 'boxEdge', values: {} },
      { kind: 'problem', line: 3, code: 'boxEdge', values: {} },
    ]);
  });

  test('without an object says that its picture was looked at', async () => {
    const { lines } = await readVoc(body(voc('<filename>a.tif</filename>')));
    expect(lines).toEqual([{ kind: 'looked', line: 1, asset: 'a.tif' }]);
  });

  test.each([
    ['another root', '<html/>'],
    ['no end', '<annotation><object>'],
    ['no XML', 'asset,x,y'],
    ['nothing', ''],
    ['its own entities', '<!DOCTYPE a [<!ENTITY x "y">]><annotation><size>&x;</size></annotation>'],
    ['nesting without end', voc(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`)],
  ])('is refused with %s', async (_, text) => {
    await expect(readVoc(body(text))).rejects.toMatchObject(refused);
  });

  // the regular expressions that were here took 19 s for 468 KB and time with the square of it: half an hour for these
  test.each([
    ['objects without end', `<annotation>${filled('<object>')}`],
    ['names without end', `<annotation>${filled('<object><name>')}`],
    ['objects and no root', filled('<object><name>a</name></object>')],
    ['half tags', `<annotation>${filled('<object')}`],
    ['entities', `<!DOCTYPE a [${filled('<!ENTITY x "&x;&x;">')}]><annotation>&x;</annotation>`],
  ])('of 5 MB of %s is refused', async (_, text) => {
    await expect(readVoc(body(text))).rejects.toMatchObject(refused);
  });

  test('of 5 MB keeps all that it says', async () => {
    const one = box('a');
    const count = Math.ceil((5 * MB) / one.length);
    expect(((await readVoc(body(voc(filled(one))))).lines as unknown[]).length).toBe(count);
    const spaces = voc(
      `<filename>${filled(' ')}a.tif${filled('&#32;')}</filename>${box(filled('&lt;'))}`,
    );
    const [line] = (await readVoc(body(spaces))).lines as { asset: string; class: string }[];
    expect(line?.asset).toBe('a.tif');
    expect(line?.class).toMatch(/^<{1310720}$/);
  });
});

describe('GeoJSON', () => {
  const point = (x: number, y: number) =>
    `{"type":"Feature","geometry":{"type":"Point","coordinates":[${String(x)},${String(y)}]},"properties":{"class":"Crown"}}`;

  test('gives its points, and its system wherever it stands', async () => {
    const text = `{"features":[${point(1, 2)},{"type":"Feature","geometry":null}],"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26910"}}}`;
    const file = await readJsonLabels(body(text));
    expect(file.epsg).toBe(26910);
    expect(file.lines).toEqual([
      { kind: 'ground', line: 1, asset: '', x: 1, y: 2, class: 'Crown' },
      { kind: 'problem', line: 2, code: 'unreadable', values: {} },
    ]);
  });

  test.each([
    ['no JSON', 'asset,x,y'],
    ['no end', `{"type":"FeatureCollection","features":[${point(1, 2)}`],
    ['more behind it', '{"type":"FeatureCollection","features":[]} {}'],
    ['another type', '{"type":"Feature","features":[]}'],
    ['nothing', ''],
    ['nesting without end', `{"type":"FeatureCollection","features":[${filled('[')}`],
  ])('is refused with %s', async (_, text) => {
    await expect(readJsonLabels(body(text))).rejects.toMatchObject(refused);
  });

  test('of 5 MB keeps all points', async () => {
    const points = Array.from({ length: 50_000 }, (_, i) => point(i, 1));
    const text = `{"type":"FeatureCollection","features":[${points.join(',')}]}`;
    expect(((await readJsonLabels(body(text))).lines as unknown[]).length).toBe(50_000);
  });
});

test('neither reads more than its kind of file has', async () => {
  async function* endless() {
    for (;;) {
      await Promise.resolve();
      yield Buffer.alloc(MB, 0x20);
    }
  }
  await expect(readVoc(endless())).rejects.toMatchObject({ code: 'too_large' });
  await expect(readJsonLabels(endless())).rejects.toMatchObject({ code: 'too_large' });
});

describe('a COCO file', () => {
  const coco = (parts: object) => JSON.stringify({ info: {}, licenses: [], ...parts });
  const categories = [{ id: 7, name: 'Crown', supercategory: 'cell' }];

  test('gives boxes by their middle in the picture that they name, wherever its parts stand', async () => {
    const file = await readJsonLabels(
      body(
        coco({
          annotations: [
            { id: 1, image_id: 3, category_id: 7, bbox: [10, 20, 4, 6] },
            { id: 2, image_id: 99, category_id: 7, bbox: [0, 0, 1, 1] },
            { id: 3, image_id: 3, category_id: 8, bbox: [0, 0, 2, 2] },
            { id: 4, image_id: 3, category_id: 7, bbox: 'x' },
          ],
          images: [
            { id: 3, file_name: 'a.tif', width: 9, height: 9 },
            { id: 4, file_name: 'empty.tif' },
          ],
          categories,
        }),
      ),
    );
    expect(file.kind).toBe('boxes');
    expect(file.lines).toEqual([
      { kind: 'object', line: 1, asset: 'a.tif', x: 12, y: 23, class: 'Crown' },
      { kind: 'problem', line: 2, code: 'unreadable', values: {} },
      { kind: 'object', line: 3, asset: 'a.tif', x: 1, y: 1, class: '' },
      { kind: 'problem', line: 4, code: 'unreadable', values: {} },
      { kind: 'looked', line: 5, asset: 'empty.tif' },
    ]);
  });

  test('of our own export gives the cells of its chips', async () => {
    const quadrat = { asset: 'a.tif', chip_row: 2, chip_col: 5, cell_px: 8, rows: 4, cols: 4 };
    const { kind, lines } = await readJsonLabels(
      body(
        coco({
          categories,
          images: [{ id: 1, file_name: 'a_2_5.png', quadrat }],
          annotations: [{ id: 1, image_id: 1, category_id: 7, bbox: [24, 8, 8, 8] }],
        }),
      ),
    );
    expect(kind).toBe('cells');
    expect(lines).toEqual([
      {
        kind: 'cell',
        line: 1,
        asset: 'a.tif',
        gridRow: 2,
        gridCol: 5,
        row: 1,
        col: 3,
        class: 'Crown',
      },
    ]);
  });

  test.each(['{}', '{"images":[]}', '{"categories":[{"id":1,"name":"a"}]}'])(
    'is refused with nothing in it: %s',
    async (text) => {
      await expect(readJsonLabels(body(text))).rejects.toMatchObject(refused);
    },
  );
});
