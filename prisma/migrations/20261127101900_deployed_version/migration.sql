-- "champion" becomes what screens and code call it: the deployed version. Stored figures and job parameters follow their contracts.

ALTER TYPE "VersionStatus" RENAME VALUE 'CHAMPION' TO 'DEPLOYED';
ALTER INDEX "ModelVersion_one_champion" RENAME TO "ModelVersion_one_deployed";

UPDATE "ModelVersion" SET "metrics" = "metrics" - 'champion' || jsonb_build_object('deployed', "metrics"->'champion')
WHERE "metrics" ? 'champion';

UPDATE "Job" SET "params" = "params" - 'championId' || jsonb_build_object('deployedId', "params"->'championId')
WHERE "params" ? 'championId';
