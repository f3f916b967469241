-- Since when a candidate waits for no decision any more; it can be deployed all the same.
ALTER TABLE "ModelVersion" ADD COLUMN "declinedAt" TIMESTAMPTZ(3);
