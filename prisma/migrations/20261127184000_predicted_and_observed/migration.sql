-- Bins of reliability diagrams in the field's words: said -> predicted (mean predicted probability), seen -> observed (fraction). Stored
-- results follow the contract that the bins are part of, which is 2 from here on.
CREATE FUNCTION pg_temp.in_new_words("bins" jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg("bin" - 'said' - 'seen' || jsonb_build_object('predicted', "bin"->'said', 'observed', "bin"->'seen') ORDER BY "place"), '[]')
  FROM jsonb_array_elements("bins") WITH ORDINALITY t("bin", "place")
$$;

UPDATE "ModelVersion" SET "metrics" = jsonb_set("metrics", '{candidate,reliability}', pg_temp.in_new_words("metrics"#>'{candidate,reliability}'))
WHERE "metrics"#>'{candidate,reliability,0}' ? 'said';
UPDATE "ModelVersion" SET "metrics" = jsonb_set("metrics", '{deployed,reliability}', pg_temp.in_new_words("metrics"#>'{deployed,reliability}'))
WHERE "metrics"#>'{deployed,reliability,0}' ? 'said';

-- jobs keep the result of an evaluation and of a check of labels beside their reply
UPDATE "Job" SET "result" = jsonb_set("result", '{result,score,reliability}', pg_temp.in_new_words("result"#>'{result,score,reliability}'))
WHERE "result"#>'{result,score,reliability,0}' ? 'said';
UPDATE "Job" SET "result" = jsonb_set("result", '{result,contract}', '2') WHERE "result"#>'{result,contract}' = '1';
