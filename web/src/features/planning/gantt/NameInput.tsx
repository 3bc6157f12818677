import { useEffect, useRef } from "react";
import { useT } from "../../../i18n";

/** The name of a task while one writes it. Enter keeps it, Esc gives it up. */
export function NameInput({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  const end = (value: string | null) => {
    if (ended.current) return;
    ended.current = true;
    const text = value?.trim();
    onDone(text && text !== name ? text : null);
  };
  return (
    <input ref={input} className="gantt-input" defaultValue={name} maxLength={200} aria-label={t("任务名称")} onBlur={(event) => end(event.target.value)} onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" && !event.nativeEvent.isComposing) end(event.currentTarget.value);
        if (event.key === "Escape") end(null);
      }} />
  );
}
