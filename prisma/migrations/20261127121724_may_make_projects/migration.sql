-- The owner can let a person make projects; they are admin of what they make.
ALTER TABLE "User" ADD COLUMN "mayMakeProjects" BOOLEAN NOT NULL DEFAULT false;
