import { useState } from "react";
import { Checkbox, Input, Modal } from "antd";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatMoney } from "../../../../kit/format";
import { RefSelect } from "../../../../kit/RefSelect";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useDebounced } from "../../../../kit/useDebounced";
import { useT } from "../../../../i18n";
import { usePriceItems, type PriceItem } from "../../api";

/** Chooses several items of the price lists at once. */
export function PricePicker({ onPick, onClose }: { onPick: (items: PriceItem[]) => void; onClose: () => void }) {
  const { t } = useT();
  const [text, setText] = useState("");
  const [list, setList] = useState<string | null>(null);
  const [chosen, setChosen] = useState<PriceItem[]>([]);
  const q = useDebounced(text.trim(), 200);
  const found = usePriceItems(q, list, true);
  const toggle = (item: PriceItem) => setChosen((now) => (now.some((one) => one.id === item.id) ? now.filter((one) => one.id !== item.id) : [...now, item]));
  return (
    <Modal open title={t("从价格表添加")} width={720} onCancel={onClose} okText={t("添加 {{n}} 项", { n: chosen.length })} cancelText={t("取消")} okButtonProps={{ disabled: !chosen.length }} onOk={() => onPick(chosen)}>
      <div className="col">
        <div className="row wrap touch">
          <Input.Search autoFocus allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("名称、编码、规格或拼音首字母")} aria-label={t("搜索价格项")} style={{ flex: "1 1 240px" }} />
          <span style={{ flex: "0 1 220px" }}><RefSelect resource="price_lists" allowClear value={list} onChange={setList} placeholder={t("全部价格表")} aria-label={t("价格表")} /></span>
        </div>
        {found.isPending && <LinesSkeleton />}
        {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && !found.data.length && <Empty text={q ? t("没有匹配的价格项，换个词试试") : t("价格表里还没有内容")} />}
        <ul className="picker">
          {(found.data ?? []).map((item) => (
            <li key={item.id}>
              <Checkbox checked={chosen.some((one) => one.id === item.id)} onChange={() => toggle(item)}>
                <span className="picker-line"><span className="ellipsis">{item.name} <span className="muted">{item.specification}</span></span><span className="muted small ellipsis">{item.price_list.label}</span><span className="num nowrap">¥ {formatMoney(item.price)}{item.uom && <span className="muted">/{item.uom}</span>}</span></span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}
