import { z } from 'zod';
import { api } from '@/lib/client/api';
import { held } from '@/lib/client/desk/held';
import type { HeldChip } from '@/lib/client/desk/held';
import { systemClock } from '@/lib/core/clock';
import { ChipView } from '@/lib/domain/chip/schema';
import { LabellingView } from '@/lib/domain/label/schema';
import { HoldReply, LeaseView, QueueReply } from '@/lib/domain/queue/schema';
import type { QueueLack, QueueWanted } from '@/lib/domain/queue/schema';

/** What a desk asks of the server. */
export interface DeskServer {
  /** Chips under a lease, with their labellings. `hold`: for so many seconds */
  next(wanted: {
    count: number;
    skip: readonly number[];
    hold?: number;
  }): Promise<{ items: readonly HeldChip[]; why: QueueLack | null }>;
  /** One chip by its number, under a lease where nobody else has it. */
  open(number: number): Promise<HeldChip>;
  /** A sign of life; `seconds`: for so long, instead of the instance's lease. */
  hold(
    numbers: readonly number[],
    seconds?: number,
  ): Promise<{ lost: readonly { number: number; by: string | null }[]; until: number }>;
  giveBack(numbers: readonly number[]): Promise<void>;
}

/** Until a reply has named the instance's lease. */
const FIRST_GUESS_SECONDS = 120;

/** The server of a project, as a person. `wanted` is asked at each call. */
export function deskServer(slug: string, person: string, wanted: () => QueueWanted): DeskServer {
  const base = `/projects/${slug}`;
  let usual = FIRST_GUESS_SECONDS;
  const endOf = (seconds: number): number => systemClock.now() + seconds * 1000;
  return {
    next: async (asked) => {
      const reply = await api(QueueReply, `${base}/queue/next`, {
        body: { ...wanted(), ...asked },
        person,
      });
      const along = asked.hold !== undefined;
      if (!along) usual = reply.items[0]?.seconds ?? usual;
      const items = reply.items.map(({ seconds, ...item }) =>
        held({ ...item, heldBy: null, until: endOf(seconds) }, along),
      );
      return { items, why: reply.why };
    },
    open: async (number) => {
      const path = `${base}/chips/${String(number)}`;
      const [chip, { heldBy, seconds, blind }, labelling] = await Promise.all([
        api(ChipView, path, { person }),
        api(LeaseView, `${path}/lease`, { method: 'POST', person }),
        api(LabellingView, `${path}/labelling`, { person }),
      ]);
      const by = heldBy?.name ?? null;
      return held({ chip, labelling, reason: null, blind, heldBy: by, until: endOf(seconds) });
    },
    hold: async (numbers, seconds) => {
      const body = { numbers, ...(seconds === undefined ? {} : { hold: seconds }) };
      const { lost } = await api(HoldReply, `${base}/queue/hold`, { body, person });
      return { lost, until: endOf(seconds ?? usual) };
    },
    giveBack: async (numbers) => {
      const body = { numbers };
      // it outlives the page that sends it
      await api(z.unknown(), `${base}/queue/give-back`, { body, person, keepalive: true });
    },
  };
}
