'use client';
import { FolderUp, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { chosenFiles, droppedFiles } from '@/components/imagery/dropped-files';
import type { NamedFile } from '@/components/imagery/dropped-files';
import { Button } from '@/components/ui/button';

/** Takes files and folders dropped anywhere on its children, and shows that it would. */
export function DropZone(props: { onFiles: (files: NamedFile[]) => void; children: ReactNode }) {
  const t = useTranslations('imagery');
  // entering a child leaves its parent: count, or the frame flickers
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const move = (by: 1 | -1): void => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  return (
    <div
      className="relative"
      onDragEnter={(event) => {
        if (event.dataTransfer.types.includes('Files')) move(1);
      }}
      onDragLeave={() => {
        move(-1);
      }}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void droppedFiles(event.dataTransfer).then(props.onFiles);
      }}
    >
      {props.children}
      {over && (
        <div className="pointer-events-none fixed inset-2 z-30 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-accent-soft/80 text-lead font-semibold">
          {t('letGoToImportFiles')}
        </div>
      )}
    </div>
  );
}

/** "Add files" and "Add folder". */
export function AddButtons({ onFiles }: { onFiles: (files: NamedFile[]) => void }) {
  const t = useTranslations('imagery');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    onFiles(chosenFiles(input.files));
    // the same choice again must be news again
    input.value = '';
  };
  return (
    <>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('filesToImport')}
        onChange={(event) => {
          take(event.currentTarget);
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t('folderToImport')}
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          take(event.currentTarget);
        }}
      />
      <Button onClick={() => folder.current?.click()}>
        <FolderUp aria-hidden />
        {t('addFolder')}
      </Button>
      <Button variant="primary" onClick={() => files.current?.click()}>
        <Plus aria-hidden />
        {t('addFiles')}
      </Button>
    </>
  );
}
