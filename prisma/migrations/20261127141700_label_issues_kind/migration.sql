-- A job that finds labels that are likely wrong. By itself: a value of an enum cannot be used in the transaction that adds it.
ALTER TYPE "JobKind" ADD VALUE 'LABEL_ISSUES';
