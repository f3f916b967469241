-- Labels that are likely wrong (docs/decisions/0031), as the project's last check found them.

-- CreateEnum
CREATE TYPE "LabelIssueState" AS ENUM ('OPEN', 'KEPT', 'CHANGED');

-- CreateTable
CREATE TABLE "LabelIssue" (
    "chipId" UUID NOT NULL,
    "cell" SMALLINT NOT NULL,
    "projectId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "given" SMALLINT NOT NULL,
    "suggested" SMALLINT NOT NULL,
    "probability" REAL NOT NULL,
    "suggestedProbability" REAL NOT NULL,
    "quality" REAL NOT NULL,
    "isIssue" BOOLEAN NOT NULL,
    "userId" UUID,
    "state" "LabelIssueState" NOT NULL DEFAULT 'OPEN',
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,

    CONSTRAINT "LabelIssue_pkey" PRIMARY KEY ("chipId","cell")
);

-- CreateIndex
CREATE INDEX "LabelIssue_projectId_decidedAt_idx" ON "LabelIssue"("projectId", "decidedAt");
-- a page of the list is a step in one of these: all, of a class, of a person
CREATE INDEX "LabelIssue_order" ON "LabelIssue" ("projectId", "rank") WHERE "state" = 'OPEN';
CREATE INDEX "LabelIssue_of_class" ON "LabelIssue" ("projectId", "given", "rank") WHERE "state" = 'OPEN';
CREATE INDEX "LabelIssue_of_person" ON "LabelIssue" ("projectId", "userId", "rank") WHERE "state" = 'OPEN';

-- AddForeignKey
ALTER TABLE "LabelIssue" ADD CONSTRAINT "LabelIssue_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelIssue" ADD CONSTRAINT "LabelIssue_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelIssue" ADD CONSTRAINT "LabelIssue_decidedById_fkey" FOREIGN KEY ("decidedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One check at a time a project, and its last one in one step.
CREATE UNIQUE INDEX "Job_one_label_check" ON "Job" ("projectId")
  WHERE "kind" = 'LABEL_ISSUES' AND "state" IN ('QUEUED', 'LEASED', 'RUNNING');
CREATE INDEX "Job_label_checks" ON "Job" ("projectId", "createdAt") WHERE "kind" = 'LABEL_ISSUES';

-- A label that changes is no longer the one that was suspected; put back, it is again. The label of a cell is the reviewed one, or
-- that of the person whose it was when it was checked.
CREATE FUNCTION "follow_label_issues"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "LabelIssue" i SET
    "state" = CASE WHEN i."state" = 'CHANGED' THEN 'OPEN' ELSE 'CHANGED' END::"LabelIssueState",
    "decidedAt" = CASE WHEN i."state" = 'CHANGED' THEN NULL ELSE clock_timestamp() END,
    "decidedById" = NULL
  WHERE i."chipId" = NEW."chipId" AND (NEW."kind" = 'CONSENSUS' OR NEW."userId" = i."userId")
    AND (i."state" = 'CHANGED') <> (i."given" <> CASE WHEN i."cell" < octet_length(NEW."cells") THEN get_byte(NEW."cells", i."cell") ELSE 0 END);
  RETURN NULL;
END;
$$;
-- the rows of labellings begin empty, at revision 0; only an import inserts labels
CREATE TRIGGER "Labelling_label_issues_insert" AFTER INSERT ON "Labelling" FOR EACH ROW
  WHEN (NEW."revision" > 0) EXECUTE FUNCTION "follow_label_issues"();
CREATE TRIGGER "Labelling_label_issues_update" AFTER UPDATE OF "cells" ON "Labelling" FOR EACH ROW
  WHEN (OLD."cells" IS DISTINCT FROM NEW."cells") EXECUTE FUNCTION "follow_label_issues"();
