-- DropIndex
DROP INDEX "Chip_projectId_status_idx";

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "blindPercent" INTEGER NOT NULL DEFAULT 10;

-- AlterTable
ALTER TABLE "Chip" ADD COLUMN     "draw" DOUBLE PRECISION NOT NULL DEFAULT random();

-- AlterTable
ALTER TABLE "ChipLease" ADD COLUMN     "along" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "ChipHandout" (
    "chipId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "reason" TEXT,
    "blind" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChipHandout_pkey" PRIMARY KEY ("chipId","userId")
);

-- CreateTable
CREATE TABLE "ChipSkip" (
    "chipId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "aside" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChipSkip_pkey" PRIMARY KEY ("chipId","userId")
);

-- CreateTable
CREATE TABLE "ChipVector" (
    "chipId" UUID NOT NULL,
    "backboneSha" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "ChipVector_pkey" PRIMARY KEY ("chipId","backboneSha")
);

-- CreateTable
CREATE TABLE "ChipOutlook" (
    "chipId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "doubt" DOUBLE PRECISION NOT NULL,
    "peaks" BYTEA NOT NULL,

    CONSTRAINT "ChipOutlook_pkey" PRIMARY KEY ("chipId","versionId")
);

-- CreateTable
CREATE TABLE "QueueFilter" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QueueFilter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueChoice" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "wanted" JSONB NOT NULL,

    CONSTRAINT "QueueChoice_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateIndex
CREATE INDEX "ChipHandout_projectId_at_idx" ON "ChipHandout"("projectId", "at");

-- CreateIndex
CREATE INDEX "ChipOutlook_versionId_doubt_idx" ON "ChipOutlook"("versionId", "doubt");

-- CreateIndex
CREATE UNIQUE INDEX "QueueFilter_projectId_userId_name_key" ON "QueueFilter"("projectId", "userId", "name");

-- CreateIndex
CREATE INDEX "Chip_projectId_status_number_idx" ON "Chip"("projectId", "status", "number");

-- CreateIndex
CREATE INDEX "Chip_assetId_status_split_draw_idx" ON "Chip"("assetId", "status", "split", "draw");

-- AddForeignKey
ALTER TABLE "ChipHandout" ADD CONSTRAINT "ChipHandout_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChipSkip" ADD CONSTRAINT "ChipSkip_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChipVector" ADD CONSTRAINT "ChipVector_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChipOutlook" ADD CONSTRAINT "ChipOutlook_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChipOutlook" ADD CONSTRAINT "ChipOutlook_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ModelVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueFilter" ADD CONSTRAINT "QueueFilter_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueChoice" ADD CONSTRAINT "QueueChoice_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Projects that exist have not agreed to hide proposals.
UPDATE "Project" SET "blindPercent" = 0;
ALTER TABLE "Project" ADD CONSTRAINT "Project_blind_share" CHECK ("blindPercent" BETWEEN 0 AND 50);

-- "Chips in this area" by an index: the middle of a chip's footprint as longitude, latitude.
CREATE FUNCTION "chip_centre"("footprint" jsonb) RETURNS point LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT point((("footprint"->0->>0)::float8 + ("footprint"->2->>0)::float8) / 2,
               (("footprint"->0->>1)::float8 + ("footprint"->2->>1)::float8) / 2)
$$;
CREATE INDEX "Chip_centre" ON "Chip" USING gist ("chip_centre"("footprint"));
