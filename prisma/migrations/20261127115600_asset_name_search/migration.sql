-- Pictures are found by a part of their name (GET /projects/:project/search).
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "Asset_name_trigrams" ON "Asset" USING gin ("name" gin_trgm_ops);
