import { readFileSync } from 'node:fs';

// The generated rows, project by project, as SQL (bench/scale/generate.ts runs it).

/** How large the generated project is. Cells are 8 x 8 a chip, chips 25 x 10 an asset. */
export interface ScaleSize {
  chips: number;
  /** chips with labels: waiting for review, returned, begun, and the rest confirmed */
  labelled: number;
  waiting: number;
}

const CELLS = 64;
const CHIPS_OF_ASSET = 250;
const LABELERS = 48;
const REVIEWERS = 8;
/** changes of one stroke, one after the other on one labelling */
const STROKE = 12;
const EXAMPLE = 'lib/contracts/examples/manifest.trained.json';

/** Ids that follow from what and which number, so that rows name each other without a look-up; scattered as random ones are. */
export function helpersSql(): string {
  return `
    CREATE FUNCTION pg_temp.uid(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT overlay(overlay(md5(kind || ':' || n) placing '4' from 13) placing '8' from 17)::uuid $$;
    CREATE FUNCTION pg_temp.sha(what text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT md5(what) || md5(what || '.') $$;
    -- 64 cells of a chip: mostly absent, a few of the four classes, now and then unsure
    CREATE FUNCTION pg_temp.cells(n bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT decode(replace(replace(replace(replace(replace(replace(
        translate(md5(n || ':') || md5(n || ';'), '0123456789abcdef', 'ggggggggggghijkl'),
        'g', '01'), 'h', '10'), 'i', '11'), 'j', '12'), 'k', '13'), 'l', '02'), 'hex') $$;
    -- a number from 0 to 1 that follows from another
    CREATE FUNCTION pg_temp.share(n bigint, salt text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT (('x' || substr(md5(salt || n), 1, 7))::bit(28)::int) / 268435456.0 $$;`;
}

export function peopleSql(): string {
  const all = String(1 + 3 + REVIEWERS + LABELERS);
  return `INSERT INTO "User" ("id", "email", "name", "passwordHash", "isOwner")
    SELECT pg_temp.uid(2, n), 'scale' || n || '@example.org', 'Person ' || lpad(n::text, 2, '0'), '!', n = 1
    FROM generate_series(1, ${all}) n`;
}

export function projectSql(n: number, project: string): string {
  const members = String(1 + 3 + REVIEWERS + LABELERS);
  return `
    INSERT INTO "Project" ("id", "slug", "name", "rule", "cellPx", "rows", "cols", "splitSalt")
    VALUES (${project}, 'scale-${String(n)}', 'Scale ${String(n)}', 'The centre of a crown lies in the cell.', 8, 8, 8, 'scale');
    INSERT INTO "LabelClass" ("id", "projectId", "index", "name", "colour")
    SELECT pg_temp.uid(3, ${String(10 * n)} + i), ${project}, i, 'Class ' || i, '#3fa34d' FROM generate_series(0, 3) i;
    INSERT INTO "Membership" ("userId", "projectId", "role")
    SELECT pg_temp.uid(2, n), ${project},
      (CASE WHEN n <= 4 THEN 'ADMIN' WHEN n <= ${String(4 + REVIEWERS)} THEN 'REVIEWER' ELSE 'LABELER' END)::"Role"
    FROM generate_series(2, ${members}) n`;
}

