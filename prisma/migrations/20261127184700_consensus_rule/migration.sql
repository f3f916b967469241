-- CreateEnum
CREATE TYPE "ConsensusRule" AS ENUM ('REVIEWER', 'MAJORITY', 'CROWDLAB');

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "consensusRule" "ConsensusRule" NOT NULL DEFAULT 'REVIEWER',
ADD COLUMN     "consensusThreshold" DOUBLE PRECISION NOT NULL DEFAULT 0.8;

-- AlterTable
ALTER TABLE "LabelEvent" ADD COLUMN     "settled" BYTEA;

ALTER TABLE "Project" ADD CONSTRAINT "Project_consensus_threshold" CHECK ("consensusThreshold" BETWEEN 0.5 AND 1);

ALTER TABLE "StoredFigure" DROP CONSTRAINT "StoredFigure_name";
ALTER TABLE "StoredFigure" ADD CONSTRAINT "StoredFigure_name"
  CHECK ("name" IN ('agreement', 'automation-bias', 'crowd-weights', 'mistakes', 'proposal-accuracy'));
