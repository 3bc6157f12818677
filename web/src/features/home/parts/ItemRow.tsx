import { CheckOutlined, EditOutlined, PhoneOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import type { Item } from "../api";
import { dueText } from "../figures";
import { itemPath } from "../links";

interface Props {
  item: Item;
  today: string;
  onFollow: () => void;
  onDone: () => void;
}

/** One line: open it, call, note a talk, or mark it as done, each with one tap. */
export function ItemRow({ item, today, onFollow, onDone }: Props) {
  return (
    <li className="home-item">
      <Link className="home-item-main" to={itemPath(item)}>
        <span className="home-item-title ellipsis">{item.title}</span>
        {item.hint && <span className="muted small ellipsis">{item.hint}</span>}
      </Link>
      {item.due && <span className={`home-due num ${item.tone}`}>{dueText(item.due, today, item.tone === "danger")}</span>}
      <span className="home-actions">
        {item.actions.includes("call") && <Call item={item} />}
        {item.actions.includes("follow") && item.customer && <Follow item={item} onFollow={onFollow} />}
        {item.actions.includes("done") && <Done item={item} onDone={onDone} />}
      </span>
    </li>
  );
}

function Call({ item }: { item: Item }) {
  const { t } = useT();
  const label = t("打电话给 {{name}}：{{phone}}", { name: item.title, phone: item.phone });
  return <a className="home-act" href={`tel:${item.phone.replaceAll(" ", "")}`} aria-label={label} title={item.phone}><PhoneOutlined aria-hidden /></a>;
}

function Follow({ item, onFollow }: { item: Item; onFollow: () => void }) {
  const { t } = useT();
  return (
    <button type="button" className="home-act" onClick={onFollow} aria-label={t("记一笔：{{name}}", { name: item.title })} title={t("记一笔")}>
      <EditOutlined aria-hidden /><span className="home-act-text">{t("记一笔")}</span>
    </button>
  );
}

function Done({ item, onDone }: { item: Item; onDone: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(item.resource);
  const done = () => run.mutate({ row: { id: item.id, version: item.version ?? 1 }, verb: "done" }, {
    onSuccess: () => {
      notify.ok(t("已完成：{{name}}", { name: item.title }));
      onDone();
    },
    onError: (error) => {
      notify.fail(error);
      onDone();
    },
  });
  return (
    <button type="button" className="home-act" disabled={run.isPending} onClick={done} aria-label={t("完成：{{name}}", { name: item.title })} title={t("完成")}>
      <CheckOutlined aria-hidden /><span className="home-act-text">{t("完成")}</span>
    </button>
  );
}