export function assetsSql(project: string, from: string, chips: number): string {
  const georef =
    '{"epsg":32611,"name":"WGS 84 / UTM zone 11N","proj4":null,"metresPerUnit":1,"affine":[0.1,0,500000,0,-0.1,4000000],"pixelM":[0.1,0.1],"footprint":null}';
  return `
    INSERT INTO "Asset" ("id", "projectId", "sha256", "name", "bytes", "mediaType", "width", "height", "bands", "bitDepth",
      "georef", "rendering", "previewSha", "provenance", "survey", "importedAt")
    SELECT pg_temp.uid(4, ${from} + a), ${project}, pg_temp.sha('asset' || ${from} + a), 'asset-' || a || '.tif', 12000000, 'image/tiff',
      1600, 640, 3, 8, '${georef}', '{"bands":[0,1,2],"stretch":null}', pg_temp.sha('preview' || a),
      '{"source":"bench/scale","licence":"CC0-1.0"}', 'survey ' || a % 40, now() - interval '400 days' + a * interval '1 hour'
    FROM generate_series(1, ${String(Math.ceil(chips / CHIPS_OF_ASSET))}) a;
    INSERT INTO "ImportFile" ("id", "projectId", "name", "bytes", "received", "state", "sha256", "assetId", "provenance", "createdAt", "endedAt")
    SELECT pg_temp.uid(5, ${from} + row_number() OVER ()), "projectId", "name", "bytes", "bytes", 'READY', "sha256", "id", "provenance", "importedAt", "importedAt"
    FROM "Asset" WHERE "projectId" = ${project}`;
}

/** Chips by number; those labelled are spread over all assets: every number k has a rank, the first ranks are labelled. */
export function chipsSql(
  project: string,
  from: string,
  at: ScaleSize & { begun: number; returned: number; confirmed: number },
): string {
  const ends = [at.confirmed, at.waiting, at.returned, at.begun].reduce<number[]>(
    (sums, count) => [...sums, (sums.at(-1) ?? 0) + count],
    [],
  );
  const [confirmed, waiting, returned, begun] = ends.map(String);
  const assets = String(Math.ceil(at.chips / CHIPS_OF_ASSET));
  return `
    -- rank k (from 0): asset after asset gets one, so that work is spread over the imagery
    INSERT INTO "Chip" ("id", "projectId", "assetId", "number", "gridRow", "gridCol", "x", "y", "width", "height", "rows", "cols",
      "cellPx", "imageSha", "mediaType", "footprint", "block", "split", "status", "confirmedAt", "confirmedById", "createdAt")
    SELECT pg_temp.uid(6, ${from} + t.number), ${project}, pg_temp.uid(4, ${from} + t.asset), t.number, t.place / 25, t.place % 25,
      t.place % 25 * 64, t.place / 25 * 64, 64, 64, 8, 8, 8, pg_temp.sha('chip' || ${from} + t.number), 'image/jpeg',
      format('[[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]]', lon, lat, lon + 6e-5, lat, lon + 6e-5, lat + 6e-5, lon, lat + 6e-5, lon, lat)::jsonb,
      'b' || t.asset || ':' || t.place / 50,
      (CASE WHEN s < 0.7 THEN 'TRAIN' WHEN s < 0.8 THEN 'CALIBRATION' ELSE 'TEST' END)::"Split",
      (CASE WHEN rank < ${confirmed ?? ''} THEN 'CONFIRMED' WHEN rank < ${waiting ?? ''} THEN 'SUBMITTED'
        WHEN rank < ${returned ?? ''} THEN 'RETURNED' WHEN rank < ${begun ?? ''} THEN 'IN_PROGRESS' ELSE 'UNTOUCHED' END)::"ChipStatus",
      CASE WHEN rank < ${confirmed ?? ''} THEN now() - (1 - rank / ${confirmed ?? ''}.0) * interval '300 days' END,
      CASE WHEN rank < ${confirmed ?? ''} THEN pg_temp.uid(2, 5 + rank % ${String(REVIEWERS)}) END,
      now() - interval '400 days'
    FROM (SELECT n AS number, (n - 1) / ${String(CHIPS_OF_ASSET)} + 1 AS asset, (n - 1) % ${String(CHIPS_OF_ASSET)} AS place,
        (n - 1) % ${String(CHIPS_OF_ASSET)} * ${assets} + (n - 1) / ${String(CHIPS_OF_ASSET)} AS rank,
        -120 + (n - 1) / ${String(CHIPS_OF_ASSET)} % 100 * 0.01 + (n - 1) % 25 * 6e-5 AS lon,
        36 + (n - 1) / ${String(CHIPS_OF_ASSET)} / 100 * 0.01 + (n - 1) % ${String(CHIPS_OF_ASSET)} / 25 * 6e-5 AS lat,
        pg_temp.share((n - 1) / 50, 'split') AS s
      FROM generate_series(1, ${String(at.chips)}) n) t;
    UPDATE "Chip" SET "skippedReason" = 'cloud' WHERE "projectId" = ${project} AND "status" = 'UNTOUCHED' AND "number" % 500 = 0`;
}

