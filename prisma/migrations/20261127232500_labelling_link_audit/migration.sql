-- Labelling links give rights, and guests act: both leave lines in the audit (docs/decisions/0046, 0047).

ALTER TYPE "AuditActor" ADD VALUE 'GUEST';

ALTER TABLE "AuditEvent" DROP CONSTRAINT "AuditEvent_action";
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
  'view.share', 'view.change', 'view.remove', 'look.ask', 'look.drop', 'audit.export',
  'link.create', 'link.close', 'link.change', 'guest.begin', 'guest.leave', 'guest.change'
));

-- As before, and who begins by a labelling link is known as its guest: by that link, under their name and the link's.
CREATE OR REPLACE FUNCTION "audit_write"(
  p_action text, p_project uuid, p_kind text, p_id text, p_name text, p_before jsonb, p_after jsonb, p_self uuid
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  v_by jsonb := coalesce(nullif(current_setting('quadrat.audit', true), ''), '{"kind": "SYSTEM"}')::jsonb;
  v_kind "public"."AuditActor" := (v_by ->> 'kind')::"public"."AuditActor";
  v_id uuid := (v_by ->> 'id')::uuid;
  v_name text := coalesce(v_by ->> 'name', '');
  v_email text := coalesce(v_by ->> 'email', '');
  v_via text := v_by ->> 'via';
  v_credential uuid := (v_by ->> 'credential')::uuid;
BEGIN
  IF v_kind = 'NOBODY' AND p_self IS NOT NULL THEN
    SELECT CASE WHEN u."isGuest" THEN 'GUEST' ELSE 'PERSON' END, u."id", concat_ws(' · ', u."name", l."name"),
      CASE WHEN u."isGuest" THEN '' ELSE u."email" END, CASE WHEN l."id" IS NULL THEN v_via ELSE 'link' END, coalesce(l."id", v_credential)
    INTO v_kind, v_id, v_name, v_email, v_via, v_credential
    FROM "public"."User" u LEFT JOIN "public"."Guest" g ON g."userId" = u."id" LEFT JOIN "public"."LabellingLink" l ON l."id" = g."linkId"
    WHERE u."id" = p_self;
  END IF;
  INSERT INTO "public"."AuditEvent" ("actor", "actorId", "actorName", "actorEmail", "via", "credentialId", "address", "agent",
    "requestId", "projectId", "topic", "action", "thingKind", "thingId", "thingName", "before", "after")
  VALUES (v_kind, v_id, left(v_name, 300), left(v_email, 320), v_via, v_credential,
    left(v_by ->> 'address', 64), left(v_by ->> 'agent', 300), (v_by ->> 'request')::uuid, p_project,
    split_part(p_action, '.', 1), p_action, p_kind, p_id, left(coalesce(p_name, ''), 300), p_before, p_after);
END;
$$;

-- As audit_row, for links and guests: the arguments are the columns that a line keeps, never the hash of a secret.
CREATE FUNCTION "audit_link"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  o jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  n jsonb := to_jsonb(NEW);
  v_before jsonb := "public"."audit_fields"(o, n, TG_ARGV);
  v_after jsonb := "public"."audit_fields"(n, o, TG_ARGV);
  v_name text := n ->> 'name';
BEGIN
  IF TG_OP = 'UPDATE' AND v_before IS NULL AND v_after IS NULL THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'Guest' THEN
    SELECT "name" INTO v_name FROM "public"."User" WHERE "id" = (n ->> 'userId')::uuid;
    PERFORM "public"."audit_write"(
      CASE WHEN o IS NULL THEN 'guest.begin'
        WHEN o ->> 'leftAt' IS NULL AND n ->> 'leftAt' IS NOT NULL THEN 'guest.leave'
        ELSE 'guest.change' END,
      (n ->> 'projectId')::uuid, 'user', n ->> 'userId', v_name, v_before, v_after, (n ->> 'userId')::uuid);
  ELSE
    PERFORM "public"."audit_write"(
      CASE WHEN o IS NULL THEN 'link.create'
        WHEN o ->> 'closedAt' IS NULL AND n ->> 'closedAt' IS NOT NULL THEN 'link.close'
        ELSE 'link.change' END,
      (n ->> 'projectId')::uuid, lower(TG_TABLE_NAME), n ->> 'id', v_name, v_before, v_after, NULL);
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "LabellingLink_audit" AFTER INSERT OR UPDATE ON "LabellingLink" FOR EACH ROW EXECUTE FUNCTION
  "audit_link"('name', 'instructions', 'expiresAt', 'maxPeople', 'perChip', 'closedAt');
CREATE TRIGGER "Guest_audit" AFTER INSERT OR UPDATE ON "Guest" FOR EACH ROW EXECUTE FUNCTION
  "audit_link"('linkId', 'source', 'leftAt');

-- A guest's row lets nobody in and is no account: that they began is the line of their Guest row. Whoever stops being one leaves a line.
DROP TRIGGER "User_audit" ON "User";
CREATE TRIGGER "User_audit_insert" AFTER INSERT ON "User" FOR EACH ROW WHEN (NOT NEW."isGuest") EXECUTE FUNCTION
  "audit_row"('email', 'name', 'isOwner', 'mayMakeProjects', 'mustChangePassword', 'disabledAt');
CREATE TRIGGER "User_audit_update" AFTER UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION
  "audit_row"('email', 'name', 'isOwner', 'mayMakeProjects', 'mustChangePassword', 'isGuest', 'disabledAt');
