import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';

export const KEY_PRESETS = ['default', 'leftHanded', 'numericPad'] as const;
export type KeyPreset = (typeof KEY_PRESETS)[number];

/** A person's keys: a preset, and by command what was changed from it. An empty list takes a command's keys away. */
export const KeyChoice = z.strictObject({
  preset: z.enum(KEY_PRESETS),
  changed: z
    .record(z.string().max(60), z.array(z.string().min(1).max(40)).max(6))
    .refine(
      (changed) => Object.keys(changed).length <= 300,
      errorKey('validation.tooManyCommands'),
    ),
});
export type KeyChoice = z.infer<typeof KeyChoice>;

export const DEFAULT_KEYS: KeyChoice = { preset: 'default', changed: {} };

/** What a person said to questions that the workbench asks: `ask` until they chose. */
export const LabellingChoice = z.strictObject({
  /** "the rest are absent" while proposals are drawn: they become labels, or absent too */
  openProposals: z.enum(['ask', 'accept', 'absent']),
  /** a submission of a chip with most cells unlabelled */
  sparseSubmit: z.enum(['ask', 'submit']),
});
export type LabellingChoice = z.infer<typeof LabellingChoice>;

const ASK: LabellingChoice = { openProposals: 'ask', sparseSubmit: 'ask' };

/** How often unread notices come by mail, and the language that the person read when they chose it. */
export const MailChoice = z.strictObject({
  digest: z.enum(['daily', 'hourly', 'off']),
  locale: z.string().max(10),
});
export type MailChoice = z.infer<typeof MailChoice>;

const DAILY: MailChoice = { digest: 'daily', locale: 'en' };

/** Every preference that the server keeps for a person, with what a person who never chose has. */
export const PREFERENCES = {
  keys: { schema: KeyChoice, initial: DEFAULT_KEYS },
  labelling: { schema: LabellingChoice, initial: ASK },
  mail: { schema: MailChoice, initial: DAILY },
} as const;

export const PreferenceKey = z.enum(Object.keys(PREFERENCES) as [keyof typeof PREFERENCES]);
export type PreferenceKey = z.infer<typeof PreferenceKey>;
export type PreferenceOf<K extends PreferenceKey> = z.infer<(typeof PREFERENCES)[K]['schema']>;