/** One person's labels of every labelled chip, a second person's of every tenth, the consensus of every confirmed one. */
export function labellingsSql(
  from: string,
  {
    labelled,
    confirmed,
    waiting,
    returned,
  }: Record<'labelled' | 'confirmed' | 'waiting' | 'returned', number>,
): string {
  const person = (k: string): string =>
    `pg_temp.uid(2, ${String(5 + REVIEWERS)} + ${k} % ${String(LABELERS)})`;
  return `
    CREATE TEMP TABLE IF NOT EXISTS labelled (k bigint, chip uuid, at timestamptz, status "ChipStatus", PRIMARY KEY (k));
    TRUNCATE labelled;
    INSERT INTO labelled
    SELECT row_number() OVER (ORDER BY "status" DESC, "confirmedAt", "number") + ${from}, "id", now(), "status" FROM "Chip"
    WHERE "projectId" = (SELECT "projectId" FROM "Chip" WHERE "id" = pg_temp.uid(6, ${from} + 1)) AND "status" <> 'UNTOUCHED';
    UPDATE labelled SET at = now() - (1 - (k - ${from}) / ${String(labelled)}.0) * interval '300 days';
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "revision", "status", "returnReason", "createdAt", "updatedAt", "submittedAt")
    SELECT pg_temp.uid(7, k), chip, 'PERSON', ${person('k')}, pg_temp.cells(k), 7,
      (CASE status WHEN 'CONFIRMED' THEN 'ACCEPTED' ELSE status::text END)::"LabellingStatus",
      CASE status WHEN 'RETURNED' THEN 'Look at the edge again.' END, at, at, CASE WHEN status <> 'IN_PROGRESS' THEN at END
    FROM labelled;
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "revision", "status", "createdAt", "updatedAt", "submittedAt")
    SELECT pg_temp.uid(8, k), chip, 'PERSON', ${person('(k + 1)')}, set_byte(pg_temp.cells(k), (k % 64)::int, 16), 7,
      (CASE status WHEN 'CONFIRMED' THEN 'ACCEPTED' ELSE 'SUBMITTED' END)::"LabellingStatus", at, at, at
    FROM labelled WHERE k % 10 = 0 AND status IN ('CONFIRMED', 'SUBMITTED');
    INSERT INTO "Labelling" ("id", "chipId", "kind", "cells", "revision", "status", "createdAt", "updatedAt")
    SELECT pg_temp.uid(9, k), chip, 'CONSENSUS', pg_temp.cells(k), 2, 'ACCEPTED', at, at FROM labelled WHERE status = 'CONFIRMED';
    -- ${String(confirmed)} confirmed, ${String(waiting)} waiting, ${String(returned)} returned`;
}

