-- One event a save instead of one a changed cell: what a stroke changed lies in arrays, one entry a change
-- (docs/decisions/0023). A stroke of 64 cells was 64 rows of 230 bytes with their index entries and is one of about 2 kB.
-- The events so far are grouped by labelling, revision and save, with one row a source where a save had several.

ALTER TYPE "EventKind" RENAME VALUE 'CELL' TO 'SAVE';
CREATE TYPE "ChangeSource" AS ENUM ('hand', 'accept', 'rest', 'undo', 'review', 'import');
CREATE TYPE "ShownWhen" AS ENUM ('before', 'after', 'undrawn', 'hidden', 'control');

-- the sequence goes on: ids are the order of events
ALTER TABLE "LabelEvent" RENAME TO "LabelEventByCell";
ALTER SEQUENCE "LabelEvent_id_seq" OWNED BY NONE;
ALTER TABLE "LabelEventByCell" RENAME CONSTRAINT "LabelEvent_pkey" TO "LabelEventByCell_pkey";

CREATE TABLE "LabelEvent" (
    "id" BIGINT NOT NULL DEFAULT nextval('"LabelEvent_id_seq"'),
    "labellingId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" "EventKind" NOT NULL,
    "actorId" UUID,
    "saveId" UUID,
    "source" "ChangeSource",
    "cells" SMALLINT[],
    "before" SMALLINT[],
    "after" SMALLINT[],
    "shownCodes" SMALLINT[],
    "shownProbabilities" DOUBLE PRECISION[],
    "shownThresholds" DOUBLE PRECISION[],
    "shownWhen" "ShownWhen"[],
    "shownVersions" SMALLINT[],
    "versionIds" UUID[],
    "seed" BYTEA,
    "note" TEXT,
    "msSinceOpen" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER SEQUENCE "LabelEvent_id_seq" OWNED BY "LabelEvent"."id";

INSERT INTO "LabelEvent" ("id", "labellingId", "revision", "kind", "actorId", "saveId", "source", "seed", "note", "msSinceOpen", "at")
SELECT "id", "labellingId", "revision", "kind", "actorId", "saveId", "source"::"ChangeSource", "seed", "note", "msSinceOpen", "at"
FROM "LabelEventByCell" WHERE "kind" <> 'SAVE';

-- a run is what follows on itself in one save with one source
WITH change AS (
  SELECT e.*, row_number() OVER save - row_number() OVER source AS "run"
  FROM "LabelEventByCell" e WHERE e."kind" = 'SAVE'
  WINDOW save AS (PARTITION BY "labellingId", "revision", "saveId", "actorId" ORDER BY "id"),
    source AS (PARTITION BY "labellingId", "revision", "saveId", "actorId", "source" ORDER BY "id")
), event AS (
  SELECT min("id") AS "id", "labellingId", "revision", "actorId", "saveId", "source", min("msSinceOpen") AS "msSinceOpen",
    min("at") AS "at", count("shownCode") > 0 AS "shown",
    array_agg("cell"::smallint ORDER BY "id") AS "cells",
    array_agg("before"::smallint ORDER BY "id") AS "before",
    array_agg("after"::smallint ORDER BY "id") AS "after",
    array_agg("shownCode"::smallint ORDER BY "id") AS "shownCodes",
    array_agg("shownProbability" ORDER BY "id") AS "shownProbabilities",
    array_agg("shownThreshold" ORDER BY "id") AS "shownThresholds",
    array_agg("shown"::"ShownWhen" ORDER BY "id") AS "shownWhen",
    array_agg("versionId" ORDER BY "id") AS "versions",
    coalesce(array_agg(DISTINCT "versionId") FILTER (WHERE "versionId" IS NOT NULL), '{}') AS "versionIds"
  FROM change GROUP BY "labellingId", "revision", "saveId", "actorId", "source", "run"
)
INSERT INTO "LabelEvent" ("id", "labellingId", "revision", "kind", "actorId", "saveId", "source", "msSinceOpen", "at",
  "cells", "before", "after", "shownCodes", "shownProbabilities", "shownThresholds", "shownWhen", "shownVersions", "versionIds")
SELECT "id", "labellingId", "revision", 'SAVE', "actorId", "saveId", "source"::"ChangeSource", "msSinceOpen", "at",
  "cells", "before", "after",
  CASE WHEN "shown" THEN "shownCodes" END, CASE WHEN "shown" THEN "shownProbabilities" END,
  CASE WHEN "shown" THEN "shownThresholds" END, CASE WHEN "shown" THEN "shownWhen" END,
  CASE WHEN "shown" THEN (
    SELECT array_agg(array_position("versionIds", v."id")::smallint ORDER BY v."place")
    FROM unnest("versions") WITH ORDINALITY AS v("id", "place")) END,
  CASE WHEN "shown" THEN "versionIds" END
FROM event;

DROP TABLE "LabelEventByCell";

ALTER TABLE "LabelEvent" ADD CONSTRAINT "LabelEvent_pkey" PRIMARY KEY ("id");
ALTER TABLE "LabelEvent" ADD CONSTRAINT "LabelEvent_labellingId_fkey"
  FOREIGN KEY ("labellingId") REFERENCES "Labelling"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- replay, the last who set a cell, whether a save was applied before: all of them read the events of one labelling
CREATE INDEX "LabelEvent_labellingId_saveId_idx" ON "LabelEvent"("labellingId", "saveId");

-- a save has an entry of each kind for each change
ALTER TABLE "LabelEvent" ADD CONSTRAINT "LabelEvent_changes_whole" CHECK (
  CASE WHEN "kind" = 'SAVE'
    THEN cardinality("cells") > 0 AND cardinality("before") = cardinality("cells") AND cardinality("after") = cardinality("cells")
      AND coalesce(cardinality("shownCodes"), cardinality("cells")) = cardinality("cells")
      AND coalesce(cardinality("shownProbabilities"), cardinality("cells")) = cardinality("cells")
      AND coalesce(cardinality("shownThresholds"), cardinality("cells")) = cardinality("cells")
      AND coalesce(cardinality("shownWhen"), cardinality("cells")) = cardinality("cells")
      AND coalesce(cardinality("shownVersions"), cardinality("cells")) = cardinality("cells")
    ELSE coalesce(cardinality("cells"), 0) = 0 END);

-- as before: events are appended, never changed
CREATE TRIGGER "LabelEvent_append_only"
  BEFORE UPDATE OR DELETE ON "LabelEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_label_event_change"();
CREATE TRIGGER "LabelEvent_no_truncate"
  BEFORE TRUNCATE ON "LabelEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_label_event_change"();

-- as before: people's work is counted as it comes (review figures)
CREATE TRIGGER "LabelEvent_work" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND NEW."actorId" IS NOT NULL)
  EXECUTE FUNCTION "count_work"();

-- The events' changes, one row each: what readers that ask for cells read.
CREATE VIEW "LabelChange" AS
SELECT e."id" AS "eventId", x."place", e."labellingId", e."revision", e."actorId", e."saveId", e."source",
  x."cell", x."before", x."after", x."shownCode", x."shownProbability", x."shownThreshold", x."shownWhen",
  e."versionIds"[x."shownVersion"] AS "versionId", e."msSinceOpen", e."at"
FROM "LabelEvent" e, unnest(e."cells", e."before", e."after", e."shownCodes", e."shownProbabilities", e."shownThresholds",
  e."shownWhen", e."shownVersions") WITH ORDINALITY
  AS x("cell", "before", "after", "shownCode", "shownProbability", "shownThreshold", "shownWhen", "shownVersion", "place")
WHERE e."kind" = 'SAVE';
