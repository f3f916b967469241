-- Who changed data or rights, when, from where, before and after (docs/decisions/0046).

CREATE TYPE "AuditActor" AS ENUM ('PERSON', 'MACHINE', 'WORKER', 'COMMAND', 'SYSTEM', 'NOBODY');

CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor" "AuditActor" NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL DEFAULT '',
    "actorEmail" TEXT NOT NULL DEFAULT '',
    "via" TEXT,
    "credentialId" UUID,
    "address" TEXT,
    "agent" TEXT,
    "requestId" UUID,
    "projectId" UUID,
    "topic" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "thingKind" TEXT NOT NULL,
    "thingId" TEXT NOT NULL,
    "thingName" TEXT NOT NULL DEFAULT '',
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "AuditEvent_at_id_idx" ON "AuditEvent"("at", "id");
CREATE INDEX "AuditEvent_topic_at_id_idx" ON "AuditEvent"("topic", "at", "id");
CREATE INDEX "AuditEvent_actorId_at_id_idx" ON "AuditEvent"("actorId", "at", "id");
CREATE INDEX "AuditEvent_thingId_at_id_idx" ON "AuditEvent"("thingId", "at", "id");
CREATE INDEX "AuditEvent_projectId_at_id_idx" ON "AuditEvent"("projectId", "at", "id");
CREATE INDEX "AuditEvent_projectId_topic_at_id_idx" ON "AuditEvent"("projectId", "topic", "at", "id");
CREATE INDEX "AuditEvent_projectId_actorId_at_id_idx" ON "AuditEvent"("projectId", "actorId", "at", "id");
-- the words by which a line is searched
CREATE INDEX "AuditEvent_words" ON "AuditEvent" USING gin
  (("thingName" || ' ' || "actorName" || ' ' || "actorEmail" || ' ' || coalesce("address", '')) gin_trgm_ops);

ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_action" CHECK ("action" IN (
  'user.create', 'user.change', 'user.rights', 'user.disable', 'user.enable', 'password.change', 'password.reset',
  'signin.begin', 'signin.failed', 'signin.end', 'token.create', 'token.change', 'token.revoke',
  'member.add', 'member.role', 'member.remove', 'invitation.create', 'invitation.accept', 'invitation.revoke', 'invitation.change',
  'project.create', 'project.settings', 'project.archive', 'project.restore',
  'class.add', 'class.rename', 'class.change', 'class.archive', 'class.restore', 'class.remove',
  'import.start', 'import.cancel', 'import.retry', 'asset.add', 'asset.change', 'asset.remove',
  'chip.exclude', 'chip.include', 'chip.remove', 'snapshot.create',
  'version.add', 'version.change', 'version.deploy', 'version.retire', 'version.decline', 'version.reopen',
  'job.start', 'job.cancel', 'export.create', 'labels.import',
  'correction.ask', 'correction.change', 'correction.accept', 'correction.decline', 'correction.withdraw', 'correction.reopen',
  'comment.add', 'comment.change', 'comment.remove', 'comment.restore', 'comment.resolve', 'comment.reopen',
  'view.share', 'view.change', 'view.remove', 'look.ask', 'look.drop', 'audit.export'
));
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_topic" CHECK ("topic" = split_part("action", '.', 1));

