import { z } from 'zod';
import { api } from '@/lib/client/api';
import type { Sender } from '@/lib/client/outbox/sender';
import { bytesOf } from '@/lib/domain/label/cells';
import { LabellingView, SaveReply } from '@/lib/domain/label/schema';

/** The way to the server for one person's work. Every call may throw ApiProblem. */
export function apiSender(person: string): Sender {
  return {
    save: async (path, body) => {
      const { cells, ...reply } = await api(SaveReply, path, { body, person });
      return { ...reply, cells: bytesOf(cells) };
    },
    submit: (path, body) => api(LabellingView, path, { body, person }),
    correct: async (path, body) => {
      await api(z.unknown(), path, { body, person });
    },
    skip: async (path, body) => {
      await api(z.unknown(), path, { body, person });
    },
    // no answer, or one that something on the way made up: it is not known to be well
    isHealthy: () =>
      api(z.object({ status: z.literal('ok') }), '/health').then(
        () => true,
        () => false,
      ),
  };
}
