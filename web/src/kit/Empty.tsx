import type { ReactNode } from "react";
import { InboxOutlined } from "@ant-design/icons";

/** One sentence and the next step. */
export function Empty({ text, action, icon }: { text: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="state">
      <span className="state-icon">{icon ?? <InboxOutlined />}</span>
      <div>{text}</div>
      {action}
    </div>
  );
}
