import { useQuery } from "@tanstack/react-query";
import { BulbOutlined } from "@ant-design/icons";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { adviceQuery, RESOURCE } from "../api";
import { AdviceLine } from "./detail/AdvicePanel";
import "../sales.css";

/** 下一步建议 on a customer's page: over all open opportunities, the most urgent first. */
export function CustomerAdvice({ row }: RecordProps) {
  const { t } = useT();
  const may = useCan()(RESOURCE, "read");
  const advice = useQuery({ ...adviceQuery("customers", row.id), enabled: may && !row.archived_at });
  const items = advice.data?.items.slice(0, 3) ?? [];
  if (!items.length) return null;
  return (
    <section className="advice" aria-label={t("下一步建议")}>
      <h3 className="advice-head"><BulbOutlined aria-hidden /> {t("下一步建议")}</h3>
      {items.map((item, i) => <AdviceLine key={`${item.code}-${i}`} advice={item} first={i === 0} />)}
    </section>
  );
}
