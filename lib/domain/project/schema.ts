import { z } from 'zod';
import { flagInText } from '@/lib/contracts/bounds';
import { GRID_LIMITS, brokenLimit } from '@/lib/contracts/grid-limits';
import { errorKey } from '@/lib/domain/error/message';
import { ClassView, NewClass } from '@/lib/domain/class/schema';
import { RoleName } from '@/lib/domain/member/schema';

const ProjectName = z.string().trim().min(1).max(80);
const Description = z.string().trim().max(500);
const Rule = z.string().trim().min(1, errorKey('validation.rule')).max(1000);

/** The written rule of a project that did not write its own. */
export const DEFAULT_RULE =
  'A cell shows a class when the centre of the object lies in it, or the object covers at least half of it.';

export const ChipFormat = z.enum(['jpeg92', 'webp-lossless']);

/**
 * Share of chips, in percent, that are control chips for a person: no proposal before they submit. 10 by default: among a hundred
 * chips of 64 cells some 640 cells are decided on control chips, enough to compare with in a few weeks of work, for a twentieth
 * more clicks. Above 50 the comparison gains nothing.
 */
export const ControlPercent = z.int().min(0).max(50);

/** Share of chips, in percent, that a second person labels without seeing the first one's labels (docs/decisions/0038). */
export const OverlapPercent = z.int().min(0).max(100);

/** Share of a labeler's chips, in percent, that are ground truth chips (docs/decisions/0044). */
const GroundTruthPercent = z.int().min(0).max(20);
/** Ground truth chips that a new labeler labels first, and the share of their cells, in percent, below which they practise once more. */
const PracticeChips = z.int().min(0).max(50);
const PracticePercent = z.int().min(1).max(100);

/** What reviewed labels start from where several people labelled a chip (docs/decisions/0039). */
export const ConsensusRuleName = z.enum(['REVIEWER', 'MAJORITY', 'CROWDLAB']);
/** Smallest posterior with which CROWDLAB settles a cell. */
export const ConsensusThreshold = z.number().min(0.5).max(1);

const Grid = {
  /** side of a cell in pixels of the picture */
  cellPx: z.number().min(4, errorKey('validation.cellPx')).max(1024).optional(),
  /** or in metres, on georeferenced imagery */
  cellM: z.number().min(0.001).max(100_000).optional(),
  rows: z.int().min(1).max(GRID_LIMITS.maxRows),
  cols: z.int().min(1).max(GRID_LIMITS.maxCols),
};

interface GridValue {
  cellPx?: number | undefined;
  cellM?: number | undefined;
  rows: number;
  cols: number;
}

/** One size of a cell, and no larger chip than models can take; what is in metres shows its pixels only on a picture. */
function assertGrid(value: GridValue, context: z.RefinementCtx): void {
  assertOneCellSize(value, context);
  const broken = brokenLimit(value);
  if (broken === 'cells') {
    context.addIssue({ code: 'custom', path: ['cols'], message: errorKey('validation.gridCells') });
  }
  if (broken === 'side') {
    context.addIssue({
      code: 'custom',
      path: ['cellPx'],
      message: errorKey('validation.gridSide'),
    });
  }
}

function assertOneCellSize(
  value: { cellPx?: number | undefined; cellM?: number | undefined },
  context: z.RefinementCtx,
): void {
  if ((value.cellPx === undefined) === (value.cellM === undefined)) {
    context.addIssue({
      code: 'custom',
      path: ['cellPx'],
      message: errorKey('validation.cellSize'),
    });
  }
}

/** POST /projects */
export const NewProject = z
  .strictObject({
    name: ProjectName,
    description: Description.default(''),
    rule: Rule.default(DEFAULT_RULE),
    ...Grid,
    rows: Grid.rows.default(8),
    cols: Grid.cols.default(8),
    blockCells: z.int().min(1).max(10_000).optional(),
    chipFormat: ChipFormat.default('jpeg92'),
    classes: z.array(NewClass).min(1, errorKey('validation.noClass')).max(64),
  })
  .superRefine((value, context) => {
    assertGrid(value, context);
    const names = value.classes.map((c) => c.name.toLowerCase());
    if (new Set(names).size < names.length) {
      context.addIssue({
        code: 'custom',
        path: ['classes'],
        message: errorKey('validation.sameClassName'),
      });
    }
  });
