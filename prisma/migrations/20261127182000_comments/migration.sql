-- Threads of comments on chips and cells, and how many of them are open on each chip.

-- AlterTable
ALTER TABLE "Chip" ADD COLUMN     "openComments" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Comment" (
    "id" UUID NOT NULL,
    "chipId" UUID NOT NULL,
    "threadId" UUID,
    "cell" SMALLINT,
    "flag" BOOLEAN NOT NULL DEFAULT false,
    "userId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "mentions" UUID[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "resolvedById" UUID,
    "resolvedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Comment_says_something" CHECK ("text" <> '' OR "flag"),
    -- cell, flag and resolution are the thread's
    CONSTRAINT "Comment_answer" CHECK ("threadId" IS NULL OR ("cell" IS NULL AND NOT "flag" AND "resolvedAt" IS NULL)),
    CONSTRAINT "Comment_resolved" CHECK (("resolvedAt" IS NULL) = ("resolvedById" IS NULL))
);

-- CreateIndex
CREATE INDEX "Comment_chipId_idx" ON "Comment"("chipId");

-- CreateIndex
CREATE INDEX "Comment_threadId_idx" ON "Comment"("threadId");

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_resolvedById_fkey" FOREIGN KEY ("resolvedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- of each person at most one open flag on a chip
CREATE UNIQUE INDEX "Comment_open_flag" ON "Comment"("chipId", "userId") WHERE "flag" AND "resolvedAt" IS NULL AND "deletedAt" IS NULL;

-- chips with open comments, by number
CREATE INDEX "Chip_open_comments" ON "Chip"("projectId", "number") WHERE "openComments" > 0;

-- A thread is open until it is resolved, or all of it is taken back. Counted anew while the chip is held: of two who write at once
-- the second counts what the first wrote.
CREATE FUNCTION "count_open_comments"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "open" int;
BEGIN
  PERFORM 1 FROM "Chip" WHERE "id" = NEW."chipId" FOR NO KEY UPDATE;
  SELECT count(*) INTO "open" FROM "Comment" c
  WHERE c."chipId" = NEW."chipId" AND c."threadId" IS NULL AND c."resolvedAt" IS NULL AND (c."deletedAt" IS NULL
    OR EXISTS (SELECT 1 FROM "Comment" a WHERE a."threadId" = c."id" AND a."deletedAt" IS NULL));
  UPDATE "Chip" SET "openComments" = "open" WHERE "id" = NEW."chipId" AND "openComments" <> "open";
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Comment_counted_insert" AFTER INSERT ON "Comment"
  FOR EACH ROW EXECUTE FUNCTION "count_open_comments"();
CREATE TRIGGER "Comment_counted_update" AFTER UPDATE ON "Comment"
  FOR EACH ROW WHEN ((OLD."resolvedAt", OLD."deletedAt") IS DISTINCT FROM (NEW."resolvedAt", NEW."deletedAt"))
  EXECUTE FUNCTION "count_open_comments"();
