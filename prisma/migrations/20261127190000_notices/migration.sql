-- What a person is told of, by triggers where it happens: a notice is there exactly when the thing is.

-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('MENTION', 'REPLY', 'COMMENT', 'RETURNED', 'CORRECTION_ACCEPTED', 'CORRECTION_DECLINED', 'JOB_SUCCEEDED', 'JOB_FAILED');

-- CreateTable
CREATE TABLE "Notice" (
    "id" BIGSERIAL NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "chipId" UUID,
    "commentId" UUID,
    "correctionId" UUID,
    "jobId" UUID,
    "actorId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Notice_userId_id_idx" ON "Notice"("userId", "id");

-- CreateIndex
CREATE INDEX "Notice_projectId_idx" ON "Notice"("projectId");

-- CreateIndex
CREATE INDEX "Notice_chipId_idx" ON "Notice"("chipId");

-- CreateIndex
CREATE INDEX "Notice_commentId_idx" ON "Notice"("commentId");

-- CreateIndex
CREATE INDEX "Notice_correctionId_idx" ON "Notice"("correctionId");

-- CreateIndex
CREATE INDEX "Notice_jobId_idx" ON "Notice"("jobId");

-- how many are unread, and which are to be mailed
CREATE INDEX "Notice_unread" ON "Notice"("userId", "id") WHERE "readAt" IS NULL;
CREATE INDEX "Notice_to_mail" ON "Notice"("userId", "at") WHERE "readAt" IS NULL AND "mailedAt" IS NULL;

-- those that were read long ago leave
CREATE INDEX "Notice_read" ON "Notice"("readAt") WHERE "readAt" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_correctionId_fkey" FOREIGN KEY ("correctionId") REFERENCES "Correction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A comment: whom it names, else who took part in its thread, else, where it begins one, who submitted labels of the chip. Each once,
-- nobody of their own words.
CREATE FUNCTION "notice_comment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Notice" ("userId", "projectId", "kind", "chipId", "commentId", "actorId")
  SELECT w."userId", c."projectId", (array_agg(w."kind" ORDER BY w."kind"))[1], c."id", NEW."id", NEW."userId"
  FROM "Chip" c CROSS JOIN LATERAL (
    SELECT unnest(NEW."mentions") AS "userId", 'MENTION'::"NoticeKind" AS "kind"
    UNION ALL
    SELECT t."userId", 'REPLY' FROM "Comment" t
    WHERE TG_OP = 'INSERT' AND (t."id" = NEW."threadId" OR t."threadId" = NEW."threadId") AND t."deletedAt" IS NULL
    UNION ALL
    SELECT l."userId", 'COMMENT' FROM "Labelling" l
    WHERE TG_OP = 'INSERT' AND NEW."threadId" IS NULL AND l."chipId" = NEW."chipId" AND l."kind" = 'PERSON' AND l."submittedAt" IS NOT NULL) w
  WHERE c."id" = NEW."chipId" AND w."userId" <> NEW."userId"
    AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n."commentId" = NEW."id" AND n."userId" = w."userId")
  GROUP BY w."userId", c."id";
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Comment_notice_insert" AFTER INSERT ON "Comment" FOR EACH ROW EXECUTE FUNCTION "notice_comment"();
CREATE TRIGGER "Comment_notice_update" AFTER UPDATE ON "Comment"
  FOR EACH ROW WHEN (OLD."mentions" <> NEW."mentions") EXECUTE FUNCTION "notice_comment"();

-- A chip that is returned. A return that is undone takes its notice back, unless it is read; a new submission has read it.
CREATE FUNCTION "notice_return"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."kind" = 'SUBMIT' THEN
    UPDATE "Notice" n SET "readAt" = clock_timestamp() FROM "Labelling" l
    WHERE l."id" = NEW."labellingId" AND n."chipId" = l."chipId" AND n."userId" = l."userId" AND n."kind" = 'RETURNED' AND n."readAt" IS NULL;
  ELSIF NEW."source" IS NOT NULL THEN
    DELETE FROM "Notice" n USING "Labelling" l
    WHERE l."id" = NEW."labellingId" AND n."chipId" = l."chipId" AND n."userId" = l."userId" AND n."kind" = 'RETURNED' AND n."readAt" IS NULL;
  ELSE
    INSERT INTO "Notice" ("userId", "projectId", "kind", "chipId", "actorId")
    SELECT l."userId", c."projectId", 'RETURNED', c."id", NEW."actorId" FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId"
    WHERE l."id" = NEW."labellingId" AND l."kind" = 'PERSON' AND l."userId" IS DISTINCT FROM NEW."actorId";
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "LabelEvent_notice" AFTER INSERT ON "LabelEvent"
  FOR EACH ROW WHEN (NEW."kind" IN ('RETURN', 'SUBMIT')) EXECUTE FUNCTION "notice_return"();

-- A correction that is settled; undone, its notice goes, and who has read the answer on the chip has read it here.
CREATE FUNCTION "notice_correction"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."seenAt" IS NOT NULL THEN
    UPDATE "Notice" SET "readAt" = clock_timestamp() WHERE "correctionId" = NEW."id" AND "readAt" IS NULL;
  ELSIF NEW."state" = 'ASKED' THEN
    DELETE FROM "Notice" WHERE "correctionId" = NEW."id" AND "readAt" IS NULL;
  ELSIF NEW."state" IN ('ACCEPTED', 'DECLINED') THEN
    INSERT INTO "Notice" ("userId", "projectId", "kind", "chipId", "correctionId", "actorId")
    SELECT NEW."userId", c."projectId", ('CORRECTION_' || NEW."state")::"NoticeKind", c."id", NEW."id", NEW."settledById" FROM "Chip" c
    WHERE c."id" = NEW."chipId" AND NEW."userId" IS DISTINCT FROM NEW."settledById";
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Correction_notice" AFTER UPDATE ON "Correction"
  FOR EACH ROW WHEN ((OLD."state", OLD."seenAt") IS DISTINCT FROM (NEW."state", NEW."seenAt")) EXECUTE FUNCTION "notice_correction"();

-- A job that somebody waits for has ended. Imports say on their own page how they went; a job that its person cancelled says nothing.
CREATE FUNCTION "notice_job"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Notice" ("userId", "projectId", "kind", "jobId")
  VALUES (NEW."createdById", NEW."projectId", ('JOB_' || NEW."state")::"NoticeKind", NEW."id");
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Job_notice" AFTER UPDATE ON "Job"
  FOR EACH ROW WHEN (NEW."state" IN ('SUCCEEDED', 'FAILED') AND OLD."state" <> NEW."state" AND NEW."createdById" IS NOT NULL
    AND NEW."projectId" IS NOT NULL AND NEW."kind" IN ('EXPORT', 'TRAIN_HEAD', 'FINETUNE', 'LABEL_ISSUES'))
  EXECUTE FUNCTION "notice_job"();
