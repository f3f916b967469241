-- People without an account label a set of chips by a link, and labels of outsiders come in with an import (docs/decisions/0047).

ALTER TYPE "SecondLookReason" ADD VALUE 'GUESTS';

ALTER TABLE "User" ADD COLUMN "isGuest" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "User" ADD CONSTRAINT "User_guest_has_no_rights"
  CHECK (NOT "isGuest" OR ("passwordHash" = '' AND NOT "isOwner" AND NOT "mayMakeProjects"));

CREATE TABLE "LabellingLink" (
  "id" UUID NOT NULL,
  "projectId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "instructions" TEXT NOT NULL DEFAULT '',
  "tokenHash" TEXT NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "maxPeople" INTEGER NOT NULL,
  "perChip" INTEGER NOT NULL,
  "createdById" UUID NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "closedAt" TIMESTAMPTZ(3),
  "releasedAt" TIMESTAMPTZ(3),
  CONSTRAINT "LabellingLink_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "LabellingLink_bounds" CHECK ("maxPeople" > 0 AND "perChip" BETWEEN 1 AND 5)
);
CREATE UNIQUE INDEX "LabellingLink_tokenHash_key" ON "LabellingLink"("tokenHash");
CREATE INDEX "LabellingLink_projectId_idx" ON "LabellingLink"("projectId");
CREATE INDEX "LabellingLink_createdById_idx" ON "LabellingLink"("createdById");
-- the worker looks for those that have ended and still hold chips
CREATE INDEX "LabellingLink_unreleased" ON "LabellingLink"("expiresAt") WHERE "releasedAt" IS NULL;
ALTER TABLE "LabellingLink" ADD CONSTRAINT "LabellingLink_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "LabellingLink" ADD CONSTRAINT "LabellingLink_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "LinkChip" (
  "linkId" UUID NOT NULL,
  "chipId" UUID NOT NULL,
  CONSTRAINT "LinkChip_pkey" PRIMARY KEY ("linkId", "chipId")
);
CREATE INDEX "LinkChip_chipId_idx" ON "LinkChip"("chipId");
ALTER TABLE "LinkChip" ADD CONSTRAINT "LinkChip_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "LabellingLink"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "LinkChip" ADD CONSTRAINT "LinkChip_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "Guest" (
  "userId" UUID NOT NULL,
  "projectId" UUID NOT NULL,
  "linkId" UUID,
  "source" TEXT NOT NULL DEFAULT '',
  "sessionHash" TEXT,
  "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "leftAt" TIMESTAMPTZ(3),
  CONSTRAINT "Guest_pkey" PRIMARY KEY ("userId"),
  CONSTRAINT "Guest_link_or_import" CHECK (("linkId" IS NULL) = ("source" <> '') AND ("linkId" IS NULL) = ("sessionHash" IS NULL))
);
CREATE UNIQUE INDEX "Guest_sessionHash_key" ON "Guest"("sessionHash");
CREATE INDEX "Guest_linkId_idx" ON "Guest"("linkId");
CREATE INDEX "Guest_projectId_idx" ON "Guest"("projectId");
-- labels of one source are one person's, however many files they come in
CREATE UNIQUE INDEX "Guest_source" ON "Guest"("projectId", "source") WHERE "linkId" IS NULL;
ALTER TABLE "Guest" ADD CONSTRAINT "Guest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Guest" ADD CONSTRAINT "Guest_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Guest" ADD CONSTRAINT "Guest_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "LabellingLink"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "LinkTurn" (
  "linkId" UUID NOT NULL,
  "chipId" UUID NOT NULL,
  "userId" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "submittedAt" TIMESTAMPTZ(3),
  "skippedAt" TIMESTAMPTZ(3),
  CONSTRAINT "LinkTurn_pkey" PRIMARY KEY ("linkId", "chipId", "userId")
);
CREATE INDEX "LinkTurn_userId_idx" ON "LinkTurn"("userId");
ALTER TABLE "LinkTurn" ADD CONSTRAINT "LinkTurn_linkId_chipId_fkey" FOREIGN KEY ("linkId", "chipId") REFERENCES "LinkChip"("linkId", "chipId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "LinkTurn" ADD CONSTRAINT "LinkTurn_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- a chip that is out with a link
ALTER TABLE "Chip" DROP CONSTRAINT "Chip_skipped_reason";
ALTER TABLE "Chip" ADD CONSTRAINT "Chip_skipped_reason" CHECK ("skippedReason" IN ('blurred', 'dark', 'cloud', 'link'));

-- whatever the code does, a guest gets no rights
CREATE FUNCTION "refuse_guest"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "User" u WHERE u."id" = NEW."userId" AND u."isGuest") THEN
    RAISE EXCEPTION 'a guest has no %', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Membership_no_guest" BEFORE INSERT OR UPDATE OF "userId" ON "Membership" FOR EACH ROW EXECUTE FUNCTION "refuse_guest"();
CREATE TRIGGER "Session_no_guest" BEFORE INSERT OR UPDATE OF "userId" ON "Session" FOR EACH ROW EXECUTE FUNCTION "refuse_guest"();
CREATE TRIGGER "ApiToken_no_guest" BEFORE INSERT OR UPDATE OF "userId" ON "ApiToken" FOR EACH ROW WHEN (NEW."userId" IS NOT NULL) EXECUTE FUNCTION "refuse_guest"();

-- nobody reads what a guest would be told
CREATE FUNCTION "drop_guest_notice"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "User" u WHERE u."id" = NEW."userId" AND u."isGuest") THEN RETURN NULL; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Notice_no_guest" BEFORE INSERT ON "Notice" FOR EACH ROW EXECUTE FUNCTION "drop_guest_notice"();
