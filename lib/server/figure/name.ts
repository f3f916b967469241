/** Figures that need many labels or label events of a project, by the names under which they are stored. */
export const FIGURE_NAMES = [
  'agreement',
  'automation-bias',
  'crowd-weights',
  'mistakes',
  'proposal-accuracy',
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];
