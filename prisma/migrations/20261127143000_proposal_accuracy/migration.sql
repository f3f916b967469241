-- How right proposals are, by threshold (docs/decisions/0032): one more stored figure, and confirmed chips in the order of their
-- draw, so that a sample of them that hardly changes is the beginning of an index.
ALTER TABLE "StoredFigure" DROP CONSTRAINT "StoredFigure_name";
ALTER TABLE "StoredFigure" ADD CONSTRAINT "StoredFigure_name" CHECK ("name" IN ('automation-bias', 'mistakes', 'proposal-accuracy'));

CREATE INDEX "Chip_confirmed_draw" ON "Chip" ("projectId", "draw") WHERE "status" = 'CONFIRMED';
