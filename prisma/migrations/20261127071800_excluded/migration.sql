-- The field's word: a chip that nobody gets is excluded from labelling.
ALTER TABLE "ChipSkip" RENAME COLUMN "aside" TO "excluded";
