import type { ReactNode } from "react";
import { Popover } from "antd";
import { QuestionCircleOutlined } from "@ant-design/icons";

interface Props {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** What stands behind the figure; opens at a click. */
  why?: ReactNode;
  whyTitle?: string;
  /** Where a click leads instead. */
  onClick?: () => void;
}

/** One figure of the strip under a record's head. */
export function Figure({ label, value, note, why, whyTitle, onClick }: Props) {
  const body = (
    <>
      <span className="figure-label">{label}{why && <QuestionCircleOutlined aria-hidden />}</span>
      <span className="figure-value num">{value}</span>
      <span className="figure-note ellipsis num">{note ?? "\u00a0"}</span>
    </>
  );
  if (why) {
    return (
      <Popover trigger="click" placement="bottomLeft" content={<div className="figure-why">{why}</div>} title={whyTitle ?? label}>
        <button type="button" className="plain figure">{body}</button>
      </Popover>
    );
  }
  if (onClick) return <button type="button" className="plain figure" onClick={onClick}>{body}</button>;
  return <div className="figure">{body}</div>;
}
