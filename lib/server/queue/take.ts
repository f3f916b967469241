import type { Split } from '@/generated/prisma/enums';
import type { Fallback, QueueRequest } from '@/lib/domain/queue/schema';
import { MAX_HELD } from '@/lib/domain/queue/schema';
import { spreadPicks } from '@/lib/domain/queue/spread';
import type { Db } from '@/lib/server/db/client';
import {
  championOf,
  chipAtDraw,
  chipsInOrder,
  countHeld,
  countLabelled,
  heldChips,
  heldOf,
  modelCandidates,
  openSites,
  ownChips,
} from '@/lib/server/queue/data';
import type { Asking, Found, Site } from '@/lib/server/queue/data';
import { holdChips, inQueue, recordHandouts } from '@/lib/server/queue/mutations';

/** Labelled chips before a model has a say: younger ones mislead more than they help (research: trainer-lab). */
const RANDOM_FIRST = 20;
/** Share of chips drawn at random for good: what the model is sure of and wrong about shows nowhere else. */
const CHECK_SHARE = 0.2;
/** Share of the ground that is kept for tests (lib/domain/grid: split by block). */
const TEST_SHARE = 0.2;
const ALL_SPLITS: readonly Split[] = ['TRAIN', 'CALIBRATION', 'TEST'];

export interface Taken {
  chips: Found[];
  fallback: Fallback | null;
  /** the person holds as many chips as anybody may */
  full: boolean;
}

/** Chooses chips for a person and leases them, in one step that excludes all other hand-outs of the project. */
export async function takeChips(
  projectId: string,
  userId: string,
  wanted: QueueRequest,
  draw: () => number,
): Promise<Taken> {
  return await inQueue(projectId, async (tx) => {
    const asking = { projectId, userId, skip: wanted.skip };
    const known = await ownChips(tx, asking, wanted, wanted.count);
    if (isForUntouched(wanted)) {
      known.push(...(await heldChips(tx, asking, wanted, wanted.count - known.length)));
    }
    const room = MAX_HELD - (await countHeld(tx, projectId, userId));
    const more = isForUntouched(wanted)
      ? await choose(
          tx,
          { ...asking, skip: [...wanted.skip, ...known.map((chip) => chip.number)] },
          { ...wanted, count: Math.max(0, Math.min(wanted.count - known.length, room)) },
          draw,
        )
      : { chips: [], fallback: null };
    const chosen = [...known, ...more.chips];
    // a heartbeat of somebody who opened one of these by its number may come first
    const ids = chosen.map((chip) => chip.id);
    const mine = await holdChips(ids, userId, wanted.hold, tx);
    const chips = chosen.filter((chip) => mine.has(chip.id));
    await recordHandouts(projectId, userId, chips, tx);
    const full = chips.length < wanted.count && room <= more.chips.length;
    return { chips, fallback: more.fallback, full };
  });
}

/**
 * A sign of life for chips: prolongs what the person holds, and takes what nobody holds as long as they have room for it.
 * Returns the chips that are theirs now.
 */
export async function prolongChips(
  projectId: string,
  userId: string,
  chipIds: readonly string[],
  hold?: number,
): Promise<Set<string>> {
  return await inQueue(projectId, async (tx) => {
    const mine = await heldOf(tx, chipIds, userId);
    const room = Math.max(0, MAX_HELD - (await countHeld(tx, projectId, userId)));
    const others = chipIds.filter((id) => !mine.has(id)).slice(0, room);
    return await holdChips([...mine, ...others], userId, hold, tx);
  });
}

function isForUntouched(wanted: QueueRequest): boolean {
  if (wanted.mode === 'filter') return wanted.filter?.status === 'untouched';
  return wanted.mode !== 'returned';
}

async function choose(
  tx: Db,
  asking: Asking,
  wanted: QueueRequest,
  draw: () => number,
): Promise<Omit<Taken, 'full'>> {
  if (wanted.count === 0) return { chips: [], fallback: null };
  if (wanted.mode !== 'recommended') {
    return { chips: await chipsInOrder(tx, asking, wanted, wanted.count), fallback: null };
  }
  const { labelled, test } = await countLabelled(tx, asking.projectId);
  const version = await championOf(asking.projectId, tx);
  if (labelled < RANDOM_FIRST || !version) {
    const chips = await drawChips(tx, asking, wanted.count, ALL_SPLITS, draw);
    return {
      chips: chips.map((chip) => ({ ...chip, reason: 'random' })),
      fallback: labelled < RANDOM_FIRST ? 'few-labels' : 'no-model',
    };
  }
  const checks = Array.from({ length: wanted.count }, () => draw() < CHECK_SHARE);
  const picked = await pickByModel(tx, asking, version, checks.filter((check) => !check).length);
  const taken = [...asking.skip, ...picked.map((chip) => chip.number)];
  const others = { ...asking, skip: taken };
  // test chips come in by the random fifth only: while they lag behind their share, it is drawn among them
  const splits = test < TEST_SHARE * labelled ? (['TEST'] as const) : ALL_SPLITS;
  const wantedChecks = checks.filter((check) => check).length;
  const drawn = await drawChips(tx, others, wantedChecks, splits, draw);
  others.skip = [...taken, ...drawn.map((chip) => chip.number)];
  const rest = await drawChips(
    tx,
    others,
    wanted.count - picked.length - drawn.length,
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
    fallback: random.some((chip) => chip.reason === 'random') ? 'not-looked-at' : null,
  };
}

async function pickByModel(
  tx: Db,
  asking: Asking,
  version: { id: string; backboneSha: string },
  count: number,
): Promise<Found[]> {
  if (count === 0) return [];
  const { candidates, recent } = await modelCandidates(tx, asking, version);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate.number]));
  return spreadPicks(candidates, recent, count).map((pick) => ({
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
  asking: Asking,
  count: number,
  splits: readonly Split[],
  draw: () => number,
): Promise<Omit<Found, 'reason'>[]> {
  if (count === 0) return [];
  const sites = (await openSites(tx, asking.projectId, splits)).map((site) => ({
    ...site,
    order: draw(),
  }));
  const inSurvey = new Map<string, number>();
  for (const { survey, taken } of sites) inSurvey.set(survey, (inSurvey.get(survey) ?? 0) + taken);
  const before = (a: Site & { order: number }, b: Site & { order: number }): number =>
    a.taken - b.taken ||
    (inSurvey.get(a.survey) ?? 0) - (inSurvey.get(b.survey) ?? 0) ||
    a.order - b.order;
  const chips: Omit<Found, 'reason'>[] = [];
  const open = new Set(sites);
  while (chips.length < count && open.size > 0) {
    const site = [...open].reduce((best, other) => (before(other, best) < 0 ? other : best));
    const skip = [...asking.skip, ...chips.map((chip) => chip.number)];
    const at = { assetId: site.id, splits, draw: draw() };
    const chip = await chipAtDraw(tx, { ...asking, skip }, at);
    if (chip) {
      chips.push(chip);
      site.taken += 1;
      inSurvey.set(site.survey, (inSurvey.get(site.survey) ?? 0) + 1);
    } else open.delete(site);
  }
  return chips;
}
