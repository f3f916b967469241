-- Cells that nobody labelled are called that in what a snapshot leaves out, as in code and on screen.
UPDATE "Snapshot" SET "summary" = jsonb_set("summary" #- '{leftOut,cells,unseen}', '{leftOut,cells,unlabelled}', "summary"#>'{leftOut,cells,unseen}')
WHERE "summary"#>'{leftOut,cells}' ? 'unseen';
