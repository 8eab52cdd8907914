import { FolderOpen, type LucideIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';

interface FilePickerProps {
  /** File types, as an input's `accept` has them. */
  readonly accept: string;
  readonly onPick: (file: File) => void;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A button that lets a person choose a file of this computer. */
export function FilePicker({ accept, onPick, icon = FolderOpen, children }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onPick(file);
          // The same file may be chosen again, after it was changed.
          event.target.value = '';
        }}
      />
    </>
  );
}