export type NewProject = z.infer<typeof NewProject>;

/** PATCH /projects/:project. The grid can change until the first chip is cut. */
export const ProjectChange = z.strictObject({
  name: ProjectName.optional(),
  description: Description.optional(),
  rule: Rule.optional(),
  /** null: the deployed version's own, by class */
  threshold: z.number().min(0).max(1).nullable().optional(),
  controlPercent: ControlPercent.optional(),
  overlapPercent: OverlapPercent.optional(),
  consensusRule: ConsensusRuleName.optional(),
  consensusThreshold: ConsensusThreshold.optional(),
  groundTruthPercent: GroundTruthPercent.optional(),
  practiceChips: PracticeChips.optional(),
  practicePercent: PracticePercent.nullable().optional(),
  chipFormat: ChipFormat.optional(),
  grid: z.strictObject(Grid).superRefine(assertGrid).optional(),
});
export type ProjectChange = z.infer<typeof ProjectChange>;

/** GET /projects/:project */
export const ProjectView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  rule: z.string(),
  cellPx: z.number().nullable(),
  cellM: z.number().nullable(),
  rows: z.int(),
  cols: z.int(),
  blockCells: z.int(),
  chipFormat: ChipFormat,
  /** smallest probability that is proposed, as an admin set it for all classes; null: the deployed version's own */
  threshold: z.number().nullable(),
  controlPercent: z.int(),
  overlapPercent: z.int(),
  consensusRule: ConsensusRuleName,
  consensusThreshold: z.number(),
  groundTruthPercent: z.int(),
  practiceChips: z.int(),
  practicePercent: z.int().nullable(),
  createdAt: z.coerce.date(),
  /** since when it is read-only and in no list; null: it is not */
  archivedAt: z.coerce.date().nullable(),
  /** the caller's */
  role: RoleName,
  assets: z.int(),
  chips: z.int(),
  classes: z.array(ClassView),
});
export type ProjectView = z.infer<typeof ProjectView>;

/** Chips of a project by status. */
export const ChipCounts = z.object({
  CONFIRMED: z.int(),
  SUBMITTED: z.int(),
  RETURNED: z.int(),
  IN_PROGRESS: z.int(),
  UNTOUCHED: z.int(),
  total: z.int(),
});
export type ChipCounts = z.infer<typeof ChipCounts>;

/** One thing that waits for a person, with the page that settles it (path below the project's). */
export const Waiting = z.object({
  kind: z.enum([
    'answers',
    'returned',
    'comments',
    'started',
    'review',
    'label',
    'failedImport',
    'failedJob',
    'decide',
  ]),
  count: z.int(),
  /** the version that waits for a decision */
  name: z.string().optional(),
  /** corrections of confirmed chips among what is to review */
  corrections: z.int().optional(),
  /** of what is to label: chips that people who are gone left behind, and how many more nobody gets */
  abandoned: z.int().optional(),
  excluded: z.int().optional(),
  path: z.string(),
});
export type Waiting = z.infer<typeof Waiting>;

/** GET /projects: those that are worked on, or the archived ones. */
export const ProjectsQuery = z.object({ archived: flagInText().default(false) });

/** A line of GET /projects; in an archived project nothing waits */
export const ProjectLine = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  role: RoleName,
  chips: ChipCounts,
  waiting: z.array(Waiting),
});
export type ProjectLine = z.infer<typeof ProjectLine>;
export const ProjectList = z.object({ items: z.array(ProjectLine) });

/** "My Project!" -> "my-project": lower-case ASCII words with hyphens, at most 48 characters, never empty or an id. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  const looksLikeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(words);
  return words === '' || looksLikeId ? `project-${words.slice(0, 8)}`.replace(/-$/, '') : words;
}

/** GET /projects/:project/archive: what stops and what stays when the project is archived. */
export const ArchiveSummary = z.object({
  /** jobs but exports that wait or run */
  jobs: z.int(),
  /** invitations that could still be accepted */
  invitations: z.int(),
  members: z.int(),
  chips: z.int(),
  /** chips that wait for review */
  waiting: z.int(),
  /** chips that somebody holds now, and of them those that are checked out to work offline */
  leased: z.int(),
  offline: z.int(),
});
export type ArchiveSummary = z.infer<typeof ArchiveSummary>;
