-- A file is kept out when its chips would be larger than a browser can show: known at the import where cells are in metres
-- AlterEnum
ALTER TYPE "ImportReason" ADD VALUE 'CHIP_TOO_LARGE' AFTER 'CELL_TOO_SMALL';
