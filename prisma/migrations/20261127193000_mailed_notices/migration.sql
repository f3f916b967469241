-- When a person was last written to.
CREATE INDEX "Notice_mailed" ON "Notice"("userId", "mailedAt") WHERE "mailedAt" IS NOT NULL;
