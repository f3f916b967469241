-- One training at a time a project: two people who press "Retrain" at once start one.
CREATE UNIQUE INDEX "Job_one_training" ON "Job" ("projectId")
  WHERE "kind" IN ('TRAIN_HEAD', 'FINETUNE') AND "state" IN ('QUEUED', 'LEASED', 'RUNNING');