export function versionsSql(n: number, project: string, confirmed: number): string {
  const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as {
    thresholds: Record<string, number>;
  };
  const outputs = [
    { code: 1, classId: null, name: 'absent' },
    ...[0, 1, 2, 3].map((i) => ({
      code: 16 + i,
      classId: `00000000-0000-4000-8000-00000000000${String(i)}`,
      name: `Class ${String(i)}`,
    })),
  ];
  const manifest = JSON.stringify({ ...example, outputs }).replaceAll("'", "''");
  const base = String(10 * n);
  return `
    INSERT INTO "Snapshot" ("id", "projectId", "number", "sha256", "chips", "cells", "summary", "createdAt")
    SELECT pg_temp.uid(10, ${base} + i), ${project}, i, pg_temp.sha('snapshot' || ${base} + i), ${String(confirmed)} * i / 6, ${String(confirmed)} * i / 6 * ${String(CELLS)},
      '{"splits":{"train":{"chips":1,"cells":64},"calibration":{"chips":1,"cells":64},"test":{"chips":1,"cells":64}},"classes":[],"leftOut":{"chips":[],"cells":{"unlabelled":0,"unsure":0,"unusable":0}}}',
      now() - (7 - i) * interval '40 days'
    FROM generate_series(1, 6) i;
    INSERT INTO "ModelVersion" ("id", "projectId", "number", "name", "status", "manifestSha", "manifest", "backboneSha", "snapshotId", "jobId", "createdAt", "deployedAt")
    SELECT pg_temp.uid(11, ${base} + i), ${project}, i, 'v' || i, (CASE i WHEN 6 THEN 'CANDIDATE' WHEN 5 THEN 'DEPLOYED' ELSE 'RETIRED' END)::"VersionStatus",
      pg_temp.sha('manifest' || ${base} + i), '${manifest}', pg_temp.sha('backbone'), pg_temp.uid(10, ${base} + i), pg_temp.uid(12, ${base} + i),
      now() - (7 - i) * interval '40 days', CASE WHEN i < 6 THEN now() - (7 - i) * interval '40 days' END
    FROM generate_series(1, 6) i`;
}

/** Sixty changes of every labeler's labelling in strokes, then what was done with it. */
export function eventsSql(n: number, from: string): string {
  const deployed = `pg_temp.uid(11, ${String(10 * n + 5)})`;
  const own = `"Labelling" l JOIN labelled t ON t.chip = l."chipId"`;
  return `
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "saveId", "source", "cells", "before", "after",
      "shownCodes", "shownProbabilities", "shownThresholds", "shownWhen", "shownVersions", "versionIds", "msSinceOpen", "at")
    SELECT l."id", 1 + stroke, 'SAVE', l."userId", md5(l."id"::text || stroke)::uuid, 'hand', s.cells, s.before, s.after,
      s.codes, s.ps, s.thresholds, s.whens, s.versions, CASE WHEN t.k % 2 = 0 THEN ARRAY[${deployed}] END,
      stroke * ${String(STROKE)} * 300, l."updatedAt" - (60 - stroke * ${String(STROKE)}) * interval '1 second'
    FROM ${own}, generate_series(0, 4) stroke,
      LATERAL (SELECT array_agg(g::smallint) AS cells, array_agg(0::smallint) AS before, array_agg(get_byte(l."cells", g)::smallint) AS after,
        CASE WHEN t.k % 2 = 0 THEN array_agg((16 + g % 4)::smallint) END AS codes, CASE WHEN t.k % 2 = 0 THEN array_agg(0.2 + (g % 7) * 0.1) END AS ps,
        CASE WHEN t.k % 2 = 0 THEN array_agg(0.45) END AS thresholds, CASE WHEN t.k % 2 = 0 THEN array_agg(1::smallint) END AS versions,
        CASE WHEN t.k % 2 = 0 THEN array_agg((CASE WHEN t.k % 20 = 0 THEN 'control' WHEN g % 7 < 3 THEN 'undrawn' ELSE 'before' END)::"ShownWhen") END AS whens
        FROM generate_series(stroke * ${String(STROKE)}, stroke * ${String(STROKE)} + ${String(STROKE - 1)}) g) s
    WHERE l."kind" = 'PERSON';
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "at")
    SELECT l."id", 7, 'SUBMIT', l."userId", l."submittedAt" FROM ${own} WHERE l."kind" = 'PERSON' AND l."submittedAt" IS NOT NULL;
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "source", "seed", "at")
    SELECT l."id", 1, 'SEED', c."confirmedById", 'review', l."cells", l."updatedAt"
    FROM ${own} JOIN "Chip" c ON c."id" = t.chip WHERE l."kind" = 'CONSENSUS';
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "at")
    SELECT l."id", 2, 'ACCEPT', c."confirmedById", l."updatedAt"
    FROM ${own} JOIN "Chip" c ON c."id" = t.chip WHERE l."kind" = 'CONSENSUS';
    -- ${from}`;
}

