-- What can be deleted (docs/decisions/0021): an asset that no snapshot uses goes with its chips, their labels and the labels' history.

-- Which assets a snapshot froze labels of. Until now only the snapshot's file said it.
-- CreateTable
CREATE TABLE "SnapshotAsset" (
    "snapshotId" UUID NOT NULL,
    "assetId" UUID NOT NULL,

    CONSTRAINT "SnapshotAsset_pkey" PRIMARY KEY ("snapshotId","assetId")
);

-- CreateIndex
CREATE INDEX "SnapshotAsset_assetId_idx" ON "SnapshotAsset"("assetId");

-- AddForeignKey
ALTER TABLE "SnapshotAsset" ADD CONSTRAINT "SnapshotAsset_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SnapshotAsset" ADD CONSTRAINT "SnapshotAsset_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Snapshots so far: every asset that had reviewed labels by then. It may be one too many (a chip that was opened again), never one
-- too few: reviewed labels were never deleted.
INSERT INTO "SnapshotAsset" ("snapshotId", "assetId")
SELECT DISTINCT s."id", c."assetId"
FROM "Snapshot" s JOIN "Chip" c ON c."projectId" = s."projectId"
JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'CONSENSUS' AND l."createdAt" <= s."createdAt";

-- A removed chip's number is never given again.
-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "lastRemovedNumber" INTEGER NOT NULL DEFAULT 0;

-- Lines of an import are found by the asset that leaves.
-- CreateIndex
CREATE INDEX "ImportFile_assetId_idx" ON "ImportFile"("assetId");

-- The last work of a person on a day, where the chip of the one that was last has gone.
CREATE INDEX "LabelEvent_work" ON "LabelEvent" ("actorId", "kind", "at") WHERE "kind" IN ('SUBMIT', 'ACCEPT', 'RETURN');

-- Events leave with their labelling and a labelling with its chip, by their foreign keys (within a trigger of the database's own:
-- depth 1), and in no other way.
ALTER TABLE "LabelEvent" DROP CONSTRAINT "LabelEvent_labellingId_fkey";
ALTER TABLE "LabelEvent" ADD CONSTRAINT "LabelEvent_labellingId_fkey" FOREIGN KEY ("labellingId") REFERENCES "Labelling"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DROP TRIGGER "LabelEvent_append_only" ON "LabelEvent";
CREATE TRIGGER "LabelEvent_append_only" BEFORE UPDATE ON "LabelEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_label_event_change"();
CREATE TRIGGER "LabelEvent_leaves_with_labelling" BEFORE DELETE ON "LabelEvent"
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_label_event_change"();

CREATE FUNCTION "refuse_labelling_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A labelling leaves only with its chip' USING ERRCODE = 'object_not_in_prerequisite_state';
END;
$$;
CREATE TRIGGER "Labelling_leaves_with_chip" BEFORE DELETE ON "Labelling"
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_labelling_deletion"();

-- One by one, as a chip that is confirmed goes, its part of the sums took a millisecond: who removes many takes theirs out at once
-- before (unsettle_confirmed), and the trigger finds nothing to do.
CREATE OR REPLACE FUNCTION "drop_confirmed_chip"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "ConfirmedChip" WHERE "chipId" = OLD."id") THEN
    PERFORM "unsettle_confirmed"(ARRAY[OLD."id"]);
  END IF;
  RETURN OLD;
END;
$$;
