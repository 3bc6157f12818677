import { useState } from "react";
import { Button, Dropdown, type MenuProps } from "antd";
import { MoreOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { useT } from "../../../../i18n";
import type { Card, Column } from "../../model/board";
import type { CardVerb } from "./CardActions";

interface Props {
  card: Card;
  column: Column;
  columns: Column[];
  onMove: (id: string, to: Column) => void;
  onVerb: (verb: CardVerb) => void;
}

/** What one can do with a card without dragging: the other columns, a note, the end of it. */
export function CardMenu({ card, column, columns, onMove, onVerb }: Props) {
  const { t } = useT();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const button = (
    <Button type="text" size="small" className="board-card-menu" icon={<MoreOutlined />} aria-label={t("{{name}}的操作", { name: card.name })} aria-haspopup="menu" aria-expanded={open} tabIndex={-1} onClick={() => setOpen(true)} />
  );
  const stop = (event: React.SyntheticEvent) => event.stopPropagation();
  // A board has a hundred cards and one open menu: the menu is made when it is asked for.
  if (!open) return <span onClick={stop} onKeyDown={stop} role="presentation">{button}</span>;
  const can = (verb: string) => card._can.includes(verb);
  const items: NonNullable<MenuProps["items"]> = [
    ...(can("move") ? [{ type: "group" as const, key: "move", label: t("移到…"), children: columns.filter((one) => one.key !== column.key).map((one) => ({ key: `to:${one.key}`, label: one.label })) }, { type: "divider" as const }] : []),
    ...(can("follow") ? [{ key: "follow", label: t("记一笔") }] : []),
    { key: "page", label: t("打开完整页面") },
    ...(can("lose") ? [{ key: "lose", label: t("丢单"), danger: true }] : []),
  ];
  const pick = (key: string) => {
    setOpen(false);
    const to = columns.find((one) => `to:${one.key}` === key);
    if (to) onMove(card.id, to);
    else if (key === "page") void navigate(`/opportunities/${card.id}`);
    else onVerb({ verb: key as CardVerb["verb"], id: card.id });
  };
  return (
    <span onClick={stop} onKeyDown={stop} role="presentation">
      <Dropdown open onOpenChange={setOpen} trigger={["click"]} placement="bottomRight" autoFocus classNames={{ root: "board-menu" }} menu={{ items, onClick: ({ key, domEvent }) => { domEvent.stopPropagation(); pick(key); } }}>{button}</Dropdown>
    </span>
  );
}
