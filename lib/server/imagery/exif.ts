import exifr from 'exifr';
import { z } from 'zod';
import { TakenAt } from '@/lib/domain/asset/schema';

/** What a file says about itself, as far as it concerns provenance. */
export interface FileWords {
  takenAt: string | null;
  sensor: string;
  licence: string;
  /** every field that was found, as text */
  read: Record<string, string>;
}

const FIELDS = [
  'Make',
  'Model',
  'LensModel',
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'CreateDate',
  'ModifyDate',
  'Software',
  'ImageDescription',
  'Artist',
  'Copyright',
  'ExposureTime',
  'FNumber',
  'ISO',
  'FocalLength',
  'latitude',
  'longitude',
  'GPSAltitude',
] as const;
const LONGEST = 500;

const Tags = z.record(z.string(), z.unknown());

/** Reads EXIF and TIFF tags; a file without any, or with damaged ones, says nothing. */
export async function readFileWords(file: string): Promise<FileWords> {
  const tags = Tags.safeParse(await parse(file)).data ?? {};
  const read: Record<string, string> = {};
  for (const field of FIELDS) {
    const text = words(tags[field]);
    if (text !== '') read[field] = text;
  }
  return {
    takenAt: takenAt(read),
    sensor: [read['Make'], read['Model']].filter((part) => part !== undefined).join(' '),
    licence: read['Copyright'] ?? '',
    read,
  };
}

async function parse(file: string): Promise<unknown> {
  try {
    return (await exifr.parse(file, {
      tiff: true,
      exif: true,
      gps: true,
      xmp: false,
      icc: false,
      // dates stay as they are written: they carry no zone
      reviveValues: false,
    })) as unknown;
  } catch {
    // exifr throws on kinds without tags and on damaged tags alike; neither keeps a picture out
    return null;
  }
}

function words(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('\0', '').trim().slice(0, LONGEST);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return '';
}

/** EXIF's "2021:07:14 10:52:00" with its offset where given, as ISO 8601. ModifyDate tells of processing and is not used. */
function takenAt(read: Record<string, string>): string | null {
  const written = read['DateTimeOriginal'] ?? read['CreateDate'];
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(written ?? '');
  if (!parts) return null;
  const [, year, month, day, time] = parts;
  const offset = /^[+-]\d{2}:\d{2}$/.exec(read['OffsetTimeOriginal'] ?? '')?.[0] ?? '';
  const parsed = TakenAt.safeParse(`${year}-${month}-${day}T${time}${offset}`);
  return parsed.success ? parsed.data : null;
}
