import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';

/** What is stored of a view: its table's query (lib/domain/chip-table/view.ts). */
export const SavedTable = z.object({ query: text(2000) });

/** A filter of chips with columns and order, under a name. */
export const SavedView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** all members of the project have it */
  shared: z.boolean(),
  /** the reader may rename, change and delete it */
  own: z.boolean(),
  /** who made it */
  by: z.string(),
  query: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewList = z.object({ items: z.array(SavedView) });

/** PUT views/:view makes a view under the client's id, or replaces it. */
export const NewView = z.strictObject({
  name: z.string().trim().min(1).max(60),
  shared: z.boolean().default(false),
  query: text(2000),
});
export type NewView = z.infer<typeof NewView>;
