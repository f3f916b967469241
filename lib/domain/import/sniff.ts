import { remark } from '@/lib/domain/asset/remark';
import type { Remark } from '@/lib/domain/asset/remark';

/** Kinds of picture that an import takes. */
export type PictureKind = 'tiff' | 'jpeg' | 'png' | 'webp';

export const MEDIA_TYPE: Record<PictureKind, string> = {
  tiff: 'image/tiff',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

const EXTENSIONS: Record<PictureKind, readonly string[]> = {
  tiff: ['tif', 'tiff', 'gtiff', 'geotiff', 'cog'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
};

/** Bytes that must be given to `sniff` where the file has as many. */
export const SNIFF_BYTES = 512;

/** What a file is by its first bytes: a picture that is taken, or what it seems to be instead (a branch of `refusal.NOT_A_PICTURE`). */
export type Sniffed = { kind: PictureKind } | { seems: string };

const OTHERS: readonly [signature: string, offset: number, seems: string][] = [
  ['GIF8', 0, 'gif'],
  ['BM', 0, 'bmp'],
  ['ftypheic', 4, 'heic'],
  ['ftypheix', 4, 'heic'],
  ['ftypmif1', 4, 'heif'],
  ['ftypavif', 4, 'avif'],
  ['ftyp', 4, 'video'],
  ['\0\0\0\x0cjP  ', 0, 'jpeg2000'],
  ['8BPS', 0, 'photoshop'],
  ['%PDF', 0, 'pdf'],
  ['PK\x03\x04', 0, 'zip'],
  ['\x1f\x8b', 0, 'gzip'],
  ['\x89HDF', 0, 'hdf5'],
  ['CDF', 0, 'netcdf'],
  ['SQLite format 3', 0, 'sqlite'],
  ['\0\0\x27\x0a', 0, 'shapefile'],
  ['LASF', 0, 'las'],
];

/** Tells the kind of a file from its first bytes (up to SNIFF_BYTES), never from its name. */
export function sniff(bytes: Uint8Array): Sniffed {
  const at = (signature: string, offset: number): boolean =>
    Array.from(signature).every((char, i) => bytes[offset + i] === char.charCodeAt(0));
  if (at('\xff\xd8\xff', 0)) return { kind: 'jpeg' };
  if (at('\x89PNG\r\n\x1a\n', 0)) return { kind: 'png' };
  // classic TIFF is 42, BigTIFF 43, in either byte order
  if (['II*\0', 'II+\0', 'MM\0*', 'MM\0+'].some((mark) => at(mark, 0))) return { kind: 'tiff' };
  if (at('RIFF', 0) && at('WEBP', 8)) return { kind: 'webp' };
  const other = OTHERS.find(([signature, offset]) => at(signature, offset));
  if (other) return { seems: other[2] };
  return { seems: isText(bytes) ? 'text' : 'unknown' };
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** A remark where the name's ending says another kind than the content; null where they agree or the name says nothing. */
export function nameRemark(name: string, kind: PictureKind): Remark | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  const named = (Object.keys(EXTENSIONS) as PictureKind[]).find((k) =>
    EXTENSIONS[k].includes(ending ?? ''),
  );
  if (ending === undefined || named === kind) return null;
  return remark('otherKind', { ending, kind: kind.toUpperCase() });
}
