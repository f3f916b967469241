import { byLikeness, byOutlying } from '@/lib/domain/gallery/likeness';
import type {
  GalleryCell,
  GalleryChip,
  GalleryPage,
  GalleryQuery,
} from '@/lib/domain/gallery/schema';
import { claimOf } from '@/lib/domain/proposal/rule';
import { vectorOf } from '@/lib/domain/proposal/vectors';
import { reviewLabels } from '@/lib/domain/review/label';
import { INT4_MAX } from '@/lib/contracts/bounds';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipImageUrl } from '@/lib/server/chip/data';
import { readGalleryChips } from '@/lib/server/gallery/chips/data';
import type { GalleryChipRow } from '@/lib/server/gallery/chips/data';
import {
  embeddingOf,
  galleryEmbeddings,
  galleryPositions,
  issuePositions,
} from '@/lib/server/gallery/data';
import type { GalleryPosition } from '@/lib/server/gallery/data';
import { labelsOf } from '@/lib/server/gallery/labels';
import { deployedVersion, predictionOf, storedLevels } from '@/lib/server/proposal/data';
import type { DeployedVersion } from '@/lib/server/proposal/data';
import { basisOf } from '@/lib/server/review/draft';

/** Cells that a page may have before it ends with the chip that goes past them. */
const MOST_CELLS = 4000;
/** Chips that are compared with one, or with their mean: drawn at random where there are more. */
const MOST_COMPARED = 5000;

/**
 * A page of chips with their labels, in an order. The order is stored (ChipLabel), but for likeness, which is worked out among at
 * most MOST_COMPARED chips of the filter. Of a control chip the reader learns nothing that a model says.
 */
export async function galleryPage(
  scope: ProjectScope,
  reader: Person,
  query: GalleryQuery,
): Promise<GalleryPage> {
  const version = await deployedVersion(scope.projectId);
  const found = await positionsOf(scope, version, query);
  const places = withinCells(found.slice(0, query.limit), query.unit);
  const ids = places.map((place) => place.chipId);
  const [rows, levels] = await Promise.all([
    readGalleryChips(scope.projectId, ids, reader.userId),
    version ? storedLevels(version.id, ids) : new Map<string, Uint8Array>(),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const items = places.flatMap((place): GalleryChip[] => {
    const row = rowOf.get(place.chipId);
    return row ? [toChip({ scope, version, query }, place, row, levels.get(row.id))] : [];
  });
  const last = places.at(-1);
  const bound = query.order === 'suspicion' && last ? last.suspicion : null;
  return last && found.length > places.length
    ? { items, bound, nextCursor: `${String(last.key)}_${String(last.number)}` }
    : { items, bound: null };
}

async function positionsOf(
  { projectId }: ProjectScope,
  version: DeployedVersion | null,
  query: GalleryQuery,
): Promise<GalleryPosition[]> {
  const { order, cursor, limit } = query;
  /** in orders by rank; a cursor is a client's, and may name a place between two */
  const rank = cursor && Math.min(Math.floor(cursor.key), INT4_MAX);
  if (order === 'issue') {
    return await issuePositions(projectId, query, { after: rank ?? 0, limit: limit + 1 });
  }
  if (order !== 'like' && order !== 'outlier') {
    return await galleryPositions(projectId, query, order, { after: cursor, limit: limit + 1 });
  }
  if (!version) throw new AppError('not_ready', 'gallery.noEmbeddings');
  const chips = await galleryEmbeddings(projectId, query, version.backboneSha, MOST_COMPARED);
  const vectors = chips.map((chip) => vectorOf(chip.embedding));
  const to =
    order === 'like' ? await embeddingOf(projectId, query.like ?? 0, version.backboneSha) : null;
  if (order === 'like' && !to) throw new AppError('not_ready', 'gallery.noEmbedding');
  const places = to ? byLikeness(vectors, vectorOf(to)) : byOutlying(vectors);
  const ranked = places.flatMap((place, rank) => {
    const chip = chips[place];
    return chip ? [{ ...chip, key: rank }] : [];
  });
  const from = rank === undefined ? 0 : rank + 1;
  return ranked.slice(from, from + limit + 1);
}

function withinCells(places: GalleryPosition[], unit: GalleryQuery['unit']): GalleryPosition[] {
  if (unit === 'chips') return places;
  let cells = 0;
  const end = places.findIndex((place) => (cells += place.cells) >= MOST_CELLS);
  return end < 0 ? places : places.slice(0, end + 1);
}

/** Of a chip with a label as suspicious as the filter asks, only such labels are shown. */
function isScored({ scoreFrom, scoreTo }: GalleryQuery, suspicion: number | null): boolean {
  if (scoreFrom === undefined && scoreTo === undefined) return true;
  return suspicion !== null && suspicion >= (scoreFrom ?? 0) && suspicion <= (scoreTo ?? 1);
}

interface Asked {
  scope: ProjectScope;
  version: DeployedVersion | null;
  query: GalleryQuery;
}

function toChip(
  { scope, version, query }: Asked,
  place: GalleryPosition,
  row: GalleryChipRow,
  levels: Uint8Array | undefined,
): GalleryChip {
  const { labellings, kept, hidden, imageSha, ...chip } = row;
  const people = labellings.filter((own) => own.userId !== null);
  const prediction = hidden ? null : predictionOf(version, levels, chip.rows * chip.cols);
  const labels = query.unit === 'chips' ? [] : reviewLabels(labelsOf(row, prediction));
  return {
    ...chip,
    imageUrl: chipImageUrl(scope, { id: chip.id, imageSha }),
    suspicion: hidden || place.suspicion < 0 ? null : place.suspicion,
    labelled: place.cells,
    people: people.map(({ userId, name }) => ({ userId: userId ?? '', name: name ?? '' })),
    revision: labellings.find((own) => own.userId === null)?.revision ?? 0,
    basis: basisOf(people),
    cells: labels
      .filter(({ code }) => query.class === undefined || code === query.class)
      .filter(({ cell }) => !place.issue || cell === place.issue.cell)
      .filter(({ suspicion }) => hidden || isScored(query, suspicion))
      .map(({ cell, code, suspicion }): GalleryCell => {
        const isKept = kept.get(cell) === code;
        if (place.issue && !hidden) {
          return [cell, code, 1 - place.issue.quality, place.issue.suggested, isKept];
        }
        const claim = version && prediction ? claimOf(prediction, cell, version.thresholds) : null;
        return [cell, code, suspicion, claim, isKept];
      }),
  };
}
