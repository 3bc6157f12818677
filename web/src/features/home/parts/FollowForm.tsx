import { useMeta } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { ActionDialog } from "../../../resource/drawer/ActionDialog";
import type { Item } from "../api";
import { CreateForm } from "./CreateForm";

interface Props {
  item: Item;
  onClose: () => void;
  onDone: () => void;
}

/** 记一笔: for a customer a talk, for an opportunity its own follow-up. */
export function FollowForm({ item, onClose, onDone }: Props) {
  if (item.resource === "customers") return <CreateForm resource="interactions" initial={{ customer: item.id }} onClose={onClose} onDone={onDone} />;
  return <Follow item={item} onClose={onClose} onDone={onDone} />;
}

function Follow({ item, onClose, onDone }: Props) {
  const meta = useMeta(item.resource).data;
  const action = meta?.actions.find((one) => one.name === "follow");
  if (!meta || !action) return null;
  const close = () => {
    onClose();
    onDone();
  };
  const row: Row = { id: item.id, version: item.version ?? 1, [meta.label_field]: item.title, customer: item.customer };
  return <ActionDialog meta={meta} row={row} action={action} onClose={close} />;
}
