import { useState } from "react";
import { Input } from "antd";
import { useT } from "../../i18n";

interface Props {
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  disabled?: boolean;
}

/** Structured data as text; what is not valid JSON yet is not handed on. */
export function JsonInput({ id, value, onChange, disabled }: Props) {
  const { t } = useT();
  const [text, setText] = useState(() => (value === null || value === undefined ? "" : JSON.stringify(value, null, 2)));
  const [wrong, setWrong] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() ? JSON.parse(next) : null);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <Input.TextArea id={id} value={text} onChange={(e) => change(e.target.value)} disabled={disabled} autoSize={{ minRows: 3, maxRows: 14 }}
        status={wrong ? "error" : ""} style={{ fontFamily: "monospace" }} />
      {wrong && <span className="field-error">{t("不是有效的 JSON，请检查括号和引号。")}</span>}
    </>
  );
}
