import { z } from 'zod';
import { MessageValues } from '@/lib/domain/error/message';
import type imagery from '@/messages/en/imagery.json';

/** What was done to a picture's pixels, or is odd about its file: a message `remark.<key>` of the imagery page, and its values. */
export const Remark = z.object({
  key: z.string().transform((key) => key as keyof (typeof imagery)['remark']),
  values: MessageValues,
});
export type Remark = z.infer<typeof Remark>;

/** Names a remark; a key that is no message is an error of types. */
export function remark(key: Remark['key'], values: MessageValues = {}): Remark {
  return { key, values };
}
