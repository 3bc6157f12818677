import { useState, type ReactNode } from "react";
import { Popover } from "antd";
import { QuestionCircleOutlined } from "@ant-design/icons";

interface Props {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** What stands behind the figure; opens at a click. A function receives what closes it again. */
  why?: ReactNode | ((close: () => void) => ReactNode);
  whyTitle?: string;
  /** Where a click leads instead. */
  onClick?: () => void;
}

/** One figure of the strip under a record's head. */
export function Figure({ label, value, note, why, whyTitle, onClick }: Props) {
  const [open, setOpen] = useState(false);
  const body = (
    <>
      <span className="figure-label">{label}{why && <QuestionCircleOutlined aria-hidden />}</span>
      <span className="figure-value num">{value}</span>
      <span className="figure-note ellipsis num">{note ?? "\u00a0"}</span>
    </>
  );
  if (why) {
    return (
      <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} content={<div className="figure-why">{typeof why === "function" ? why(() => setOpen(false)) : why}</div>} title={whyTitle ?? label}>
        <button type="button" className="plain figure" aria-expanded={open}>{body}</button>
      </Popover>
    );
  }
  if (onClick) return <button type="button" className="plain figure" onClick={onClick}>{body}</button>;
  return <div className="figure">{body}</div>;
}
