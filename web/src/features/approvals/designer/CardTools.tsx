import { Button } from "antd";
import { ArrowDownOutlined, ArrowLeftOutlined, ArrowRightOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";

interface Props {
  name: string;
  /** Branches stand side by side. */
  sideways?: boolean;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onCopy?: () => void;
  onDelete: () => void;
}

/** Small buttons on a card; the same by Alt + arrows and Delete. */
export function CardTools({ name, sideways, first, last, onMove, onCopy, onDelete }: Props) {
  const { t } = useT();
  return (
    <span className="fd-tools">
      <Button type="text" size="small" disabled={first} icon={sideways ? <ArrowLeftOutlined /> : <ArrowUpOutlined />} aria-label={t("前移“{{name}}”", { name })} title={t("前移")} onClick={() => onMove(-1)} />
      <Button type="text" size="small" disabled={last} icon={sideways ? <ArrowRightOutlined /> : <ArrowDownOutlined />} aria-label={t("后移“{{name}}”", { name })} title={t("后移")} onClick={() => onMove(1)} />
      {onCopy && <Button type="text" size="small" icon={<CopyOutlined />} aria-label={t("复制“{{name}}”", { name })} title={t("复制")} onClick={onCopy} />}
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("删除“{{name}}”", { name })} title={t("删除")} onClick={onDelete} />
    </span>
  );
}

/** Alt + arrows move what has the focus, Delete takes it out. */
export function cardKeys(onMove: (by: -1 | 1) => void, onDelete: () => void) {
  return (event: React.KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (event.altKey && by) onMove(by);
    else if (event.key === "Delete") onDelete();
    else return;
    event.preventDefault();
  };
}
