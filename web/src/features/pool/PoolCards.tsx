import { Button, Checkbox } from "antd";
import type { Field, Meta } from "../../api/types";
import { formatAgo } from "../../kit/format";
import { useT } from "../../i18n";
import { FieldValue } from "../../resource/fields/FieldValue";
import type { LoadedList } from "../../resource/data/list";
import type { PoolRow } from "./api";
import { ClaimButton } from "./ClaimButton";

interface Props {
  meta: Meta;
  list: LoadedList;
  onOpen: (row: PoolRow) => void;
  /** While several are being chosen: which; a tap on a card then takes it or leaves it. */
  picked: string[] | null;
  onPick: (ids: string[]) => void;
}

/** The pool on the phone: who it is, why it lies here, and the button under the thumb. */
export function PoolCards({ meta, list, onOpen, picked, onPick }: Props) {
  const { t } = useT();
  const fields = ["kind", "region", "industry"].flatMap((name): Field[] => meta.fields.filter((field) => field.name === name));
  const flip = (id: string) => picked && onPick(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  const free = (row: PoolRow) => Boolean(row._can?.includes("claim"));
  return (
    <div className="panel">
      <ul className="pool-cards">
        {(list.rows as PoolRow[]).map((row) => (
          <li key={row.id}>
            {picked && <Checkbox checked={picked.includes(row.id)} disabled={!free(row)} onChange={() => flip(row.id)} aria-label={t("选择{{name}}", { name: String(row.name) })} />}
            <button type="button" className="plain pool-card" disabled={picked ? !free(row) : !row._can?.includes("read")} tabIndex={picked ? -1 : undefined} onClick={() => (picked ? flip(row.id) : onOpen(row))}>
              <span className="row"><b className="ellipsis">{String(row.name)}</b>{Boolean(row.value_class) && <span className="tag blue">{t("{{grade}} 类", { grade: String(row.value_class) })}</span>}</span>
              <span className="second small row pool-facts">{fields.filter((field) => row[field.name]).map((field) => <span key={field.name}><FieldValue field={field} value={row[field.name]} compact /></span>)}</span>
              <span className="muted small ellipsis">{t("{{when}} · {{reason}}", { when: formatAgo(String(row.pooled_at)), reason: String(row.pool_reason || t("无负责人")) })}</span>
            </button>
            {!picked && <span className="touch"><ClaimButton row={row} /></span>}
          </li>
        ))}
      </ul>
      {list.hasMore && <div className="grid-foot"><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
    </div>
  );
}
