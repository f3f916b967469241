-- One inference of a version at a time a project: those asked for at once would all ask the same of the same chips. Of several
-- that wait or run already the one that is furthest stays.
UPDATE "Job" SET "state" = 'CANCELLED', "endedAt" = now() WHERE "id" IN (
  SELECT "id" FROM (
    SELECT "id", row_number() OVER (
      PARTITION BY "projectId", "params"->>'modelId' ORDER BY "state" = 'QUEUED', "createdAt", "id") AS "place"
    FROM "Job" WHERE "kind" = 'INFER' AND "state" IN ('QUEUED', 'LEASED', 'RUNNING')) j
  WHERE "place" > 1);
CREATE UNIQUE INDEX "Job_one_inference" ON "Job" ("projectId", ("params"->>'modelId'))
  WHERE "kind" = 'INFER' AND "state" IN ('QUEUED', 'LEASED', 'RUNNING');
