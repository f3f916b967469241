/** Request header by which proxy.ts tells pages their own path and query; clients cannot set it. */
export const PATH_HEADER = 'x-quadrat-path';
