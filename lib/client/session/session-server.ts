import { z } from 'zod';
import { api } from '@/lib/client/api';
import { heldChip } from '@/lib/client/session/held-chip';
import type { HeldChip } from '@/lib/client/session/held-chip';
import { systemClock } from '@/lib/core/clock';
import { ConfirmedView } from '@/lib/domain/correction/schema';
import { ChipView } from '@/lib/domain/chip/schema';
import { decodeLabelling } from '@/lib/client/decoded-labelling';
import { LabellingView } from '@/lib/domain/label/schema';
import { LeaseHeartbeatReply, LeaseView, QueueReply } from '@/lib/domain/queue/schema';
import type { EmptyReason, QueuePreference } from '@/lib/domain/queue/schema';

/** What a heartbeat brought: chips that others have by now, and until when the rest are held, by this machine's clock. */
export interface LeaseReply {
  readonly lost: readonly { number: number; by: string | null }[];
  readonly until: number;
}

/** What a labelling session asks of the server. */
export interface SessionServer {
  /** Chips under a lease, with their labellings. `offlineSeconds`: for so long */
  next(wanted: {
    count: number;
    skip: readonly number[];
    offlineSeconds?: number;
  }): Promise<{ items: readonly HeldChip[]; why: EmptyReason | null }>;
  /** One chip by its number, under a lease where nobody else has it. */
  open(number: number): Promise<HeldChip>;
  /** Renews leases; `seconds`: for so long, instead of the instance's lease. */
  heartbeat(numbers: readonly number[], seconds?: number): Promise<LeaseReply>;
  release(numbers: readonly number[]): Promise<void>;
}

/** A chip that is only looked at. */
const UNLEASED: LeaseView = { heldBy: null, seconds: 0, control: true, practice: null };

/** Until a reply has named the instance's lease. */
const DEFAULT_LEASE_SECONDS = 120;

/**
 * The server of a project, as a person. `wanted` is asked at each call. An archived project gives out no chips, and opens them without a lease, with
 * their proposals unseen where the person has not submitted them: it may be restored.
 */
export function sessionServer(
  slug: string,
  person: string,
  wanted: () => QueuePreference,
  archived = false,
): SessionServer {
  const base = `/projects/${slug}`;
  let usual = DEFAULT_LEASE_SECONDS;
  const endOf = (seconds: number): number => systemClock.now() + seconds * 1000;
  return {
    next: async (asked) => {
      if (archived) return { items: [], why: null };
      const reply = await api(QueueReply, `${base}/queue/next`, {
        body: { ...wanted(), ...asked },
        person,
      });
      const offline = asked.offlineSeconds !== undefined;
      if (!offline) usual = reply.items[0]?.seconds ?? usual;
      const items = reply.items.map(({ seconds, labelling, ...item }) =>
        heldChip(
          {
            ...item,
            labelling: decodeLabelling(labelling),
            heldBy: null,
            until: endOf(seconds),
          },
          offline,
        ),
      );
      return { items, why: reply.why };
    },
    open: async (number) => {
      const path = `${base}/chips/${String(number)}`;
      const [chip, { heldBy, seconds, control, practice }, view] = await Promise.all([
        api(ChipView, path, { person }),
        archived ? UNLEASED : api(LeaseView, `${path}/lease`, { method: 'POST', person }),
        api(LabellingView, `${path}/labelling`, { person }),
      ]);
      const confirmed =
        chip.status === 'CONFIRMED'
          ? await api(ConfirmedView, `${path}/confirmed`, { person })
          : null;
      const labelling = decodeLabelling(confirmed?.labelling ?? view);
      const by = heldBy?.name ?? null;
      return heldChip({
        chip,
        labelling,
        reason: null,
        control,
        practice,
        heldBy: confirmed ? null : by,
        until: endOf(seconds),
        confirmed: confirmed && { ...confirmed, cells: labelling.cells },
      });
    },
    heartbeat: async (numbers, seconds) => {
      if (archived) return { lost: [], until: endOf(usual) };
      const body = { numbers, ...(seconds === undefined ? {} : { offlineSeconds: seconds }) };
      const { lost } = await api(LeaseHeartbeatReply, `${base}/queue/heartbeat`, { body, person });
      return { lost, until: endOf(seconds ?? usual) };
    },
    release: async (numbers) => {
      if (archived) return;
      const body = { numbers };
      // it outlives the page that sends it
      await api(z.unknown(), `${base}/queue/release`, { body, person, keepalive: true });
    },
  };
}
