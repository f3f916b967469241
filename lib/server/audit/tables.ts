/** Tables whose changes a trigger notes in the audit (docs/decisions/0046). */
export const AUDITED_TABLES = [
  'ApiToken',
  'Asset',
  'Chip',
  'Comment',
  'Correction',
  'Guest',
  'ImportFile',
  'Invitation',
  'Job',
  'LabelClass',
  'LabellingLink',
  'Membership',
  'ModelVersion',
  'Project',
  'SavedView',
  'SecondLook',
  'Session',
  'Snapshot',
  'User',
] as const;

// of a chip only what the audit notes of it: a save of labels, which names the chip too, pays nothing
const CHIP = `UPDATE\\s+(?:"public"\\.)?"Chip" SET "skippedReason"|DELETE FROM\\s+(?:"public"\\.)?"Chip"`;
const others = AUDITED_TABLES.filter((table) => table !== 'Chip').join('|');
const WRITES = new RegExp(
  `(?:INSERT INTO|UPDATE|DELETE FROM)\\s+(?:"public"\\.)?"(?:${others})"|${CHIP}|"audit_note"\\(`,
);

/** Whether a statement writes what the audit notes. */
export function writesAudited(sql: string): boolean {
  return WRITES.test(sql);
}
