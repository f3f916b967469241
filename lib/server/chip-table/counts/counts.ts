import type { ProjectId } from '@/lib/core/ids';
import { hasLabels } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter, ChipState, UnlabelledState } from '@/lib/domain/chip-filter/schema';
import { CountedFacet } from '@/lib/domain/chip-table/schema';
import type { ChipCounts, ChipCountsQuery, FacetCount } from '@/lib/domain/chip-table/schema';
import { NOBODY } from '@/lib/domain/review/nobody';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { WHOLE } from '@/lib/server/chip-filter/data';
import type { BoundedCount } from '@/lib/server/chip-filter/data';
import {
  countsOfChips,
  openByPerson,
  readChips,
  readClasses,
  readLabels,
  storedChips,
  storedLabels,
} from '@/lib/server/chip-table/counts/data';
import type {
  ReadCount,
  StoredChips,
  StoredLabels,
  Unit,
} from '@/lib/server/chip-table/counts/data';
import { countMasked } from '@/lib/server/chip-table/data';
import { readableStates, tableReader } from '@/lib/server/chip-table/reader';
import { maskedChips } from '@/lib/server/ground-truth/masked/data';
import { versionNames } from '@/lib/server/gallery/data';
import { namesOf } from '@/lib/server/user/data';

/** Values of a facet that are told, those with the most chips. */
const MOST_VALUES = 200;

/**
 * What passes a filter, and what each value of each facet would give under the other facets: exact where stored sums say it, else as
 * far as a bounded number of rows goes. No request reads all chips.
 */
export async function chipCounts(
  scope: ProjectScope,
  person: Person,
  { unit, ...filter }: ChipCountsQuery,
): Promise<ChipCounts> {
  const reader = tableReader(scope, person);
  // what a labeler may not ask at all is refused here
  readableStates(reader, filter);
  const { projectId } = scope;
  const [sums, masked] = await Promise.all([
    readSums(projectId, filter),
    maskedChips(scope, person.userId),
  ]);
  const facets = CountedFacet.options.filter(
    (facet) => reader.seesAll || (facet !== 'person' && facet !== 'version'),
  );
  const count = async (facet: CountedFacet) => {
    // comments have the one value
    const rest = { ...filter, [facet]: facet === 'comments' ? 'open' : undefined };
    // a facet's values are looked for where the reader may look by them
    const asked = facet === 'class' ? { ...rest, class: WHOLE } : rest;
    const states = readableStates(reader, asked);
    const question = { projectId, facet, filter: rest, sums, unit, states };
    const counts = await countFacet(question);
    if (masked.size > 0) await recountMasked(question, person.userId, [...masked.keys()], counts);
    return counts;
  };
  const counted = await Promise.all(
    facets.map(async (facet) => [facet, await withNames(facet, await count(facet))] as const),
  );
  const none = CountedFacet.options.map((facet) => [facet, [] as FacetCount[]] as const);
  const all = Object.fromEntries([...none, ...counted]) as ChipCounts['facets'];
  return { total: totalOf(all.state, filter), facets: all };
}

/** Counts ground truth chips of a labeler where they stand to them, and no more where they stand to others. */
async function recountMasked(
  question: Question,
  userId: string,
  masked: readonly string[],
  counts: Counts,
): Promise<void> {
  const rows = [
    ...(await countsAsTheyAre(question, masked)),
    ...(await countsAsShown(question, userId)),
  ];
  for (const { key, by } of rows) {
    const now = counts.get(key) ?? { count: 0, more: false };
    const next = { count: Math.max(0, now.count + by), more: now.more };
    if (next.count > 0 || next.more) counts.set(key, next);
    else counts.delete(key);
  }
}

type Recount = { key: string; by: number }[];

/** What of them is counted with the others' labels, to be taken off. */
async function countsAsTheyAre(
  { projectId, facet, filter, unit, states }: Question,
  masked: readonly string[],
): Promise<Recount> {
  const rows = await countsOfChips(projectId, states, filter, masked);
  const isAsked = ({ code }: { code: number }) =>
    facet === 'class' ? code !== WHOLE : code === (filter.class ?? WHOLE);
  return rows.filter(isAsked).flatMap((row) => {
    const by = unit === 'chips' ? -1 : -row.cells;
    if (facet === 'class') return [{ key: String(row.code), by }];
    if (facet === 'comments') return [{ key: 'open', by }];
    return isOfChip(facet) ? [{ key: row[facet], by }] : [];
  });
}

