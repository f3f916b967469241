import { z } from 'zod';
import type errors from '@/messages/en/errors.json';

type Leaf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaf<Tree[Key]>}`;
}[keyof Tree & string];

/** Name of a message in `messages/<language>/errors.json`. */
export type ErrorKey = Leaf<typeof errors>;

/** What a message's arguments stand for. */
export const MessageValues = z.record(z.string(), z.union([z.string(), z.number()]));
export type MessageValues = Readonly<z.infer<typeof MessageValues>>;

/** What went wrong, to be put into words in the reader's language. */
export interface ErrorMessage {
  readonly key: ErrorKey;
  readonly values?: MessageValues | undefined;
}

/** The same where it goes over the wire. */
export const ErrorMessageView = z.object({
  key: z.string().transform((key) => key as ErrorKey),
  values: MessageValues.optional(),
});

/** A key as the message of a zod check: the API says it in words, a key that does not exist is an error of types. */
export function errorKey(key: ErrorKey): string {
  return key;
}
