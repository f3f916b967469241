import { z } from 'zod';

/** In place of a person: labels that came in as reviewed. In place of a version: labels that no model has scored. */
export const NOBODY = 'none';

/** A person or version to filter by. */
export const IdOrNobody = z.union([z.uuid(), z.literal(NOBODY)]);
