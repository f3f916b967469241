import type { NewProject } from '@/lib/domain/project/schema';

/** What the demo project is. The pictures come from the PyPI package deepforest 2.1.0 (MIT). */
export const SLUG = 'tree-crowns';

export const PROJECT: NewProject = {
  name: 'Tree crowns (NEON)',
  description: 'Aerial pictures of the National Ecological Observatory Network, 0.1 m a pixel.',
  rule: 'A cell shows a tree crown when the centre of the crown lies in it. Dead standing trees count.',
  cellPx: 40,
  rows: 8,
  cols: 8,
  chipFormat: 'jpeg92',
  classes: [{ name: 'Tree crown', hint: 'A single tree, living or dead, seen from above.' }],
};

/**
 * Chosen so that ground of all three splits is there: of 88 chips about 60 train, 8 calibrate and 20 test. With so few
 * blocks a random salt often leaves a split empty.
 */
export const SPLIT_SALT = 'tree-crowns-7';

export interface Picture {
  file: string;
  /** Pascal VOC annotation with a box for every crown */
  boxes: string;
  crowns: number;
  survey: string;
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
  { file: 'OSBS_029.tif', boxes: 'OSBS_029.xml', crowns: 61, survey: 'Ordway-Swisher' },
  { file: 'SOAP_061.png', boxes: 'SOAP_061.xml', crowns: 37, survey: 'Soaproot Saddle' },
];

export const PROVENANCE = {
  source: 'National Ecological Observatory Network, by way of the Python package deepforest 2.1.0',
  licence: 'MIT',
  sensor: 'NEON airborne camera, 0.1 m',
} as const;
