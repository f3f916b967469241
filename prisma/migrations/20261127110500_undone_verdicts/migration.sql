-- A verdict that is taken back is an event RETURN with source "review": no chip was returned to its labelers by it, so it is no
-- work of that kind on the overview.
DROP TRIGGER "LabelEvent_work" ON "LabelEvent";
CREATE TRIGGER "LabelEvent_work" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND NEW."source" IS DISTINCT FROM 'review' AND NEW."actorId" IS NOT NULL)
  EXECUTE FUNCTION "count_work"();

CREATE FUNCTION "rebuild_daily_work"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "LabelEvent" IN SHARE MODE;
  DELETE FROM "DailyWork";
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  SELECT c."projectId", e."actorId", (e."at" AT TIME ZONE 'UTC')::date, e."kind", count(DISTINCT c."id"), max(e."at"),
    (array_agg(c."number" ORDER BY e."at" DESC))[1]
  FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
  WHERE e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND e."source" IS DISTINCT FROM 'review' AND e."actorId" IS NOT NULL
  GROUP BY 1, 2, 3, 4;
END;
$$;

CREATE OR REPLACE FUNCTION "rebuild_review_figures"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "Chip", "LabelEvent" IN SHARE MODE;
  DELETE FROM "WaitingChip";
  DELETE FROM "LabelAgreement";
  PERFORM "add_waiting_chips"((SELECT array_agg("id") FROM "Chip" WHERE "status" = 'SUBMITTED'));
  PERFORM "add_label_agreements"((SELECT array_agg("id") FROM "Chip" WHERE "status" = 'CONFIRMED'));
  PERFORM "rebuild_daily_work"();
END;
$$;

SELECT "rebuild_daily_work"();