/** The deployed version scored all waiting chips, at half of the confirmed ones, and ahead of the queue at 2,000 others. */
export function proposalsSql(
  n: number,
  from: string,
  { confirmed, waiting, chips }: Record<'confirmed' | 'waiting' | 'chips', number>,
): string {
  const deployed = `pg_temp.uid(11, ${String(10 * n + 5)})`;
  const probs = `decode(repeat('c0100808080840900a0a', 32), 'hex')`;
  return `
    INSERT INTO "ChipProposal" ("chipId", "versionId", "probs", "source", "createdAt")
    SELECT chip, ${deployed}, ${probs}, CASE WHEN k % 2 = 0 THEN 'browser' ELSE 'runner' END, at FROM labelled
    WHERE status = 'SUBMITTED' OR (status = 'CONFIRMED' AND k % 2 = 0);
    INSERT INTO "ChipScore" ("chipId", "versionId", "uncertainty", "maxProbabilities")
    SELECT c."id", v.id, pg_temp.share(c."number", v.id::text), '\\x80808080ff'
    FROM (SELECT pg_temp.uid(11, ${String(10 * n)} + i) AS id, i FROM generate_series(1, 5) i) v
    JOIN "Chip" c ON c."projectId" = pg_temp.uid(1, ${String(n)}) AND c."status" = 'UNTOUCHED' AND c."split" <> 'TEST'
      AND (c."number" + v.i) % greatest(${String(chips)} / 2500, 1) = 0;
    INSERT INTO "ChipEmbedding" ("chipId", "backboneSha", "embedding")
    SELECT DISTINCT ON ("chipId") "chipId", pg_temp.sha('backbone'), decode(repeat(md5("chipId"::text), 16), 'hex') FROM "ChipScore" o
    WHERE o."versionId" = ${deployed}
    -- ${from}: ${String(confirmed)}, ${String(waiting)}`;
}

export function queueSql(
  n: number,
  project: string,
  from: string,
  { labelled, chips }: Record<'labelled' | 'chips', number>,
): string {
  return `
    INSERT INTO "Assignment" ("chipId", "userId", "projectId", "reason", "control", "at")
    SELECT l."chipId", l."userId", ${project}, CASE WHEN t.k % 5 = 0 THEN 'check' ELSE 'uncertain' END, t.k % 10 = 0, t.at - interval '2 minutes'
    FROM "Labelling" l JOIN labelled t ON t.chip = l."chipId" WHERE l."kind" = 'PERSON';
    INSERT INTO "ChipEmbedding" ("chipId", "backboneSha", "embedding")
    SELECT chip, pg_temp.sha('backbone'), decode(repeat(md5(chip::text), 16), 'hex') FROM labelled
    WHERE k > ${from} + ${String(labelled)} - 400 ON CONFLICT DO NOTHING;
    INSERT INTO "ChipSkip" ("chipId", "userId", "reason", "excluded")
    SELECT "id", pg_temp.uid(2, 20), 'cloud', true FROM "Chip" WHERE "projectId" = ${project} AND "skippedReason" IS NOT NULL;
    -- 40 people at work, and leases that ran out
    INSERT INTO "ChipLease" ("chipId", "userId", "expiresAt")
    SELECT "id", pg_temp.uid(2, 13 + "number" % 40), now() + interval '1 hour' FROM "Chip"
    WHERE "projectId" = ${project} AND "status" = 'UNTOUCHED' AND "number" % greatest(${String(chips)} / 120, 1) = 7;
    INSERT INTO "ChipLease" ("chipId", "userId", "expiresAt")
    SELECT "id", pg_temp.uid(2, 13 + "number" % 40), now() - interval '1 day' FROM "Chip"
    WHERE "projectId" = ${project} AND "status" = 'UNTOUCHED' AND "number" % greatest(${String(chips)} / 1000, 1) = 11 ON CONFLICT DO NOTHING
    -- project ${String(n)}`;
}