-- Nobody changes a line, its owner no more than others.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'AuditEvent is append-only: % is refused', TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
END;
$$;
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- A value as a line keeps it: what is longer than 2,000 characters is cut.
CREATE FUNCTION "audit_bounded"(p_value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(p_value::text) > 2000 THEN to_jsonb(left(p_value #>> '{}', 2000) || '…') ELSE p_value END
$$;

-- The named columns of a row that have a value; of a change (p_other) those that differ.
CREATE FUNCTION "audit_fields"(p_row jsonb, p_other jsonb, p_columns text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(f.key, "public"."audit_bounded"(f.value))
  FROM jsonb_each(p_row) f
  WHERE f.key = ANY (p_columns)
    AND CASE WHEN p_other IS NULL THEN f.value <> 'null'::jsonb ELSE f.value IS DISTINCT FROM p_other -> f.key END
$$;

-- Writes a line. Who acts is said by the connection (lib/server/db/audited-client.ts) for its transaction; nobody said is the system.
-- `p_self`: the person who, by doing this, says who they are (signs in, accepts an invitation).
CREATE FUNCTION "audit_write"(
  p_action text, p_project uuid, p_kind text, p_id text, p_name text, p_before jsonb, p_after jsonb, p_self uuid
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  v_by jsonb := coalesce(nullif(current_setting('quadrat.audit', true), ''), '{"kind": "SYSTEM"}')::jsonb;
  v_kind "public"."AuditActor" := (v_by ->> 'kind')::"public"."AuditActor";
  v_id uuid := (v_by ->> 'id')::uuid;
  v_name text := coalesce(v_by ->> 'name', '');
  v_email text := coalesce(v_by ->> 'email', '');
BEGIN
  IF v_kind = 'NOBODY' AND p_self IS NOT NULL THEN
    SELECT 'PERSON', "id", "name", "email" INTO v_kind, v_id, v_name, v_email FROM "public"."User" WHERE "id" = p_self;
  END IF;
  INSERT INTO "public"."AuditEvent" ("actor", "actorId", "actorName", "actorEmail", "via", "credentialId", "address", "agent",
    "requestId", "projectId", "topic", "action", "thingKind", "thingId", "thingName", "before", "after")
  VALUES (v_kind, v_id, left(v_name, 300), left(v_email, 320), v_by ->> 'via', (v_by ->> 'credential')::uuid,
    left(v_by ->> 'address', 64), left(v_by ->> 'agent', 300), (v_by ->> 'request')::uuid, p_project,
    split_part(p_action, '.', 1), p_action, p_kind, p_id, left(coalesce(p_name, ''), 300), p_before, p_after);
END;
$$;

-- What is no change of a row: the application writes these by this function, and no others.
CREATE FUNCTION "audit_note"(p_action text, p_project uuid, p_kind text, p_id text, p_name text, p_after jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF p_action NOT IN ('signin.failed', 'labels.import', 'audit.export') THEN
    RAISE EXCEPTION '% is written by the change itself', p_action USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM "public"."audit_write"(p_action, p_project, p_kind, p_id, p_name, NULL,
    "public"."audit_fields"(p_after, NULL, ARRAY(SELECT jsonb_object_keys(p_after))), NULL);
END;
$$;

-- What a change of a row is called.
CREATE FUNCTION "audit_action"(p_table text, p_op text, o jsonb, n jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_table
    WHEN 'User' THEN CASE
      WHEN p_op = 'INSERT' THEN 'user.create'
      WHEN o -> 'disabledAt' IS DISTINCT FROM n -> 'disabledAt'
        THEN CASE WHEN n ->> 'disabledAt' IS NULL THEN 'user.enable' ELSE 'user.disable' END
      WHEN o -> 'isOwner' <> n -> 'isOwner' OR o -> 'mayMakeProjects' <> n -> 'mayMakeProjects' THEN 'user.rights'
      ELSE 'user.change' END
    WHEN 'Membership' THEN CASE p_op WHEN 'INSERT' THEN 'member.add' WHEN 'DELETE' THEN 'member.remove' ELSE 'member.role' END
    WHEN 'Invitation' THEN CASE
      WHEN p_op = 'INSERT' THEN 'invitation.create'
      WHEN o ->> 'usedAt' IS NULL AND n ->> 'usedAt' IS NOT NULL THEN 'invitation.accept'
      WHEN o ->> 'revokedAt' IS NULL AND n ->> 'revokedAt' IS NOT NULL THEN 'invitation.revoke'
      ELSE 'invitation.change' END
    WHEN 'ApiToken' THEN CASE
      WHEN p_op = 'INSERT' THEN 'token.create'
      WHEN o ->> 'revokedAt' IS NULL AND n ->> 'revokedAt' IS NOT NULL THEN 'token.revoke'
      ELSE 'token.change' END
    WHEN 'Session' THEN CASE p_op WHEN 'INSERT' THEN 'signin.begin' ELSE 'signin.end' END
    WHEN 'Project' THEN CASE
      WHEN p_op = 'INSERT' THEN 'project.create'
      WHEN o -> 'archivedAt' IS DISTINCT FROM n -> 'archivedAt'
        THEN CASE WHEN n ->> 'archivedAt' IS NULL THEN 'project.restore' ELSE 'project.archive' END
      ELSE 'project.settings' END
    WHEN 'LabelClass' THEN CASE
      WHEN p_op = 'INSERT' THEN 'class.add'
      WHEN p_op = 'DELETE' THEN 'class.remove'
      WHEN o -> 'archivedAt' IS DISTINCT FROM n -> 'archivedAt'
        THEN CASE WHEN n ->> 'archivedAt' IS NULL THEN 'class.restore' ELSE 'class.archive' END
      WHEN o -> 'name' <> n -> 'name' THEN 'class.rename'
      ELSE 'class.change' END
    WHEN 'ImportFile' THEN CASE
      WHEN p_op = 'INSERT' THEN 'import.start'
      WHEN n ->> 'state' = 'CANCELLED' THEN 'import.cancel'
      ELSE 'import.retry' END
    WHEN 'Asset' THEN CASE p_op WHEN 'INSERT' THEN 'asset.add' WHEN 'DELETE' THEN 'asset.remove' ELSE 'asset.change' END
    WHEN 'Chip' THEN CASE WHEN n ->> 'skippedReason' IS NULL THEN 'chip.include' ELSE 'chip.exclude' END
    WHEN 'Snapshot' THEN 'snapshot.create'
    WHEN 'ModelVersion' THEN CASE
      WHEN p_op = 'INSERT' THEN 'version.add'
      WHEN o ->> 'status' <> n ->> 'status' AND n ->> 'status' = 'DEPLOYED' THEN 'version.deploy'
      WHEN o ->> 'status' <> n ->> 'status' AND n ->> 'status' = 'RETIRED' THEN 'version.retire'
      WHEN o -> 'declinedAt' IS DISTINCT FROM n -> 'declinedAt'
        THEN CASE WHEN n ->> 'declinedAt' IS NULL THEN 'version.reopen' ELSE 'version.decline' END
      ELSE 'version.change' END
    WHEN 'Job' THEN CASE
      WHEN p_op = 'UPDATE' THEN 'job.cancel'
      WHEN n ->> 'kind' = 'EXPORT' THEN 'export.create'
      ELSE 'job.start' END
    WHEN 'Correction' THEN CASE
      WHEN p_op = 'INSERT' THEN 'correction.ask'
      WHEN o ->> 'state' = n ->> 'state' THEN 'correction.change'
      ELSE CASE n ->> 'state' WHEN 'ACCEPTED' THEN 'correction.accept' WHEN 'DECLINED' THEN 'correction.decline'
        WHEN 'WITHDRAWN' THEN 'correction.withdraw' ELSE 'correction.reopen' END END
    WHEN 'Comment' THEN CASE
      WHEN p_op = 'INSERT' THEN 'comment.add'
      WHEN o -> 'deletedAt' IS DISTINCT FROM n -> 'deletedAt'
        THEN CASE WHEN n ->> 'deletedAt' IS NULL THEN 'comment.restore' ELSE 'comment.remove' END
      WHEN o -> 'resolvedAt' IS DISTINCT FROM n -> 'resolvedAt'
        THEN CASE WHEN n ->> 'resolvedAt' IS NULL THEN 'comment.reopen' ELSE 'comment.resolve' END
      ELSE 'comment.change' END
    WHEN 'SavedView' THEN CASE
      WHEN p_op = 'DELETE' THEN 'view.remove'
      WHEN p_op = 'INSERT' OR o -> 'shared' <> n -> 'shared' AND (n ->> 'shared')::boolean THEN 'view.share'
      ELSE 'view.change' END
    WHEN 'SecondLook' THEN CASE p_op WHEN 'INSERT' THEN 'look.ask' ELSE 'look.drop' END
  END
$$;

-- The trigger of a table: its arguments are the columns that a line keeps. Secrets are never among them.
CREATE FUNCTION "audit_row"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  o jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  n jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  r jsonb := coalesce(n, o);
  v_before jsonb := "public"."audit_fields"(o, n, TG_ARGV);
  v_after jsonb := "public"."audit_fields"(n, o, TG_ARGV);
  v_project uuid := (r ->> 'projectId')::uuid;
  v_kind text := lower(TG_TABLE_NAME);
  v_id text := r ->> 'id';
  v_name text := r ->> 'name';
  v_self uuid;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'User' THEN
      v_self := v_id::uuid;
      -- a hash is never kept: that it was changed is a line of its own
      IF TG_OP = 'UPDATE' AND o ->> 'passwordHash' <> n ->> 'passwordHash' THEN
        PERFORM "public"."audit_write"(
          CASE WHEN nullif(current_setting('quadrat.audit', true), '')::jsonb ->> 'id' = v_id THEN 'password.change' ELSE 'password.reset' END,
          NULL, v_kind, v_id, v_name, NULL, NULL, NULL);
        IF v_before - 'mustChangePassword' = '{}'::jsonb THEN RETURN NULL; END IF;
      END IF;
    WHEN 'Membership' THEN
      v_kind := 'user';
      v_id := r ->> 'userId';
      v_self := v_id::uuid;
      SELECT "name" INTO v_name FROM "public"."User" WHERE "id" = v_self;
    WHEN 'Invitation' THEN
      v_name := r ->> 'note';
      v_self := (r ->> 'usedById')::uuid;
    WHEN 'Session' THEN
      v_kind := 'user';
      v_id := r ->> 'userId';
      v_self := v_id::uuid;
      SELECT "name" INTO v_name FROM "public"."User" WHERE "id" = v_self;
    WHEN 'Project' THEN
      v_project := v_id::uuid;
    WHEN 'Chip' THEN
      v_name := r ->> 'number';
    WHEN 'Snapshot' THEN
      v_name := 'S' || (r ->> 'number');
    WHEN 'Job' THEN
      v_name := r ->> 'kind';
    WHEN 'Correction', 'Comment', 'SecondLook' THEN
      -- what is said and asked of a chip is found at the chip
      v_kind := 'chip';
      v_id := r ->> 'chipId';
      SELECT "projectId", "number"::text INTO v_project, v_name FROM "public"."Chip" WHERE "id" = v_id::uuid;
    ELSE
      NULL;
  END CASE;
  IF TG_OP = 'UPDATE' AND v_before IS NULL AND v_after IS NULL THEN RETURN NULL; END IF;
  PERFORM "public"."audit_write"("public"."audit_action"(TG_TABLE_NAME, TG_OP, o, n), v_project, v_kind, v_id, v_name,
    v_before, v_after, v_self);
  RETURN NULL;
END;
$$;

-- Chips leave with their labels and the labels' history (0021): a line an asset says how many, whoever deletes them.
CREATE FUNCTION "audit_removed_chips"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM "public"."audit_write"('chip.remove', g."projectId", 'asset', g."assetId"::text, a."name",
    jsonb_build_object('chips', g."chips", 'begun', g."begun", 'confirmed', g."confirmed", 'first', g."first", 'last', g."last"), NULL, NULL)
  FROM (
    SELECT "projectId", "assetId", count(*) AS "chips", count(*) FILTER (WHERE "status" <> 'UNTOUCHED') AS "begun",
      count(*) FILTER (WHERE "status" = 'CONFIRMED') AS "confirmed", min("number") AS "first", max("number") AS "last"
    FROM gone GROUP BY "projectId", "assetId"
  ) g LEFT JOIN "public"."Asset" a ON a."id" = g."assetId";
  RETURN NULL;
END;
$$;

-- Only the triggers and audit_note write lines; the application's role is given audit_note (lib/server/db/application-role.ts).
REVOKE ALL ON FUNCTION "audit_write"(text, uuid, text, text, text, jsonb, jsonb, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION "audit_note"(text, uuid, text, text, text, jsonb) FROM PUBLIC;

CREATE TRIGGER "User_audit" AFTER INSERT OR UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('email', 'name', 'isOwner', 'mayMakeProjects', 'mustChangePassword', 'disabledAt');
CREATE TRIGGER "Membership_audit" AFTER INSERT OR UPDATE OR DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('role');
CREATE TRIGGER "Invitation_audit" AFTER INSERT OR UPDATE ON "Invitation" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('role', 'note', 'expiresAt', 'usedAt', 'revokedAt');
CREATE TRIGGER "ApiToken_audit" AFTER INSERT OR UPDATE ON "ApiToken" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('name', 'scopes', 'expiresAt', 'revokedAt');
CREATE TRIGGER "Session_audit" AFTER INSERT ON "Session" FOR EACH ROW EXECUTE FUNCTION "audit_row"();
-- one that ran out is only swept up
CREATE TRIGGER "Session_audit_end" AFTER DELETE ON "Session" FOR EACH ROW WHEN (OLD."expiresAt" > now()) EXECUTE FUNCTION
  "audit_row"();
CREATE TRIGGER "Project_audit" AFTER INSERT OR UPDATE ON "Project" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('slug', 'name', 'description', 'rule', 'cellPx', 'cellM', 'rows', 'cols', 'blockCells', 'chipFormat', 'threshold',
    'controlPercent', 'overlapPercent', 'consensusRule', 'consensusThreshold', 'groundTruthPercent', 'practiceChips', 'practicePercent', 'archivedAt');
CREATE TRIGGER "LabelClass_audit" AFTER INSERT OR UPDATE OR DELETE ON "LabelClass" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('name', 'hint', 'colour', 'archivedAt');
CREATE TRIGGER "ImportFile_audit_insert" AFTER INSERT ON "ImportFile" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('name', 'bytes', 'state', 'survey');
-- how far a file is follows from the worker; who stops or tries it again is a person
CREATE TRIGGER "ImportFile_audit_update" AFTER UPDATE OF "state" ON "ImportFile" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state" AND (NEW."state" = 'CANCELLED' OR OLD."state" IN ('FAILED', 'CANCELLED')))
  EXECUTE FUNCTION "audit_row"('state');
CREATE TRIGGER "Asset_audit" AFTER INSERT OR UPDATE OR DELETE ON "Asset" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('name', 'bytes', 'sha256', 'width', 'height', 'rendering', 'provenance', 'survey');
CREATE TRIGGER "Chip_audit" AFTER UPDATE OF "skippedReason" ON "Chip" FOR EACH ROW
  WHEN (OLD."skippedReason" IS DISTINCT FROM NEW."skippedReason") EXECUTE FUNCTION "audit_row"('skippedReason');
CREATE TRIGGER "Chip_audit_delete" AFTER DELETE ON "Chip" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_removed_chips"();
CREATE TRIGGER "Snapshot_audit" AFTER INSERT ON "Snapshot" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('number', 'sha256', 'chips', 'cells');
CREATE TRIGGER "ModelVersion_audit" AFTER INSERT OR UPDATE ON "ModelVersion" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('name', 'status', 'declinedAt', 'manifestSha');
-- cutting follows from the import
CREATE TRIGGER "Job_audit_insert" AFTER INSERT ON "Job" FOR EACH ROW WHEN (NEW."kind" <> 'CUT') EXECUTE FUNCTION
  "audit_row"('kind', 'params');
CREATE TRIGGER "Job_audit_cancel" AFTER UPDATE OF "cancelRequestedAt" ON "Job" FOR EACH ROW
  WHEN (OLD."cancelRequestedAt" IS NULL AND NEW."cancelRequestedAt" IS NOT NULL AND NEW."kind" <> 'CUT') EXECUTE FUNCTION
  "audit_row"('cancelRequestedAt');
CREATE TRIGGER "Correction_audit" AFTER INSERT OR UPDATE ON "Correction" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('state', 'reason', 'cells', 'before', 'after', 'answer');
CREATE TRIGGER "Comment_audit" AFTER INSERT OR UPDATE ON "Comment" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('cell', 'flag', 'text', 'deletedAt', 'resolvedAt');
-- a view of one's own is nobody else's
CREATE TRIGGER "SavedView_audit_insert" AFTER INSERT ON "SavedView" FOR EACH ROW WHEN (NEW."shared") EXECUTE FUNCTION
  "audit_row"('name', 'shared', 'view');
CREATE TRIGGER "SavedView_audit_update" AFTER UPDATE ON "SavedView" FOR EACH ROW WHEN (OLD."shared" OR NEW."shared") EXECUTE FUNCTION
  "audit_row"('name', 'shared', 'view');
CREATE TRIGGER "SavedView_audit_delete" AFTER DELETE ON "SavedView" FOR EACH ROW WHEN (OLD."shared") EXECUTE FUNCTION
  "audit_row"('name', 'shared', 'view');
-- the project's share is given out by itself
CREATE TRIGGER "SecondLook_audit_insert" AFTER INSERT ON "SecondLook" FOR EACH ROW WHEN (NEW."reason" = 'ISSUE') EXECUTE FUNCTION
  "audit_row"('reason', 'state');
CREATE TRIGGER "SecondLook_audit_update" AFTER UPDATE OF "state" ON "SecondLook" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state" AND NEW."state" = 'DROPPED' AND NEW."reason" = 'ISSUE') EXECUTE FUNCTION "audit_row"('state');
