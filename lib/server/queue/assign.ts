import type { Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { Fallback, QueueRequest } from '@/lib/domain/queue/schema';
import { MAX_HELD } from '@/lib/domain/queue/schema';
import { diversePicks } from '@/lib/domain/proposal/diverse';
import type { Db } from '@/lib/server/db/client';
import {
  chipAtDraw,
  chipsInOrder,
  heldChips,
  modelCandidates,
  openAssets,
  ownChips,
} from '@/lib/server/queue/candidates/data';
import { countLabelled } from '@/lib/server/queue/counts/data';
import { countHeld, heldOf } from '@/lib/server/queue/leases/data';
import type { OpenAsset } from '@/lib/server/queue/candidates/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
import { leaseChips, withQueueLock } from '@/lib/server/queue/leases/mutations';
import { deployedVersion } from '@/lib/server/proposal/data';

/** Labelled chips before a model has a say: younger ones mislead more than they help (research: trainer-lab). */
const RANDOM_FIRST = 20;
/** Share of chips drawn at random for good: what the model is sure of and wrong about shows nowhere else. */
const CHECK_SHARE = 0.2;
/** Share of the ground that is kept for tests (lib/domain/grid: split by block). */
const TEST_SHARE = 0.2;
const ALL_SPLITS: readonly Split[] = ['TRAIN', 'CALIBRATION', 'TEST'];

export interface Assigned {
  chips: QueueCandidate[];
  fallback: Fallback | null;
  /** the person holds as many chips as anybody may */
  full: boolean;
}

/** Chooses chips for a person and leases them, in one step that excludes all other hand-outs of the project. */
export async function assignChips(
  projectId: ProjectId,
  userId: string,
  request: QueueRequest,
  draw: () => number,
): Promise<Assigned> {
  return await withQueueLock(projectId, async (tx) => {
    const query = { projectId, userId, skip: request.skip };
    const known = await ownChips(tx, query, request, request.count);
    if (isForUntouched(request)) {
      known.push(...(await heldChips(tx, query, request, request.count - known.length)));
    }
    const room = MAX_HELD - (await countHeld(tx, projectId, userId));
    const more = isForUntouched(request)
      ? await choose(
          tx,
          { ...query, skip: [...request.skip, ...known.map((chip) => chip.number)] },
          { ...request, count: Math.max(0, Math.min(request.count - known.length, room)) },
          draw,
        )
      : { chips: [], fallback: null };
    const chosen = [...known, ...more.chips];
    // a heartbeat of somebody who opened one of these by its number may come first
    const ids = chosen.map((chip) => chip.id);
    const mine = await leaseChips(ids, userId, request.offlineSeconds, tx);
    const chips = chosen.filter((chip) => mine.has(chip.id));
    await recordAssignments(projectId, userId, chips, tx);
    const full = chips.length < request.count && room <= more.chips.length;
    return { chips, fallback: more.fallback, full };
  });
}

/**
 * A heartbeat for chips: prolongs what the person holds, and takes what nobody holds as long as they have room for it.
 * Returns the chips that are theirs now.
 */
export async function renewLeases(
  projectId: ProjectId,
  userId: string,
  chipIds: readonly string[],
  offlineSeconds?: number,
): Promise<Set<string>> {
  return await withQueueLock(projectId, async (tx) => {
    const mine = await heldOf(tx, chipIds, userId);
    const room = Math.max(0, MAX_HELD - (await countHeld(tx, projectId, userId)));
    const others = chipIds.filter((id) => !mine.has(id)).slice(0, room);
    return await leaseChips([...mine, ...others], userId, offlineSeconds, tx);
  });
}

function isForUntouched(request: QueueRequest): boolean {
  if (request.mode === 'filter') return request.filter?.status === 'untouched';
  return request.mode !== 'returned';
}

async function choose(
  tx: Db,
  query: QueueQuery,
  request: QueueRequest,
  draw: () => number,
): Promise<Omit<Assigned, 'full'>> {
  if (request.count === 0) return { chips: [], fallback: null };
  if (request.mode !== 'recommended') {
    return { chips: await chipsInOrder(tx, query, request, request.count), fallback: null };
  }
  const { labelled, test } = await countLabelled(tx, query.projectId);
  const version = await deployedVersion(query.projectId, tx);
  if (labelled < RANDOM_FIRST || !version) {
    const chips = await drawChips(tx, query, request.count, ALL_SPLITS, draw);
    return {
      chips: chips.map((chip) => ({ ...chip, reason: 'random' })),
      fallback: labelled < RANDOM_FIRST ? 'few-labels' : 'no-model',
    };
  }
  const checks = Array.from({ length: request.count }, () => draw() < CHECK_SHARE);
  const picked = await pickByModel(tx, query, version, checks.filter((check) => !check).length);
  const taken = [...query.skip, ...picked.map((chip) => chip.number)];
  const others = { ...query, skip: taken };
  // test chips come in by the random fifth only: while they lag behind their share, it is drawn among them
  const splits = test < TEST_SHARE * labelled ? (['TEST'] as const) : ALL_SPLITS;
  const wantedChecks = checks.filter((check) => check).length;
  const drawn = await drawChips(tx, others, wantedChecks, splits, draw);
  others.skip = [...taken, ...drawn.map((chip) => chip.number)];
  const rest = await drawChips(
    tx,
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
    fallback: random.some((chip) => chip.reason === 'random') ? 'not-scored' : null,
  };
}

async function pickByModel(
  tx: Db,
  query: QueueQuery,
  version: { id: string; backboneSha: string },
  count: number,
): Promise<QueueCandidate[]> {
  if (count === 0) return [];
  const { candidates, recent } = await modelCandidates(tx, query, version);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate.number]));
  return diversePicks(candidates, recent, count).map((pick) => ({
    ...pick,
    number: byId.get(pick.id) ?? 0,
  }));
}

/**
 * Free chips at random by picture: each from the picture with the fewest labelled or held chips (among equals from the survey
 * with the fewest, then at random), so that a picture of a thousand chips is not asked a thousand times as often.
 */
async function drawChips(
  tx: Db,
  query: QueueQuery,
  count: number,
  splits: readonly Split[],
  draw: () => number,
): Promise<Omit<QueueCandidate, 'reason'>[]> {
  if (count === 0) return [];
  const assets = (await openAssets(tx, query.projectId, splits)).map((asset) => ({
    ...asset,
    order: draw(),
  }));
  const inSurvey = new Map<string, number>();
  for (const { survey, taken } of assets) inSurvey.set(survey, (inSurvey.get(survey) ?? 0) + taken);
  const before = (a: OpenAsset & { order: number }, b: OpenAsset & { order: number }): number =>
    a.taken - b.taken ||
    (inSurvey.get(a.survey) ?? 0) - (inSurvey.get(b.survey) ?? 0) ||
    a.order - b.order;
  const chips: Omit<QueueCandidate, 'reason'>[] = [];
  const open = new Set(assets);
  while (chips.length < count && open.size > 0) {
    const asset = [...open].reduce((best, other) => (before(other, best) < 0 ? other : best));
    const skip = [...query.skip, ...chips.map((chip) => chip.number)];
    const at = { assetId: asset.id, splits, draw: draw() };
    const chip = await chipAtDraw(tx, { ...query, skip }, at);
    if (chip) {
      chips.push(chip);
      asset.taken += 1;
      inSurvey.set(asset.survey, (inSurvey.get(asset.survey) ?? 0) + 1);
    } else open.delete(asset);
  }
  return chips;
}
