import { expect, test } from 'vitest';
import { writesAudited } from '@/lib/server/audit/tables';

test.each([
  'INSERT INTO "public"."Membership" ("userId") VALUES ($1)',
  'UPDATE "public"."Chip" SET "skippedReason" = $1 WHERE (1=1)',
  'UPDATE "Job" SET "cancelRequestedAt" = now()',
  'INSERT INTO "public"."LabellingLink" ("id") VALUES ($1)',
  'UPDATE "public"."Guest" SET "leftAt" = $1 WHERE (1=1)',
  `DELETE FROM "Chip" c WHERE true RETURNING c."number"`,
  'WITH x AS (SELECT 1)\n UPDATE\n "Correction" k SET "state" = $1',
  'SELECT "audit_note"($1, $2, $3, $4, $5, $6)',
])('it is told who writes: %s', (sql) => {
  expect(writesAudited(sql)).toBe(true);
});

test.each([
  'SELECT * FROM "Project" WHERE "id" = $1 FOR UPDATE',
  'INSERT INTO "ProjectChipCount" ("chips") VALUES (1)',
  'UPDATE "Chip" c SET "status" = \'IN_PROGRESS\'',
  'INSERT INTO "LabelEvent" ("labellingId") VALUES ($1)',
  'UPDATE "Labelling" SET "cells" = $1',
  'INSERT INTO "ChipLease" ("chipId") VALUES ($1)',
  'UPDATE "public"."LinkTurn" SET "at" = $1 WHERE (1=1)',
  'SELECT "id" FROM "LabellingLink" WHERE "id" = $1 FOR UPDATE',
])('nobody is told who writes: %s', (sql) => {
  expect(writesAudited(sql)).toBe(false);
});
