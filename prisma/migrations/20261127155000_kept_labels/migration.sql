-- That a reviewer stands for a label is said in one place, KeptLabel: LabelIssue takes its KEPT from there.

INSERT INTO "KeptLabel" AS k ("chipId", "cell", "code", "userId", "at")
SELECT "chipId", "cell", "given", "decidedById", "decidedAt" FROM "LabelIssue" WHERE "state" = 'KEPT' AND "decidedById" IS NOT NULL
ON CONFLICT ("chipId", "cell") DO UPDATE SET "code" = EXCLUDED."code", "userId" = EXCLUDED."userId", "at" = EXCLUDED."at"
WHERE k."code" <> EXCLUDED."code";

UPDATE "LabelIssue" i SET "state" = 'KEPT', "decidedAt" = k."at" FROM "KeptLabel" k
WHERE k."chipId" = i."chipId" AND k."cell" = i."cell" AND k."code" = i."given" AND i."state" = 'OPEN';

-- DropForeignKey
ALTER TABLE "LabelIssue" DROP CONSTRAINT "LabelIssue_decidedById_fkey";

-- AlterTable
ALTER TABLE "LabelIssue" DROP COLUMN "decidedById";

-- unlabelled is no label, and nobody stands for it
DELETE FROM "KeptLabel" WHERE "code" = 0;
ALTER TABLE "KeptLabel" ADD CONSTRAINT "KeptLabel_is_label" CHECK ("code" > 0 AND "cell" >= 0);

CREATE FUNCTION "follow_kept_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE "LabelIssue" i SET "state" = 'OPEN', "decidedAt" = NULL FROM removed k
    WHERE k."chipId" = i."chipId" AND k."cell" = i."cell" AND k."code" = i."given" AND i."state" = 'KEPT';
  ELSE
    UPDATE "LabelIssue" i SET "state" = 'KEPT', "decidedAt" = k."at" FROM added k
    WHERE k."chipId" = i."chipId" AND k."cell" = i."cell" AND k."code" = i."given" AND i."state" = 'OPEN';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "KeptLabel_issues_insert" AFTER INSERT ON "KeptLabel"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_kept_labels"();
CREATE TRIGGER "KeptLabel_issues_update" AFTER UPDATE ON "KeptLabel"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_kept_labels"();
CREATE TRIGGER "KeptLabel_issues_delete" AFTER DELETE ON "KeptLabel"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "follow_kept_labels"();

-- A label that is put back is again what it was: kept where somebody stands for it, else open.
CREATE OR REPLACE FUNCTION "follow_label_issues"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "LabelIssue" i SET
    "state" = CASE WHEN i."state" <> 'CHANGED' THEN 'CHANGED' WHEN k."at" IS NULL THEN 'OPEN' ELSE 'KEPT' END::"LabelIssueState",
    "decidedAt" = CASE WHEN i."state" = 'CHANGED' THEN k."at" ELSE clock_timestamp() END
  FROM "LabelIssue" o LEFT JOIN "KeptLabel" k ON k."chipId" = o."chipId" AND k."cell" = o."cell" AND k."code" = o."given"
  WHERE o."chipId" = NEW."chipId" AND i."chipId" = o."chipId" AND i."cell" = o."cell"
    AND (NEW."kind" = 'CONSENSUS' OR NEW."userId" = i."userId")
    AND (i."state" = 'CHANGED') <> (i."given" <> CASE WHEN i."cell" < octet_length(NEW."cells") THEN get_byte(NEW."cells", i."cell") ELSE 0 END);
  RETURN NULL;
END;
$$;
