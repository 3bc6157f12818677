import { EditOutlined, SendOutlined, UserOutlined, WarningFilled } from "@ant-design/icons";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import type { ApproveNode, CopyNode } from "../model/definition";
import * as edit from "../model/edit";
import { nodeText } from "../model/words";
import { CardTools, cardKeys } from "./CardTools";
import type { Desk } from "./desk";

interface Props {
  node: ApproveNode | CopyNode;
  first: boolean;
  last: boolean;
  desk: Desk;
}

/** One node: its name and who is asked. A click opens its settings. */
export function NodeCard({ node, first, last, desk }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const fault = desk.faults.get(node.id);
  const move = (by: -1 | 1) => desk.change(edit.move(desk.definition, node.id, by));
  const drop = () => {
    const before = desk.definition;
    desk.change(edit.remove(before, node.id));
    notify.ok(t("已删除“{{name}}”", { name: node.name }), { undo: () => desk.change(before) });
  };
  const text = nodeText(node, desk.labels, t);
  return (
    <div className={`fd-card ${node.kind}${fault ? " fault" : ""}`}>
      <div className="fd-card-head">
        {node.kind === "approve" ? <UserOutlined aria-hidden /> : <SendOutlined aria-hidden />}
        <b className="ellipsis grow">{node.name}</b>
        {!desk.readonly && <CardTools name={node.name} first={first} last={last} onMove={move} onCopy={() => desk.change(edit.duplicate(desk.definition, node.id))} onDelete={drop} />}
      </div>
      <button type="button" className="plain fd-card-body" onClick={() => desk.open(node.id)} onKeyDown={desk.readonly ? undefined : cardKeys(move, drop)}
        aria-label={t("设置“{{name}}”：{{text}}", { name: node.name, text })} aria-keyshortcuts={desk.readonly ? undefined : "Alt+ArrowUp Alt+ArrowDown Delete"}>
        <span className="grow">{text}{node.kind === "approve" && node.opinion === "required" && <span className="muted small fd-card-note">{t("意见必填")}</span>}</span>
        <EditOutlined aria-hidden className="muted" />
      </button>
      {fault && <p className="fd-fault"><WarningFilled aria-hidden /> {fault}</p>}
    </div>
  );
}
