import { useState } from "react";
import { Button, Drawer, Segmented } from "antd";
import type { Row } from "../../../api/types";
import { useCan } from "../../../api/me";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useQuantities, type QuantityRow } from "../api";
import { typeName } from "../model/scene";
import { BudgetDialog } from "./BudgetDialog";

const figure = (value: number | null) => (value === null ? "—" : value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));

/** How much of what the model holds, and the way from there to the budget. */
export function QuantitiesDrawer({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const can = useCan();
  const [by, setBy] = useState<"storey" | "type">(phone ? "type" : "storey");
  const [pricing, setPricing] = useState<QuantityRow | null>(null);
  const read = useQuantities(row.id, by, true);
  const price = can("budget_lines", "create");
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 760} title={t("工程量")}>
      <div className="drawer-pad col">
        <Segmented<"storey" | "type"> value={by} onChange={setBy} options={[{ value: "storey", label: t("按楼层和类型") }, { value: "type", label: t("按类型") }]} />
        {read.isPending && <LinesSkeleton />}
        {read.isError && <ErrorBox error={read.error} onRetry={() => void read.refetch()} />}
        {read.data && (
          <div className="related">
            <table>
              <thead><tr>{by === "storey" && <th>{t("楼层")}</th>}<th>{t("类型")}</th><th className="right">{t("数量/件")}</th><th className="right">{t("长度/m")}</th><th className="right">{t("面积/m²")}</th><th className="right">{t("体积/m³")}</th>{price && <th><span className="sr-only">{t("操作")}</span></th>}</tr></thead>
              <tbody>
                {read.data.map((line) => (
                  <tr key={`${line.storey_index}.${line.type}`}>
                    {by === "storey" && <td>{line.storey ?? t("未分层")}</td>}
                    <td title={line.type}>{t(typeName(line.type))}</td>
                    <td className="right num">{line.count}</td><td className="right num">{figure(line.length)}</td><td className="right num">{figure(line.area)}</td><td className="right num">{figure(line.volume)}</td>
                    {price && <td className="right"><Button type="link" size="small" onClick={() => setPricing(line)}>{t("计入预算")}</Button></td>}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <div className="muted small">{t("文件给出的工程量优先；没有给出的由构件形状量得，面积为全部表面。")}</div>
      </div>
      {pricing && <BudgetDialog row={row} line={pricing} whole={by === "type"} onClose={() => setPricing(null)} />}
    </Drawer>
  );
}
