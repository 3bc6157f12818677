import { Dropdown } from "antd";
import { BranchesOutlined, PlusOutlined, SendOutlined, UserOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import { insert, NAMES, newNode, type NodeKind, type Place } from "../model/edit";
import type { Desk } from "./desk";

const ICONS = { approve: <UserOutlined />, copy: <SendOutlined />, branch: <BranchesOutlined /> };
const KINDS: NodeKind[] = ["approve", "copy", "branch"];

/** The line between two nodes, with a + that puts one in. */
export function AddNode({ desk, place }: { desk: Desk; place: Place }) {
  const { t } = useT();
  if (desk.readonly) return <div className="fd-line" aria-hidden />;
  const add = (kind: NodeKind) => {
    const node = newNode(kind, t);
    desk.change(insert(desk.definition, place, node));
    desk.open(node.kind === "branch" ? node.branches[0]!.id : node.id);
  };
  return (
    <div className="fd-line">
      <Dropdown trigger={["click"]} menu={{ items: KINDS.map((kind) => ({ key: kind, icon: ICONS[kind], label: t(NAMES[kind]) })), onClick: ({ key }) => add(key as NodeKind) }}>
        <button type="button" className="fd-add" aria-label={t("在这里添加节点")} title={t("添加节点")}><PlusOutlined aria-hidden /></button>
      </Dropdown>
    </div>
  );
}
