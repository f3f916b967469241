import type {
  ChipTablePage,
  ChipTableQuery,
  ChipTableRow,
  TableOrder,
} from '@/lib/domain/chip-table/schema';
import { placeText } from '@/lib/domain/chip-table/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipImageUrl } from '@/lib/server/chip/data';
import { WHOLE } from '@/lib/server/chip-filter/data';
import { maskedPositions, tablePositions, tableRows } from '@/lib/server/chip-table/data';
import type { TableChip, TablePart, TablePosition } from '@/lib/server/chip-table/data';
import { readableStates, tableReader } from '@/lib/server/chip-table/reader';
import type { TableReader } from '@/lib/server/chip-table/reader';
import { versionNames } from '@/lib/server/gallery/data';
import { maskedChips } from '@/lib/server/ground-truth/masked/data';
import type { MaskedChip } from '@/lib/server/ground-truth/masked/data';
import { hiddenChips } from '@/lib/server/queue/assignments/data';

/** A page of the project's chips that pass a filter, in the table's order. */
export async function chipTablePage(
  scope: ProjectScope,
  person: Person,
  { order, reverse = false, cursor, back = false, at, limit, ...filter }: ChipTableQuery,
): Promise<ChipTablePage> {
  const reader = tableReader(scope, person);
  const states = readableStates(reader, { ...filter, order });
  const part: TablePart = {
    ...{ order, reverse, back, limit: limit + 1 },
    ...{ from: at ?? cursor, inclusive: at !== undefined },
  };
  const masked = await maskedChips(scope, person.userId);
  const { projectId } = scope;
  const [others, own] = await Promise.all([
    tablePositions(projectId, states, filter, part, [...masked.keys()]),
    masked.size > 0 ? maskedPositions(projectId, person.userId, states, filter, part) : [],
  ]);
  const found = inOrder([...others, ...own], part);
  const places = found.slice(0, limit);
  if (back) places.reverse();
  return {
    items: await readRows(scope, reader, places, { code: filter.class ?? WHOLE, masked }),
    more: found.length > limit,
  };
}

/** The chips of all states as one list. */
function inOrder(all: TablePosition[], { order, reverse, back }: TablePart): TablePosition[] {
  const sign = reverse !== back ? -1 : 1;
  const last = back ? -1 : 1;
  return all.toSorted((a, b) => {
    if (a.key !== null && b.key !== null)
      return sign * COMPARE[order](a.key - b.key, a.number - b.number);
    if (a.key === b.key) return last * (a.number - b.number);
    return a.key === null ? last : -last;
  });
}

/** As lib/server/chip-filter orders them, by the differences of two chips in key and number. */
const COMPARE: Record<TableOrder, (key: number, number: number) => number> = {
  number: (_, number) => number,
  suspicion: (key, number) => -key || number,
  newest: (key, number) => -key || -number,
};

async function readRows(
  scope: ProjectScope,
  reader: TableReader,
  places: readonly TablePosition[],
  { code, masked }: { code: number; masked: ReadonlyMap<string, MaskedChip> },
): Promise<ChipTableRow[]> {
  const ids = places.map(({ chipId }) => chipId);
  const [rows, hidden] = await Promise.all([
    tableRows(scope.projectId, ids),
    hiddenChips(ids, reader.userId),
  ]);
  const versions = await versionNames(
    rows.flatMap(({ labels }) => labels.slice(0, 1).flatMap(({ versionId }) => versionId ?? [])),
  );
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return places.flatMap(({ chipId, state, key, number }): ChipTableRow[] => {
    const row = rowOf.get(chipId);
    // its picture was removed a moment ago
    if (!row) return [];
    const { asset, confirmedAt, status, split } = row;
    const asked = row.labels.find((label) => label.code === code);
    const scored = reader.seesAll && !hidden.has(chipId) ? asked : undefined;
    return [
      {
        ...{ id: chipId, number, state, status, split },
        place: placeText({ key, number }),
        imageUrl: chipImageUrl(scope, row),
        ...{ asset: asset.name, survey: asset.survey },
        ...labelledBy(row, reader),
        confirmedBy: row.confirmedBy?.name ?? null,
        confirmedAt: confirmedAt?.toISOString() ?? null,
        cells: labelsOf(row, reader),
        score: scored && scored.suspicion >= 0 ? scored.suspicion : null,
        version: versions.get(scored?.versionId ?? '') ?? null,
        ...maskedRow(masked.get(chipId), reader),
      },
    ];
  });
}

/** What a labeler sees of a ground truth chip that came to them: nothing of what others made of it. */
function maskedRow(
  mask: MaskedChip | undefined,
  { userId, name }: TableReader,
): Partial<ChipTableRow> {
  if (!mask) return {};
  return {
    status: mask.status,
    people: mask.status === 'UNTOUCHED' ? [] : [{ userId, name }],
    labelledAt: mask.submittedAt?.toISOString() ?? null,
    ...{ confirmedBy: null, confirmedAt: null, cells: [] },
  };
}

/** Who labelled it and when the last of them submitted; to a labeler, only they themselves. */
function labelledBy(
  { labellings }: TableChip,
  { userId, seesAll }: TableReader,
): Pick<ChipTableRow, 'people' | 'labelledAt'> {
  const own = labellings.filter(({ user }) => seesAll || user?.id === userId);
  const last = own.findLast(({ submittedAt }) => submittedAt !== null);
  return {
    people: own.flatMap(({ user }) => (user ? [{ userId: user.id, name: user.name }] : [])),
    labelledAt: last?.submittedAt?.toISOString() ?? null,
  };
}

/** Cells by code; to a labeler, once they are confirmed. */
function labelsOf({ labels, status }: TableChip, { seesAll }: TableReader): ChipTableRow['cells'] {
  if (!seesAll && status !== 'CONFIRMED') return [];
  return labels.filter(({ code }) => code !== WHOLE).map(({ code, cells }) => ({ code, cells }));
}
