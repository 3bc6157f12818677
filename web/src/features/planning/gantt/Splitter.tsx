import { useRef } from "react";
import { useT } from "../../../i18n";

const LEAST = 200;
const MOST = 900;
const clamp = (width: number) => Math.max(LEAST, Math.min(MOST, width));

/** The line between tree and bars, moved by hand or by arrow keys. */
export function Splitter({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useT();
  const from = useRef<{ x: number; width: number } | null>(null);
  return (
    <div role="separator" aria-orientation="vertical" aria-label={t("任务栏宽度")} aria-valuenow={width} aria-valuemin={LEAST} aria-valuemax={MOST} tabIndex={0} className="gantt-splitter"
      onPointerDown={(event) => { from.current = { x: event.clientX, width }; event.currentTarget.setPointerCapture(event.pointerId); event.preventDefault(); }}
      onPointerMove={(event) => from.current && onWidth(clamp(from.current.width + event.clientX - from.current.x))}
      onPointerUp={() => { from.current = null; }}
      onKeyDown={(event) => {
        const step = event.key === "ArrowLeft" ? -24 : event.key === "ArrowRight" ? 24 : 0;
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        onWidth(clamp(width + step));
      }} />
  );
}
