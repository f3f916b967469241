import type { Agent } from 'node:http';
import { newId } from '@/lib/core/ids';
import { SaveReply } from '@/lib/domain/label/schema';
import type { SaveRequest } from '@/lib/domain/label/schema';
import { post } from '@/bench/load/http';
import { COLS, ROWS } from '@/bench/load/people';
import type { Labeler } from '@/bench/load/people';

const CELLS = ROWS * COLS;
const VERSION = newId();

/** One stroke over the whole chip, a proposal in every cell. @throws Error unless it was applied whole */
export async function saveStroke(url: string, person: Labeler, agent: Agent): Promise<void> {
  const after = person.code === 16 ? 17 : 16;
  const proposal = { versionId: VERSION, code: 16, probability: 0.75, threshold: 0.45 };
  const shown = { ...proposal, when: 'before' as const };
  const body: SaveRequest = {
    saveId: newId(),
    baseRevision: person.revision,
    openedMs: 1000,
    changes: Array.from({ length: CELLS }, (_, cell) => ({
      ...{ cell, before: person.code, after, source: 'hand' as const, shown },
    })),
  };
  const headers = { cookie: person.cookie, 'sec-fetch-site': 'same-origin' };
  const reply = SaveReply.parse(
    JSON.parse(await post(url + person.path, agent, headers, JSON.stringify(body))),
  );
  if (reply.applied.length !== CELLS) throw new Error('a save was not applied whole');
  person.revision = reply.revision;
  person.code = after;
}
