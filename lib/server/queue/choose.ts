import type { Split } from '@/generated/prisma/enums';
import { diversePicks } from '@/lib/domain/proposal/diverse';
import type { Fallback, QueueRequest } from '@/lib/domain/queue/schema';
import type { Db } from '@/lib/server/db/client';
import { deployedVersion } from '@/lib/server/proposal/data';
import {
  chipAtDraw,
  chipsInOrder,
  modelCandidates,
  openAssets,
} from '@/lib/server/queue/candidates/data';
import type { OpenAsset } from '@/lib/server/queue/candidates/data';
import { countLabelled } from '@/lib/server/queue/counts/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** Labelled chips before a model has a say: younger ones mislead more than they help. */
const RANDOM_FIRST = 20;
/** Share of chips drawn at random for good: what the model is sure of and wrong about shows nowhere else. */
const CHECK_SHARE = 0.2;
/** Share of the ground that is kept for tests (lib/domain/grid: split by block). */
const TEST_SHARE = 0.2;
const ALL_SPLITS: readonly Split[] = ['TRAIN', 'CALIBRATION', 'TEST'];

/** Chips by the queue's choice, in its order. */
export interface Chosen {
  chips: QueueCandidate[];
  /** what comes next in the same order: for chips that somebody else takes in between */
  spare: QueueCandidate[];
  fallback: Fallback | null;
}

/** Spare chips: as many people at once choose without looking again. */
const SPARE = 8;

type DrawnChip = Omit<QueueCandidate, 'reason'>;

/** Untouched chips for a person, which nobody else holds now; none of them is leased by it. */
export async function chooseChips(
  query: QueueQuery,
  request: QueueRequest,
  draw: () => number,
  client?: Db,
): Promise<Chosen> {
  if (request.count === 0) return { chips: [], spare: [], fallback: null };
  if (request.mode !== 'recommended') {
    const chips = await chipsInOrder(query, request, request.count + SPARE, client);
    return {
      chips: chips.slice(0, request.count),
      spare: chips.slice(request.count),
      fallback: null,
    };
  }
  const [{ labelled, test }, version] = await Promise.all([
    countLabelled(query.projectId, client),
    deployedVersion(query.projectId, client),
  ]);
  if (labelled < RANDOM_FIRST || !version) {
    const chips = await drawChips(client, query, request.count, ALL_SPLITS, draw);
    return {
      chips: chips.map((chip) => ({ ...chip, reason: 'random' })),
      spare: [],
      fallback: labelled < RANDOM_FIRST ? 'few-labels' : 'no-model',
    };
  }
  const checks = Array.from({ length: request.count }, () => draw() < CHECK_SHARE);
  const byModel = checks.filter((check) => !check).length;
  const picks = await pickByModel(client, query, version, byModel);
  const [picked, spare] = [picks.slice(0, byModel), picks.slice(byModel)];
  const taken = [...query.skip, ...picked.map((chip) => chip.number)];
  const others = { ...query, skip: taken };
  // test chips come in by the random fifth only: while they lag behind their share, it is drawn among them
  const splits = test < TEST_SHARE * labelled ? (['TEST'] as const) : ALL_SPLITS;
  const wantedChecks = checks.filter((check) => check).length;
  const drawn = await drawChips(client, others, wantedChecks, splits, draw);
  others.skip = [...taken, ...drawn.map((chip) => chip.number)];
  const rest = await drawChips(
    client,
    others,
    request.count - picked.length - drawn.length,
    ALL_SPLITS,
    draw,
  );
  const missing = wantedChecks - drawn.length;
  const random = [
    ...drawn.map((chip) => ({ ...chip, reason: 'check' as const })),
    ...rest.map((chip, i) => ({
      ...chip,
      reason: i < missing ? ('check' as const) : ('random' as const),
    })),
  ];
  return {
    chips: [...picked, ...random],
    spare,
    fallback: random.some((chip) => chip.reason === 'random') ? 'not-scored' : null,
  };
}

/** `count` picks and the spare ones. */
async function pickByModel(
  client: Db | undefined,
  query: QueueQuery,
  version: { id: string; backboneSha: string },
  count: number,
): Promise<QueueCandidate[]> {
  if (count === 0) return [];
  const { candidates, recent } = await modelCandidates(query, version, client);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate.number]));
  return diversePicks(candidates, recent, count + SPARE).map((pick) => ({
    ...pick,
    number: byId.get(pick.id) ?? 0,
  }));
}

/**
 * Free chips at random by picture: each from the picture with the fewest labelled or held chips (among equals from the survey
 * with the fewest, then at random), so that a picture of a thousand chips is not asked a thousand times as often.
 */
async function drawChips(
  client: Db | undefined,
  query: QueueQuery,
  count: number,
  splits: readonly Split[],
  draw: () => number,
): Promise<DrawnChip[]> {
  const chips: DrawnChip[] = [];
  const used: string[] = [];
  while (chips.length < count) {
    const found = await openAssets(query.projectId, { splits, except: used }, client);
    if (found.length === 0) break;
    used.push(...found.map((asset) => asset.id));
    const wanted = count - chips.length;
    const skip = [...query.skip, ...chips.map((chip) => chip.number)];
    chips.push(
      ...(await drawFrom(client, { ...query, skip }, found, { count: wanted, splits, draw })),
    );
  }
  return chips;
}

async function drawFrom(
  client: Db | undefined,
  query: QueueQuery,
  found: readonly OpenAsset[],
  { count, splits, draw }: { count: number; splits: readonly Split[]; draw: () => number },
): Promise<DrawnChip[]> {
  const open = new Set(found.map((asset) => ({ ...asset, order: draw() })));
  const inSurvey = new Map<string, number>();
  for (const { survey, taken } of found) inSurvey.set(survey, (inSurvey.get(survey) ?? 0) + taken);
  const before = (a: OpenAsset & { order: number }, b: OpenAsset & { order: number }): number =>
    a.taken - b.taken ||
    (inSurvey.get(a.survey) ?? 0) - (inSurvey.get(b.survey) ?? 0) ||
    a.order - b.order;
  const chips: DrawnChip[] = [];
  while (chips.length < count && open.size > 0) {
    const asset = [...open].reduce((best, other) => (before(other, best) < 0 ? other : best));
    const skip = [...query.skip, ...chips.map((chip) => chip.number)];
    const at = { assetId: asset.id, splits, draw: draw() };
    const chip = await chipAtDraw({ ...query, skip }, at, client);
    if (chip) {
      chips.push(chip);
      asset.taken += 1;
      inSurvey.set(asset.survey, (inSurvey.get(asset.survey) ?? 0) + 1);
    } else open.delete(asset);
  }
  return chips;
}
