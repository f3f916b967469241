-- Of a class the largest probability counts only in cells where it is the likeliest class, absent left out: the filter "proposed"
-- then finds a chip exactly where the rule proposes the class on it (decision 0018, lib/domain/proposal/score.ts). Scores of chips
-- whose probabilities are stored are worked out anew; of two classes as likely the first output is taken, as there.
WITH outputs AS (
  SELECT v."id" AS "versionId", o.place::int - 1 AS place, (o.output->>'code')::int AS code,
    jsonb_array_length(v."manifest"->'outputs') AS width
  FROM "ModelVersion" v, jsonb_array_elements(v."manifest"->'outputs') WITH ORDINALITY AS o(output, place)
), levels AS (
  SELECT p."chipId", p."versionId", n.cell, o.place, o.code, get_byte(p."probs", n.cell * o.width + o.place) AS level
  FROM "ChipProposal" p
  JOIN "ChipScore" s ON s."chipId" = p."chipId" AND s."versionId" = p."versionId"
  JOIN outputs o ON o."versionId" = p."versionId"
  CROSS JOIN LATERAL generate_series(0, length(p."probs") / o.width - 1) AS n(cell)
), ranked AS (
  SELECT levels.*, row_number() OVER (
    PARTITION BY "chipId", "versionId", cell ORDER BY (code = 1), level DESC, place) AS rank
  FROM levels
), largest AS (
  SELECT "chipId", "versionId", place, coalesce(max(level) FILTER (WHERE code = 1 OR rank = 1), 0) AS level
  FROM ranked GROUP BY 1, 2, 3
), packed AS (
  SELECT "chipId", "versionId", string_agg(set_byte('\x00'::bytea, 0, level), ''::bytea ORDER BY place) AS bytes
  FROM largest GROUP BY 1, 2
)
UPDATE "ChipScore" s SET "maxProbabilities" = packed.bytes
FROM packed WHERE s."chipId" = packed."chipId" AND s."versionId" = packed."versionId";