export function jobsSql(n: number, project: string, from: string, chips: number): string {
  const base = String(10 * n);
  return `
    INSERT INTO "Job" ("id", "projectId", "kind", "state", "params", "createdAt", "startedAt", "endedAt")
    SELECT pg_temp.uid(13, ${from} + a), ${project}, 'CUT', 'SUCCEEDED', '{}', t.at, t.at, t.at
    FROM generate_series(1, ${String(Math.ceil(chips / CHIPS_OF_ASSET))}) a,
      LATERAL (SELECT now() - interval '400 days' + a * interval '1 hour' AS at) t;
    INSERT INTO "Job" ("id", "projectId", "kind", "state", "params", "result", "createdAt", "startedAt", "endedAt")
    SELECT pg_temp.uid(12, ${base} + i), ${project}, 'TRAIN_HEAD', 'SUCCEEDED',
      jsonb_build_object('name', 'v' || i, 'number', i, 'modelId', pg_temp.uid(11, ${base} + i), 'deployedId', NULL, 'dataset', pg_temp.sha('snapshot' || ${base} + i),
        'chips', 1000 * i, 'snapshotId', pg_temp.uid(10, ${base} + i), 'params', '{}'::jsonb), '{}', t.at, t.at, t.at
    FROM generate_series(1, 6) i, LATERAL (SELECT now() - (7 - i) * interval '40 days' AS at) t;
    INSERT INTO "JobLog" ("jobId", "attempt", "at", "level", "text")
    SELECT j."id", 1, j."endedAt", 'info', 'line ' || g FROM "Job" j, generate_series(1, 10) g WHERE j."projectId" = ${project}`;
}

/** The last check of labels: as many rows as one may have, of chips labelled last, half of them issues, a few decided. */
export function issuesSql(n: number, project: string, from: string, labelled: number): string {
  const rows = Math.min(100_000, 20 * labelled);
  const [flagged, chips] = [String(rows / 2), String(labelled / 2)];
  return `
    INSERT INTO "Job" ("id", "projectId", "kind", "state", "params", "result", "createdAt", "startedAt", "endedAt")
    SELECT pg_temp.uid(14, ${String(n)}), ${project}, 'LABEL_ISSUES', 'SUCCEEDED',
      jsonb_build_object('name', 'base', 'number', NULL, 'modelId', pg_temp.uid(11, ${String(10 * n)} + 1), 'deployedId', NULL,
        'dataset', pg_temp.sha('labels'), 'chips', ${String(labelled)}, 'labelled', ${String(labelled)}, 'snapshotId', NULL, 'params', '{}'::jsonb),
      jsonb_build_object('result', jsonb_build_object('contract', 2, 'kind', 'LABEL_ISSUES', 'issues', pg_temp.sha('issues'), 'lines', ${String(rows)},
        'summary', jsonb_build_object('chips', ${String(labelled)}, 'cells', ${String(64 * labelled)}, 'unchecked', 0, 'blocks', 1000, 'flagged', ${flagged},
          'estimated', ${flagged}, 'classes', '[]'::jsonb))), now() - interval '2 hours', now() - interval '2 hours', now() - interval '1 hour';
    INSERT INTO "LabelIssue" ("chipId", "cell", "projectId", "rank", "given", "suggested", "probability", "suggestedProbability", "quality", "isIssue",
      "userId", "state", "decidedAt")
    SELECT t.chip, i.at / ${chips}, ${project}, i.at + 1, CASE i.at % 5 WHEN 0 THEN 16 WHEN 1 THEN 17 ELSE 1 END, 18, 0.1, 0.9, 0.1, i.at < ${flagged},
      l."userId", (CASE WHEN i.at < 600 THEN (ARRAY['KEPT', 'CHANGED'])[1 + i.at % 2] ELSE 'OPEN' END)::"LabelIssueState",
      CASE WHEN i.at < 600 THEN now() - i.at * interval '5 seconds' END
    FROM generate_series(0, ${String(rows - 1)}) i(at)
    JOIN labelled t ON t.k = ${from} + ${chips} + 1 + i.at % ${chips}
    JOIN LATERAL (SELECT "userId" FROM "Labelling" WHERE "chipId" = t.chip AND "kind" = 'PERSON' LIMIT 1) l ON true`;
}
