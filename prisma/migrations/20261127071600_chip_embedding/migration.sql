-- The field's word: a few numbers by which chips are alike or not are an embedding.
ALTER TABLE "ChipVector" RENAME TO "ChipEmbedding";
ALTER TABLE "ChipEmbedding" RENAME COLUMN "vector" TO "embedding";
ALTER TABLE "ChipEmbedding" RENAME CONSTRAINT "ChipVector_pkey" TO "ChipEmbedding_pkey";
ALTER TABLE "ChipEmbedding" RENAME CONSTRAINT "ChipVector_chipId_fkey" TO "ChipEmbedding_chipId_fkey";