/** The same chips where they stand to the labeler. */
async function countsAsShown(
  { projectId, facet, filter, unit, states }: Question,
  userId: string,
): Promise<Recount> {
  if (unit === 'cells' || (!isOfChip(facet) && facet !== 'comments')) return [];
  const each = states.map(async (state) => {
    const rows = await countMasked(projectId, userId, state, filter);
    return rows.map((row) => ({
      key: facet === 'comments' ? 'open' : { ...row, state }[facet],
      by: row.count,
    }));
  });
  return (await Promise.all(each)).flat();
}

function isOfChip(facet: CountedFacet): facet is 'state' | 'survey' | 'split' {
  return facet === 'state' || facet === 'survey' || facet === 'split';
}

/** Where the filter stands among the states. */
function totalOf(states: readonly FacetCount[], { state }: ChipFilter): BoundedCount {
  const asked = states.filter(({ value }) => state === undefined || value === state);
  return {
    count: asked.reduce((sum, { count }) => sum + count, 0),
    more: asked.some(({ more }) => more),
  };
}

interface Sums {
  chips: StoredChips[];
  /** without the filter's survey */
  surveys: StoredChips[];
  labels: StoredLabels[];
}

/** The stored sums of the filter's picture and survey. */
async function readSums(projectId: ProjectId, { asset, survey }: ChipFilter): Promise<Sums> {
  const [chips, labels, surveys] = await Promise.all([
    storedChips(projectId, { asset, survey }),
    storedLabels(projectId),
    survey === undefined ? null : storedChips(projectId, { asset }),
  ]);
  return { chips, labels, surveys: surveys ?? chips };
}

/** What is counted: chips of a filter, by the values of a facet that it does not ask for. */
interface Question {
  projectId: ProjectId;
  facet: CountedFacet;
  filter: ChipFilter;
  sums: Sums;
  unit: Unit;
  /** where the reader may look */
  states: readonly ChipState[];
}

/** Values by key; null: NOBODY. */
type Counts = Map<string | null, BoundedCount>;

async function countFacet(question: Question): Promise<Counts> {
  const rows = [
    ...(await countUnlabelled(question)),
    ...(sumsOfLabels(question) ?? labelledOfPictures(question) ?? (await readLabelled(question))),
  ];
  const counts: Counts = new Map();
  for (const { key, count, more } of rows) {
    const now = counts.get(key) ?? { count: 0, more: false };
    const sum = { count: now.count + count, more: now.more || more };
    if (sum.count > 0 || sum.more) counts.set(key, sum);
  }
  return counts;
}

/** Chips without submitted labels: their sums are stored, but for who began them and what is said of them. */
async function countUnlabelled(question: Question): Promise<ReadCount[]> {
  const { projectId, facet, filter, unit, states } = question;
  if (unit === 'cells' || facet === 'class' || facet === 'version') return [];
  if (!isOf(filter, ['person', 'comments', ...SUMMED_CHIPS])) return [];
  if (facet === 'person') return await openByPerson(projectId, states, filter);
  if (facet === 'comments' || !isOf(filter, SUMMED_CHIPS)) {
    const open = states.filter((state): state is UnlabelledState => !hasLabels(state));
    const rows = await readChips(projectId, open, filter);
    return rows.map((row) => ({ ...row, key: facet === 'comments' ? 'open' : row[facet] }));
  }
  return ofPictures(question, facet, unlabelledState);
}

/** Out of the stored sums of pictures, by the state of a sum; null: it is not counted. */
function ofPictures(
  { filter, sums, states }: Question,
  facet: 'state' | 'survey' | 'split',
  stateOf: (row: StoredChips) => ChipState | null,
): ReadCount[] {
  return (facet === 'survey' ? sums.surveys : sums.chips).flatMap((row) => {
    const state = stateOf(row);
    if (state === null || !states.includes(state)) return [];
    if (filter.split !== undefined && row.split !== filter.split) return [];
    return [{ key: facet === 'state' ? state : row[facet], count: row.chips, more: false }];
  });
}

