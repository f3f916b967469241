-- The field's word: what a person wants to label next is their preference.
ALTER TABLE "QueueChoice" RENAME TO "QueuePreference";
ALTER TABLE "QueuePreference" RENAME COLUMN "wanted" TO "preference";
ALTER TABLE "QueuePreference" RENAME CONSTRAINT "QueueChoice_pkey" TO "QueuePreference_pkey";
ALTER TABLE "QueuePreference" RENAME CONSTRAINT "QueueChoice_projectId_fkey" TO "QueuePreference_projectId_fkey";
