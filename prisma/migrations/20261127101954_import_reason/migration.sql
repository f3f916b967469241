-- Why a file did not come in: a closed set, said in words by a message in the reader's language
-- CreateEnum
CREATE TYPE "ImportReason" AS ENUM ('EMPTY', 'TOO_LARGE', 'TOO_MANY_PIXELS', 'NOT_A_PICTURE', 'TRUNCATED', 'UNREADABLE', 'TOO_SMALL', 'NO_GEOREFERENCE', 'PIXELS_NOT_SQUARE', 'CELL_TOO_SMALL', 'BAD_BANDS', 'DUPLICATE', 'CANCELLED', 'NOT_OPENED', 'FAULT');

-- AlterTable: lines that were refused before keep their code and their English text
ALTER TABLE "ImportFile" ADD COLUMN "reasonValues" JSONB,
ALTER COLUMN "reasonCode" TYPE "ImportReason" USING "reasonCode"::"ImportReason";
