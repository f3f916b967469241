-- Ids that name a message are spelled as its key: accept-cell becomes acceptCell. Commands of classes (class-1) name none.
UPDATE "UserPreference" SET "value" = jsonb_build_object(
  'preset', CASE "value"->>'preset' WHEN 'left-handed' THEN 'leftHanded' WHEN 'numeric-pad' THEN 'numericPad'
    ELSE "value"->>'preset' END,
  'changed', coalesce((
    SELECT jsonb_object_agg(
      CASE WHEN c."id" LIKE 'class-%' THEN c."id"
        ELSE left(c."id", 1) || substr(replace(initcap(replace(c."id", '-', ' ')), ' ', ''), 2) END, c."keys")
    FROM jsonb_each("value"->'changed') AS c("id", "keys")), '{}'::jsonb))
WHERE "key" = 'keys';

ALTER TABLE "ChipSkip" DROP CONSTRAINT "ChipSkip_reason";
UPDATE "ChipSkip" SET "reason" = 'notMyField' WHERE "reason" = 'not-my-field';
ALTER TABLE "ChipSkip" ADD CONSTRAINT "ChipSkip_reason" CHECK ("reason" IN ('blurred', 'dark', 'cloud', 'notMyField', 'other'));

UPDATE "Snapshot" SET "summary" = replace(replace("summary"::text,
  '"in_progress"', '"inProgress"'), '"no_consensus"', '"noConsensus"')::jsonb;
