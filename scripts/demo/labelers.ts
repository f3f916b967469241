import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { connect } from '@/cli/client';
import type { Client } from '@/cli/client';
import type { ChipView } from '@/lib/domain/chip/schema';
import { LabellingView, SaveReply } from '@/lib/domain/label/schema';
import { bytesOf } from '@/lib/domain/label/cells';
import { UserView } from '@/lib/domain/user/schema';
import { cellsOf } from './labels';
import type { Crowns } from './labels';
import { withMistakes } from './mistakes';
import { withTokenOf } from './token';
import { CHIPS_EACH, LABELERS, SLUG } from './tree-crowns';

/** How long a chip took a made-up labeler, as the page would tell. */
const OPENED_MS = 60_000;

/**
 * The chips are labelled and submitted by the made-up labelers, a tenth of the cells wrong. Their accounts are made without a
 * password that anybody knows, and disabled afterwards: nobody can sign in as one of them.
 */
export async function labelForReview(
  owner: Client,
  chips: readonly ChipView[],
  crowns: Crowns,
): Promise<void> {
  // imported now: it reads the settings that set-up has made
  const { changeUser, createUser } = await import('@/lib/server/user/mutations');
  const known = await owner.call(z.object({ items: z.array(UserView) }), '/users');
  for (const [i, { name, email }] of LABELERS.entries()) {
    const user =
      known.items.find((one) => one.email === email) ?? (await createUser({ name, email })).user;
    const member = `/projects/${SLUG}/members/${user.id}`;
    // one that is disabled handed in all chips before the set-up was interrupted
    if (user.disabledAt !== null) continue;
    await owner.call(z.unknown(), member, { method: 'PUT', body: { role: 'LABELER' } });
    const own = chips.slice(i * CHIPS_EACH, (i + 1) * CHIPS_EACH);
    await withTokenOf({ ...user, isOwner: false }, ['read', 'label'], async (token) => {
      const client = connect(owner.server, token);
      for (const chip of own) await label(client, chip, crowns.get(chip.asset.name) ?? []);
    });
    await changeUser(null, user.id, { disabled: true });
  }
}

/** Labels a chip and submits it, or goes on where an interrupted set-up stopped. */
async function label(
  client: Client,
  chip: ChipView,
  boxes: Parameters<typeof cellsOf>[1],
): Promise<void> {
  const base = `/projects/${SLUG}/chips/${chip.id}`;
  await client.call(z.unknown(), `${base}/lease`, { method: 'POST' });
  const saved = await client.call(LabellingView, `${base}/labelling`);
  if (saved.status === 'SUBMITTED') return;
  const cells = withMistakes(cellsOf(chip, boxes), { cols: chip.cols, seed: chip.number });
  const changes = [...bytesOf(saved.cells)].flatMap((before, cell) => {
    const after = cells[cell] ?? before;
    return after === before ? [] : [{ cell, before, after, source: 'hand', shown: null }];
  });
  let { revision } = saved;
  if (changes.length > 0) {
    const body = { saveId: randomUUID(), baseRevision: revision, openedMs: OPENED_MS, changes };
    ({ revision } = await client.call(SaveReply, `${base}/labelling/changes`, { body }));
  }
  const body = { revision, openedMs: OPENED_MS, proposals: null };
  await client.call(z.unknown(), `${base}/labelling/submit`, { body });
}
