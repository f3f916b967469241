-- Chips of people who are gone come to others, with a reason of their own.
ALTER TABLE "Assignment" DROP CONSTRAINT "Assignment_reason";
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_reason"
  CHECK ("reason" IN ('returned', 'started', 'reassigned', 'next', 'random', 'check', 'uncertain', 'diverse', 'area', 'filter'));
