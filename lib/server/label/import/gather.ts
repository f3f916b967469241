import { CODE_WORDS, lineMessage, LISTED_PROBLEMS } from '@/lib/domain/label/file';
import type {
  LabelFileKind,
  LabelImportQuery,
  LineProblem,
  LineProblemCode,
  LineReason,
} from '@/lib/domain/label/file';
import type { MessageValues } from '@/lib/domain/error/message';
import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import { chipAt, locate } from '@/lib/domain/label/locate';
import type { AssetGrid, PlacedChip } from '@/lib/domain/label/locate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { englishError } from '@/lib/i18n/english-error';
import { assetFinder } from '@/lib/server/label/import/assets';
import type { AssetFinder } from '@/lib/server/label/import/assets';
import { classesByName } from '@/lib/server/label/import/data';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';
import { turns } from '@/lib/server/turns';

/** The labellings that a file amounts to: one byte a cell of the chips that it touches, however many lines it has. */
export interface Gathered {
  kind: LabelFileKind;
  lines: number;
  placed: number;
  inMargin: number;
  assets: number;
  labellings: Map<string, PlacedLabelling>;
  problemCount: number;
  /** the first LISTED_PROBLEMS */
  problems: LineProblem[];
}
interface PlacedLabelling {
  chip: PlacedChip;
  cells: Uint8Array;
}

/** Why one line cannot come in. */
class Unplaced extends Error {
  readonly reason: LineReason;
  constructor(code: LineProblemCode, values: MessageValues = {}) {
    super(code);
    this.reason = { code, values };
  }
}

/** Reads a whole file and works out the labellings; the project's labels are neither read nor changed. */
export async function gather(
  scope: ProjectScope,
  file: LabelFile,
  query: LabelImportQuery,
): Promise<Gathered> {
  const finder = await assetFinder(scope, file.epsg);
  const codeOf = await codeFinder(scope);
  const result: Gathered = {
    kind: file.kind,
    lines: 0,
    placed: 0,
    inMargin: 0,
    assets: 0,
    labellings: new Map(),
    problemCount: 0,
    problems: [],
  };
  const named = new Map<string, AssetGrid>();
  const looked = new Map<string, AssetGrid>();

  const problem = (line: number, reason: LineReason): void => {
    result.problemCount += 1;
    if (result.problems.length >= LISTED_PROBLEMS) return;
    const { code, values } = reason;
    result.problems.push({ line, code, values, text: englishError(lineMessage(reason)) });
  };

  async function take(line: LabelLine): Promise<void> {
    if (line.kind === 'problem') throw new Unplaced(line.code, line.values);
    const at = await placeOf(line, finder, query.asset);
    named.set(at.assetId, at.grid);
    if (line.kind === 'looked') {
      looked.set(at.assetId, at.grid);
      return;
    }
    if (at.cell === null) {
      result.inMargin += 1;
      return;
    }
    const { cells } = labellingOf(result.labellings, at.cell.chip);
    const code = codeOf(query.class ?? line.class);
    const before = cells[at.cell.cell] ?? UNLABELLED;
    if (before !== UNLABELLED && before !== code) {
      throw new Unplaced('clash');
    }
    cells[at.cell.cell] = code;
    result.placed += 1;
  }

  for (const name of query.assets) {
    const found = await finder.byName(name.trim());
    if ('code' in found) problem(0, found);
    else {
      named.set(found.asset.id, found.grid);
      looked.set(found.asset.id, found.grid);
    }
  }
  const turn = turns();
  for await (const line of file.lines) {
    await turn();
    result.lines += 1;
    try {
      await take(line);
    } catch (error) {
      if (!(error instanceof Unplaced)) throw error;
      problem(line.line, error.reason);
    }
  }
  result.assets = named.size;
  const whole = query.rest === 'absent' && file.kind !== 'cells' ? named : looked;
  for (const grid of whole.values()) {
    for (const chip of grid.chips) {
      await turn();
      fillRest(labellingOf(result.labellings, chip).cells);
    }
  }
  if (query.rest === 'absent') {
    for (const { cells } of result.labellings.values()) {
      await turn();
      fillRest(cells);
    }
  }
  return result;
}

function labellingOf(labellings: Map<string, PlacedLabelling>, chip: PlacedChip): PlacedLabelling {
  let labelling = labellings.get(chip.id);
  if (!labelling) {
    labelling = { chip, cells: new Uint8Array(chip.rows * chip.cols) };
    labellings.set(chip.id, labelling);
  }
  return labelling;
}

function fillRest(cells: Uint8Array): void {
  for (const [cell, code] of cells.entries()) if (code === UNLABELLED) cells[cell] = ABSENT;
}

interface Placed {
  assetId: string;
  grid: AssetGrid;
  /** null in the margin without cells, and for a line about the whole asset */
  cell: { chip: PlacedChip; cell: number } | null;
}

async function placeOf(
  line: Exclude<LabelLine, { kind: 'problem' }>,
  finder: AssetFinder,
  assetForAll: string | undefined,
): Promise<Placed> {
  const name = assetForAll ?? line.asset;
  if (line.kind === 'ground') {
    const found = await finder.byGround(name, line.x, line.y);
    if ('code' in found) throw new Unplaced(found.code, found.values);
    return { assetId: found.asset.id, grid: found.grid, cell: cellUnder(found.grid, ...found.px) };
  }
  const found = await finder.byName(name);
  if ('code' in found) throw new Unplaced(found.code, found.values);
  const { grid } = found;
  const assetId = found.asset.id;
  if (line.kind === 'looked') return { assetId, grid, cell: null };
  if (line.kind === 'object') return { assetId, grid, cell: cellUnder(grid, line.x, line.y) };
  const chip = chipAt(grid, line.gridRow, line.gridCol);
  const { row, col } = line;
  const exists =
    chip &&
    [row, col].every(Number.isInteger) &&
    row >= 0 &&
    col >= 0 &&
    row < chip.rows &&
    col < chip.cols;
  if (!exists) {
    throw chip
      ? new Unplaced('noCell', { rows: chip.rows, cols: chip.cols })
      : new Unplaced('noChip');
  }
  return { assetId, grid, cell: { chip, cell: row * chip.cols + col } };
}

function cellUnder(grid: AssetGrid, x: number, y: number): Placed['cell'] {
  const place = locate(grid, x, y);
  if (place.kind === 'outside') {
    const { width, height } = grid;
    throw new Unplaced('offPicture', { x: round2(x), y: round2(y), width, height });
  }
  return place.kind === 'cell' ? place : null;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;

/** From a name in a file to a cell's code. */
async function codeFinder(scope: ProjectScope): Promise<(name: string) => number> {
  const classes = await classesByName(scope);
  const words = new Map([...CODE_WORDS].map(([code, word]) => [word, code]));
  const open = [...classes.values()].filter((c) => c.archivedAt === null).map((c) => c.name);
  return (name) => {
    const key = name.trim().toLowerCase();
    if (key === '') {
      throw new Unplaced('classMissing');
    }
    const found = classes.get(key);
    const code = found?.code ?? words.get(key);
    if (code === undefined) {
      throw new Unplaced('classUnknown', { name, names: open.join(', ') });
    }
    if (found && found.archivedAt !== null) {
      throw new Unplaced('classArchived', { name });
    }
    return code;
  };
}
