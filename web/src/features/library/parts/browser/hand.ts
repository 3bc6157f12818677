import { useRef, useState, type DragEvent } from "react";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { uploads } from "../../api";
import { MOST_FILES, foundInDrop, type Found } from "../../model/dropped";

const KIND = "application/x-zhuke-library";

export interface Held {
  documents: string[];
  folders: string[];
}

/** What the pointer carries. A drag may only be asked what it holds when it ends, so it is kept here. */
let held: Held | null = null;

export function take(event: DragEvent, what: Held, label: string): void {
  held = what;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(KIND, "1");
  event.dataTransfer.setData("text/plain", label);
}

export function release(): void {
  held = null;
}

interface Target {
  over: boolean;
  props: Pick<React.HTMLAttributes<HTMLElement>, "onDragEnter" | "onDragOver" | "onDragLeave" | "onDrop">;
}

interface Takes {
  folder: string | null;
  /** Files from the desktop may come in here. */
  files: boolean;
  /** Whether what is carried may be put down here. */
  mayPut?: (what: Held) => boolean;
  onPut?: (what: Held, folder: string) => void;
}

/** A place where documents can be put down and files from the desktop dropped. The innermost place takes them. */
export function useTarget({ folder, files, mayPut, onPut }: Takes): Target {
  const send = useSendFiles();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const wanted = (event: DragEvent) => {
    if (!folder) return false;
    if (event.dataTransfer.types.includes(KIND)) return Boolean(held && onPut && (mayPut?.(held) ?? true));
    return files && event.dataTransfer.types.includes("Files");
  };
  const out = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    over,
    props: {
      onDragEnter: (event) => {
        if (!wanted(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (!wanted(event)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onDragLeave: () => {
        depth.current -= 1;
        if (depth.current <= 0) out();
      },
      onDrop: (event) => {
        out();
        if (!folder || !wanted(event)) return;
        event.preventDefault();
        event.stopPropagation();
        if (held && onPut && event.dataTransfer.types.includes(KIND)) onPut(held, folder);
        else void foundInDrop(event.dataTransfer).then((found) => send(folder, found));
        release();
      },
    },
  };
}

/** Hands files to the queue; refuses more than one can follow. */
export function useSendFiles(): (folder: string, found: Found[]) => void {
  const { t } = useT();
  const notify = useNotify();
  return (folder, found) => {
    if (!found.length) return notify.info(t("没有可以上传的文件。"));
    if (found.length > MOST_FILES) return notify.fail(t("一次最多上传 {{n}} 个文件，请分几次上传。", { n: MOST_FILES }));
    uploads.add(folder, found);
  };
}
