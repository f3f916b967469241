import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { diffSchemas } from '@/scripts/setup/schema-engine';
import { createDatabase, dropDatabase, runSql, withDatabase } from '@/scripts/setup/databases';
import { ownerUrl } from '@/tests/server/owner';

/** What the hand-written migrations add and the Prisma schema cannot say. */
const EXTRAS = [
  'check Assignment_reason',
  'check ChipProposal_source',
  'check ChipSkip_reason',
  'check Chip_skipped_reason',
  'check Comment_answer',
  'check Comment_resolved',
  'check Comment_says_something',
  'check Correction_cells_check',
  'check Correction_settled_check',
  'check GroundTruthLabelling_status',
  'check Guest_link_or_import',
  'check JobLog_level',
  'check KeptLabel_is_label',
  'check LabelEvent_changes_whole',
  'check LabellingLink_bounds',
  'check Labelling_source',
  'check Labelling_user_by_kind',
  'check PracticeRound_ended',
  'check Project_chip_format',
  'check Project_consensus_threshold',
  'check Project_control_share',
  'check Project_grid_not_empty',
  'check Project_ground_truth',
  'check Project_one_cell_size',
  'check Project_overlap_share',
  'check SecondLook_settled',
  'check StoredFigure_name',
  'check User_guest_has_no_rights',
  'index Asset_name_trigrams',
  'index ChipLabel_newest',
  'index ChipLabel_suspicion',
  'index ChipScore_open_uncertainty',
  'index Chip_confirmed_draw',
  'index Chip_excluded_number',
  'index Chip_open_centre',
  'index Chip_open_comments',
  'index Chip_open_number',
  'index Comment_open_flag',
  'index Correction_open',
  'index Correction_work',
  'index Guest_source',
  'index Job_label_checks',
  'index Job_one_inference',
  'index Job_one_label_check',
  'index Job_one_training',
  'index LabelEvent_work',
  'index LabelIssue_of_class',
  'index LabelIssue_of_person',
  'index LabelIssue_order',
  'index LabellingLink_unreleased',
  'index Labelling_one_consensus',
  'index Labelling_one_per_person',
  'index ModelVersion_base_once',
  'index ModelVersion_one_deployed',
  'index Notice_mailed',
  'index Notice_read',
  'index Notice_to_mail',
  'index Notice_unread',
  'index SecondLook_one_open',
  'index SecondLook_one_overlap',
  'index WaitingChip_order',
  'index WaitingChip_uncertainty',
  'trigger ApiToken_no_guest',
  'trigger ChipLabel_counted_delete',
  'trigger ChipLabel_counted_insert',
  'trigger ChipProposal_labels_insert',
  'trigger ChipProposal_labels_update',
  'trigger ChipScore_open',
  'trigger Chip_confirmed_delete',
  'trigger Chip_confirmed_insert',
  'trigger Chip_confirmed_update',
  'trigger Chip_counted_delete',
  'trigger Chip_counted_insert',
  'trigger Chip_counted_update',
  'trigger Chip_days_delete',
  'trigger Chip_days_insert',
  'trigger Chip_days_update',
  'trigger Chip_labels_insert',
  'trigger Chip_labels_update',
  'trigger Chip_open_scores',
  'trigger Chip_status_insert',
  'trigger Chip_status_update',
  'trigger Comment_counted_insert',
  'trigger Comment_counted_update',
  'trigger Comment_notice_insert',
  'trigger Comment_notice_update',
  'trigger Correction_notice',
  'trigger Correction_work',
  'trigger GroundTruthLabelling_work',
  'trigger Job_notice',
  'trigger KeptLabel_issues_delete',
  'trigger KeptLabel_issues_insert',
  'trigger KeptLabel_issues_update',
  'trigger LabelAgreement_outcome_delete',
  'trigger LabelAgreement_outcome_insert',
  'trigger LabelAgreement_outcome_update',
  'trigger LabelEvent_activity',
  'trigger LabelEvent_append_only',
  'trigger LabelEvent_leaves_with_labelling',
  'trigger LabelEvent_no_truncate',
  'trigger LabelEvent_notice',
  'trigger LabelEvent_returned',
  'trigger LabelEvent_work',
  'trigger LabelEvent_work_undone',
  'trigger Labelling_consensus_insert',
  'trigger Labelling_consensus_update',
  'trigger Labelling_label_issues_insert',
  'trigger Labelling_label_issues_update',
  'trigger Labelling_labels_insert',
  'trigger Labelling_labels_update',
  'trigger Labelling_leaves_with_chip',
  'trigger Membership_no_guest',
  'trigger Notice_no_guest',
  'trigger Session_no_guest',
  'view LabelActivity',
  'view LabelChange',
  'view StandingReturn',
  'view StandingWork',
];

