#!/bin/sh
# Prisma's generate wants some executable in PRISMA_SCHEMA_ENGINE_BINARY but never runs it; without this it tries to download one.
echo "the schema engine is not used here: see lib/server/db/migrate.ts" >&2
exit 1
