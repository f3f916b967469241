import type { QueueRequest } from '@/lib/domain/queue/schema';
import { openLooks } from '@/lib/server/second-look/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** Share of a person's chips that are second looks while some wait: enough for a share of 20 %, and never mostly that. */
const LOOK_SHARE = 0.25;
/** Looks beyond those asked for: as many people at once choose without looking again. */
const SPARE = 8;

/** Chips that wait for a second person, for somebody who asks for chips. */
interface ChosenLooks {
  /** among the others now */
  mixed: QueueCandidate[];
  /** where others took those, or there are no untouched chips */
  rest: QueueCandidate[];
}

/**
 * Chips that wait for a second person come among the others, as any other: nobody is told which they are. Who asks for an area, a
 * filter or what was returned gets none.
 */
export async function chooseLooks(
  query: QueueQuery,
  request: Pick<QueueRequest, 'mode'>,
  count: number,
  draw: () => number,
): Promise<ChosenLooks> {
  const { mode } = request;
  if (count === 0 || (mode !== 'recommended' && mode !== 'sequential'))
    return { mixed: [], rest: [] };
  const looks = await openLooks(query, count + SPARE);
  const chosen = looks.map(({ held, id, number, reason }) => ({
    isMixed: held || draw() < LOOK_SHARE,
    candidate: {
      ...{ id, number, reason: mode === 'sequential' ? ('next' as const) : ('check' as const) },
      // who looks at labels that are likely wrong must not be told by the model that they are
      blind: reason === 'ISSUE',
    },
  }));
  const mixed = chosen.filter(({ isMixed }) => isMixed).slice(0, count);
  return {
    mixed: mixed.map(({ candidate }) => candidate),
    rest: chosen.flatMap((one) => (mixed.includes(one) ? [] : [one.candidate])),
  };
}
