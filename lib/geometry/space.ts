declare const space: unique symbol;
/** A point [x, y] in one named plane; points of different planes cannot be mixed up. */
export type Point<Space extends string> = readonly [x: number, y: number] & {
  readonly [space]: Space;
};

/** Pixels of an asset after its orientation; (0, 0) is the outer corner of the top left pixel. */
export type AssetPx = Point<'asset px'>;
/** Units of an asset's coordinate system. */
export type Projected = Point<'projected'>;
/** Degrees, WGS 84. */
export type LonLat = Point<'lon/lat'>;

export const assetPx = (x: number, y: number): AssetPx => [x, y] as unknown as AssetPx;
export const projected = (x: number, y: number): Projected => [x, y] as unknown as Projected;
export const lonLat = (lon: number, lat: number): LonLat => [lon, lat] as unknown as LonLat;
