import { z } from 'zod';

/**
 * The colours that a class can have, in the order in which they are given out: Okabe-Ito, the darker ones lightened for
 * dark screens; blue, orange and vermillion come last because the map's bands own them. The same as --class-1 to
 * --class-8 of app/globals.css. Names tell them apart for people who do not see the difference.
 */
export const CLASS_COLOURS = [
  { value: '#f0e442', name: 'yellow' },
  { value: '#56b4e9', name: 'sky blue' },
  { value: '#e391c2', name: 'pink' },
  { value: '#1fc193', name: 'green' },
  { value: '#e69f00', name: 'amber' },
  { value: '#d55e00', name: 'vermillion' },
  { value: '#0072b2', name: 'deep blue' },
  { value: '#b8bdc6', name: 'grey' },
] as const;

export const Colour = z.enum(CLASS_COLOURS.map((colour) => colour.value));

/** A cell of class `index` has code 16 + index in one byte. */
export const MAX_CLASSES = 240;

const ClassName = z.string().trim().min(1).max(60);
const Hint = z.string().trim().max(300);

/** POST /projects/:project/classes, and the classes of a new project. Without a colour it gets the next free one. */
export const NewClass = z.strictObject({
  name: ClassName,
  hint: Hint.default(''),
  colour: Colour.optional(),
});
export type NewClass = z.infer<typeof NewClass>;

/** PATCH /projects/:project/classes/:index */
export const ClassChange = z.strictObject({
  name: ClassName.optional(),
  hint: Hint.optional(),
  colour: Colour.optional(),
  archived: z.boolean().optional(),
});
export type ClassChange = z.infer<typeof ClassChange>;

/** A class as every page and program sees it. Archived ones stay listed: labels of them exist. */
export const ClassView = z.object({
  id: z.uuid(),
  index: z.int(),
  /** 16 + index */
  code: z.int(),
  name: z.string(),
  hint: z.string(),
  colour: z.string(),
  archivedAt: z.coerce.date().nullable(),
});
export type ClassView = z.infer<typeof ClassView>;

/** The colour for the next class: the first that is used least. */
export function nextColour(used: readonly string[]): z.infer<typeof Colour> {
  const uses = (value: string) => used.filter((colour) => colour === value).length;
  return CLASS_COLOURS.reduce((best, colour) =>
    uses(colour.value) < uses(best.value) ? colour : best,
  ).value;
}
