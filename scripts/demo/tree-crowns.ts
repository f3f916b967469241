import type { NewProject } from '@/lib/domain/project/schema';

/** What the demo project is. The pictures come from the PyPI package deepforest 2.1.0 (MIT). */
export const SLUG = 'tree-crowns';

export const PROJECT = {
  name: 'Tree crowns (NEON)',
  description: 'Aerial pictures of the National Ecological Observatory Network, 0.1 m a pixel.',
  rule: 'A cell shows a tree crown when crowns cover at least half of it. Dead standing trees count.',
  cellPx: 32,
  rows: 8,
  cols: 8,
  // a chip a block: the small pictures then have enough blocks for the intervals of test figures
  blockCells: 8,
  chipFormat: 'jpeg92',
  classes: [{ name: 'Tree crown', hint: 'A single tree, living or dead, seen from above.' }],
} satisfies NewProject;

/** Side of a chip in pixels. */
export const CHIP_PX = PROJECT.cellPx * PROJECT.cols;

/** Chosen so that there is enough to test on, in blocks enough for intervals: of 90 chips 61 train, 12 calibrate, 17 test. */
export const SPLIT_SALT = 'tree-crowns-31';

export interface Picture {
  /** of the package; also the name of the asset, which is its part in whole chips from `from` on */
  file: string;
  /** upper left corner of that part, in pixels; left out: the picture's own */
  from?: { x: number; y: number };
  /** Pascal VOC annotation with a box for every crown */
  boxes: string;
  crowns: number;
  survey: string;
  /** its chips have confirmed labels from the start and wait for nobody */
  confirmed?: true;
  /** EPSG code of its system, where the file has coordinates */
  epsg?: number;
}

export const PICTURES: readonly [Picture, ...Picture[]] = [
  {
    file: '2019_YELL_2_528000_4978000_image_crop2.png',
    boxes: '2019_YELL_2_528000_4978000_image_crop2.xml',
    crowns: 574,
    survey: 'Yellowstone 2019',
  },
  {
    file: '2019_YELL_2_541000_4977000_image_crop.png',
    boxes: '2019_YELL_2_541000_4977000_image_crop.xml',
    crowns: 279,
    survey: 'Yellowstone 2019',
  },
  {
    file: 'OSBS_029.tif',
    boxes: 'OSBS_029.xml',
    crowns: 61,
    survey: 'Ordway-Swisher',
    // above and left of it the crowns are smeared
    from: { x: 144, y: 144 },
    // unlike the others: the model would be least sure of it, and everybody would get it first
    confirmed: true,
    epsg: 32617,
  },
  { file: 'SOAP_061.png', boxes: 'SOAP_061.xml', crowns: 37, survey: 'Soaproot Saddle' },
];

export const PROVENANCE = {
  source:
    'National Ecological Observatory Network, by way of the Python package deepforest 2.1.0; cropped to whole chips',
  licence: 'MIT',
  sensor: 'NEON airborne camera, 0.1 m',
} as const;

/** Made-up labelers whose chips wait for review: their accounts are disabled once the demo is made. */
export const LABELERS = [
  { name: 'Ana (demo)', email: 'ana.demo@quadrat.local' },
  { name: 'Ben (demo)', email: 'ben.demo@quadrat.local' },
  { name: 'Chi (demo)', email: 'chi.demo@quadrat.local' },
] as const;

/** Chips that each of them labelled. */
export const CHIPS_EACH = 4;