function unlabelledState({ status, excluded }: StoredChips): ChipState | null {
  if (status === 'SUBMITTED' || status === 'CONFIRMED') return null;
  if (excluded) return 'excluded';
  return status === 'UNTOUCHED' ? 'untouched' : status === 'RETURNED' ? 'returned' : 'begun';
}

function labelledState({ status }: StoredChips): ChipState | null {
  return status === 'SUBMITTED' ? 'waiting' : status === 'CONFIRMED' ? 'confirmed' : null;
}

/** Out of the stored sums of labels; null: they do not tell. */
function sumsOfLabels({ facet, filter, sums, unit, states }: Question): ReadCount[] | null {
  if (facet === 'person' || facet === 'survey' || facet === 'comments') return null;
  if (!isOf(filter, SUMMED_LABELS)) return null;
  return sums.labels
    .filter((row) => states.includes(row.state) && passesSums(row, filter, facet))
    .map((row) => ({ key: KEY_OF[facet](row), count: row[unit], more: false }));
}

/** Out of the stored sums of pictures; null: they do not tell, as imported chips from confirmed ones. */
function labelledOfPictures(question: Question): ReadCount[] | null {
  const { facet, filter, sums, unit } = question;
  if (facet !== 'survey' && facet !== 'split' && facet !== 'state') return null;
  if (unit === 'cells' || !isOf(filter, SUMMED_CHIPS)) return null;
  if (sums.labels.some(({ state }) => state === 'imported')) return null;
  return ofPictures(question, facet, labelledState);
}

/** As far as a bounded number of rows goes. */
async function readLabelled({
  projectId,
  facet,
  filter,
  unit,
  states,
}: Question): Promise<ReadCount[]> {
  const labelled = states.filter(hasLabels);
  if (facet === 'class') return await readClasses(projectId, labelled, filter, unit);
  if (facet !== 'state') return await readLabels(projectId, labelled, filter, facet, unit);
  const each = labelled.map(async (state) => {
    const rows = await readLabels(projectId, [state], filter, null, unit);
    return rows.map((row) => ({ ...row, key: state }));
  });
  return (await Promise.all(each)).flat();
}

/** What the sums of labels, and those of pictures, tell apart. */
const SUMMED_LABELS: readonly (keyof ChipFilter)[] = ['state', 'class', 'split', 'version'];
const SUMMED_CHIPS: readonly (keyof ChipFilter)[] = ['state', 'asset', 'survey', 'split'];

/** Whether a filter asks for nothing but these. */
function isOf(filter: ChipFilter, names: readonly (keyof ChipFilter)[]): boolean {
  return (Object.keys(filter) as (keyof ChipFilter)[]).every(
    (name) => filter[name] === undefined || names.includes(name),
  );
}

function passesSums(row: StoredLabels, filter: ChipFilter, facet: CountedFacet): boolean {
  const code = facet === 'class' ? row.code !== WHOLE : row.code === (filter.class ?? WHOLE);
  const split = filter.split === undefined || row.split === filter.split;
  const { version } = filter;
  return code && split && (version === undefined || (row.versionId ?? NOBODY) === version);
}

const KEY_OF: Record<
  'state' | 'class' | 'version' | 'split',
  (row: StoredLabels) => string | null
> = {
  state: ({ state }) => state,
  class: ({ code }) => String(code),
  version: ({ versionId }) => versionId,
  split: ({ split }) => split,
};

async function withNames(facet: CountedFacet, counts: Counts): Promise<FacetCount[]> {
  const all = [...counts].sort(([, a], [, b]) => b.count - a.count).slice(0, MOST_VALUES);
  const keys = all.flatMap(([key]) => (key === null ? [] : [key]));
  const names =
    facet === 'person'
      ? await namesOf(keys)
      : facet === 'version'
        ? await versionNames(keys)
        : new Map<string, string>();
  return all.map(([key, { count, more }]) => ({
    ...{ value: key ?? NOBODY, name: names.get(key ?? '') ?? null, count, more },
  }));
}
