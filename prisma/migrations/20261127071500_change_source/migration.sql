-- How a change came about is its source, in the table as in code.
ALTER TABLE "LabelEvent" RENAME COLUMN "means" TO "source";
