import type whyWords from '@/messages/en/why.json';

/** Why a command cannot run now: a message of `why`, with what it names. */
export interface Why {
  readonly why: keyof typeof whyWords;
  readonly values?: Readonly<Record<string, string | number>>;
}
