-- What the Prisma schema cannot say.

-- Label events are append-only: nothing updates or deletes one, so every labelling can be rebuilt from them.
CREATE FUNCTION "refuse_label_event_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'LabelEvent is append-only: % is refused', TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
END;
$$;

CREATE TRIGGER "LabelEvent_append_only"
  BEFORE UPDATE OR DELETE ON "LabelEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_label_event_change"();

CREATE TRIGGER "LabelEvent_no_truncate"
  BEFORE TRUNCATE ON "LabelEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_label_event_change"();

-- A consensus belongs to the chip, a person's labelling to that person.
ALTER TABLE "Labelling" ADD CONSTRAINT "Labelling_user_by_kind"
  CHECK (("kind" = 'CONSENSUS') = ("userId" IS NULL));
CREATE UNIQUE INDEX "Labelling_one_consensus" ON "Labelling" ("chipId") WHERE "kind" = 'CONSENSUS';
CREATE UNIQUE INDEX "Labelling_one_per_person" ON "Labelling" ("chipId", "userId") WHERE "kind" = 'PERSON';

-- The cell's side is given in pixels or in metres.
ALTER TABLE "Project" ADD CONSTRAINT "Project_one_cell_size"
  CHECK (num_nonnulls("cellPx", "cellM") = 1 AND coalesce("cellPx", "cellM") > 0);
ALTER TABLE "Project" ADD CONSTRAINT "Project_grid_not_empty"
  CHECK ("rows" > 0 AND "cols" > 0 AND "blockCells" > 0);

-- One deployed version a project; a base package is registered once.
CREATE UNIQUE INDEX "ModelVersion_one_champion" ON "ModelVersion" ("projectId") WHERE "status" = 'CHAMPION';
CREATE UNIQUE INDEX "ModelVersion_base_once" ON "ModelVersion" ("manifestSha") WHERE "projectId" IS NULL;
