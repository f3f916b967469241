-- A file that could not be cut, or sent, because the server's disk is full.
ALTER TYPE "ImportReason" ADD VALUE 'DISK_FULL' BEFORE 'FAULT';
