-- The field's word: chips that a person takes along are checked out to work offline.
ALTER TABLE "ChipLease" RENAME COLUMN "along" TO "offline";