/** The same of the audit (docs/decisions/0046). */
const AUDIT_EXTRAS = [
  'check AuditEvent_action',
  'check AuditEvent_topic',
  'index AuditEvent_words',
  'trigger ApiToken_audit',
  'trigger Asset_audit',
  'trigger AuditEvent_append_only',
  'trigger AuditEvent_no_truncate',
  'trigger Chip_audit',
  'trigger Chip_audit_delete',
  'trigger Comment_audit',
  'trigger Correction_audit',
  'trigger Guest_audit',
  'trigger ImportFile_audit_insert',
  'trigger ImportFile_audit_update',
  'trigger Invitation_audit',
  'trigger Job_audit_cancel',
  'trigger Job_audit_insert',
  'trigger LabelClass_audit',
  'trigger LabellingLink_audit',
  'trigger Membership_audit',
  'trigger ModelVersion_audit',
  'trigger Project_audit',
  'trigger SavedView_audit_delete',
  'trigger SavedView_audit_insert',
  'trigger SavedView_audit_update',
  'trigger SecondLook_audit_insert',
  'trigger SecondLook_audit_update',
  'trigger Session_audit',
  'trigger Session_audit_end',
  'trigger Snapshot_audit',
  'trigger User_audit_insert',
  'trigger User_audit_update',
];

/** Every table, column, enum, key, index and trigger of the schema "public", one line each. */
const CATALOGUE = `
  SELECT 'column ' || c.table_name || '.' || c.column_name AS name,
         concat_ws(' ', c.udt_name, c.datetime_precision, c.is_nullable, c.column_default) AS definition
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
  UNION ALL
  SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
  UNION ALL
  -- the place, not the sort order: a value that was put between two has a fraction there
  SELECT 'enum ' || t.typname || ' ' || row_number() OVER (PARTITION BY t.oid ORDER BY e.enumsortorder), e.enumlabel
    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
  UNION ALL
  SELECT CASE contype WHEN 'c' THEN 'check ' ELSE 'key ' END || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
  UNION ALL
  SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal`;

const adminUrl = inject('adminUrl');
const fromSchema = `${inject('template')}_schema`;

beforeAll(async () => {
  await createDatabase(adminUrl, fromSchema);
});
afterAll(async () => {
  await dropDatabase(adminUrl, fromSchema);
});

test('the migrations make what the schema says, and the rules that it cannot say', async () => {
  const schema = await readFile('prisma/schema.prisma', 'utf8');
  const url = withDatabase(adminUrl, fromSchema);
  await runSql(url, await diffSchemas(null, schema, url));

  const wanted = await catalogue(url);
  const migrated = await catalogue(ownerUrl());
  const extras = [...migrated.keys()].filter((name) => !wanted.has(name));

  expect(wanted.size).toBeGreaterThan(150);
  expect(extras.sort()).toEqual([...EXTRAS, ...AUDIT_EXTRAS].sort());
  for (const name of extras) migrated.delete(name);
  expect(Object.fromEntries(migrated)).toEqual(Object.fromEntries(wanted));
});

async function catalogue(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(CATALOGUE);
    const ours = rows.filter((r) => !r.name.includes('_prisma_migrations'));
    return new Map(ours.map((r) => [r.name, r.definition]));
  } finally {
    await client.end();
  }
}
