-- The next chip in milliseconds on a project of a million chips (decision 0012).

-- Whether the queue may choose a chip by this score: the chip is untouched, not excluded and no test chip. Kept with the score,
-- so that the most uncertain open chip is the first row of an index and not behind all that were labelled.
ALTER TABLE "ChipScore" ADD COLUMN "open" BOOLEAN NOT NULL DEFAULT true;

CREATE FUNCTION "is_open_to_model"("status" "ChipStatus", "skippedReason" text, "split" "Split") RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT "status" = 'UNTOUCHED' AND "skippedReason" IS NULL AND "split" <> 'TEST' $$;

CREATE FUNCTION "open_new_score"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT "is_open_to_model"(c."status", c."skippedReason", c."split") INTO NEW."open" FROM "Chip" c WHERE c."id" = NEW."chipId";
  -- no such chip: the foreign key refuses the row
  NEW."open" := coalesce(NEW."open", false);
  RETURN NEW;
END;
$$;
CREATE TRIGGER "ChipScore_open" BEFORE INSERT ON "ChipScore" FOR EACH ROW EXECUTE FUNCTION "open_new_score"();

CREATE FUNCTION "open_scores_of_chip"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ChipScore" SET "open" = "is_open_to_model"(NEW."status", NEW."skippedReason", NEW."split") WHERE "chipId" = NEW."id";
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Chip_open_scores" AFTER UPDATE OF "status", "skippedReason", "split" ON "Chip" FOR EACH ROW
  WHEN ("is_open_to_model"(OLD."status", OLD."skippedReason", OLD."split") <> "is_open_to_model"(NEW."status", NEW."skippedReason", NEW."split"))
  EXECUTE FUNCTION "open_scores_of_chip"();

-- The column anew from the chips: here, and where rows came in with triggers off (bench/scale).
CREATE FUNCTION "rebuild_open_scores"() RETURNS void LANGUAGE sql AS $$
  UPDATE "ChipScore" s SET "open" = NOT s."open" FROM "Chip" c
  WHERE c."id" = s."chipId" AND s."open" <> "is_open_to_model"(c."status", c."skippedReason", c."split");
$$;
SELECT "rebuild_open_scores"();

CREATE INDEX "ChipScore_open_uncertainty" ON "ChipScore" ("versionId", "uncertainty" DESC) INCLUDE ("chipId") WHERE "open";

-- Chips that the queue has: by number, and by place, nearest to a point first.
CREATE INDEX "Chip_open_number" ON "Chip" ("projectId", "number") WHERE "status" = 'UNTOUCHED' AND "skippedReason" IS NULL;
DROP INDEX "Chip_centre";
CREATE INDEX "Chip_open_centre" ON "Chip" USING gist ("chip_centre"("footprint")) WHERE "status" = 'UNTOUCHED' AND "skippedReason" IS NULL;

-- A person's labellings by state: what was returned to them and what they began come first in every mode.
DROP INDEX "Labelling_userId_idx";
CREATE INDEX "Labelling_userId_status_idx" ON "Labelling"("userId", "status");

-- What a person passed over.
CREATE INDEX "ChipSkip_userId_idx" ON "ChipSkip"("userId");
