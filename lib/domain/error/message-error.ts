import type { ErrorKey, ErrorMessage, MessageValues } from '@/lib/domain/error/message';

/** A failure that a page says in the reader's language: the key of a message and its values. `message` is for logs. */
export class MessageError extends Error {
  readonly text: ErrorMessage;

  constructor(key: ErrorKey, values: MessageValues = {}, options?: ErrorOptions) {
    super(`${key} ${JSON.stringify(values)}`, options);
    this.name = 'MessageError';
    this.text = { key, values };
  }

  /** The same of anything that was thrown in the browser's model: what has no message of its own is a fault. */
  static of(error: unknown): MessageError {
    if (error instanceof MessageError) return error;
    const detail = error instanceof Error ? error.message : String(error);
    return new MessageError('browserModel.fault', { detail }, { cause: error });
  }
}
