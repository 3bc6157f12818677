import { useEffect, useRef, useState } from "react";
import { Input } from "antd";
import { SearchOutlined } from "@ant-design/icons";
import { useT } from "../../../../i18n";

/** Looks into names and into what is written in the files. */
export function FindBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useT();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  // Another place was opened meanwhile: what was typed for the last one goes.
  if (seen !== value) {
    setSeen(value);
    if (value !== sent) setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    const q = next.trim();
    timer.current = setTimeout(() => {
      const found = q.length >= 2 ? q : "";
      setSent(found);
      if (found !== value) onChange(found);
    }, 300);
  };
  return (
    <div className="lib-find touch">
      <Input allowClear value={text} maxLength={100} prefix={<SearchOutlined className="muted" aria-hidden />} placeholder={t("搜索文件名和文件内容（至少两个字）")} aria-label={t("搜索资料")}
        onChange={(event) => type(event.target.value)} />
    </div>
  );
}
