import { useState } from "react";
import { Segmented } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { LinkList } from "../parts/links/LinkList";
import "../library.css";

/** 我的外链: what one has given to people outside, who opened it, taking it back. */
export function LinksPage() {
  const { t } = useT();
  const [what, setWhat] = useState<"active" | "all">("active");
  return (
    <div className="page narrow">
      <PageHead title={t("我的外链")} actions={<Segmented<"active" | "all"> value={what} onChange={setWhat} options={[{ value: "active", label: t("有效") }, { value: "all", label: t("全部") }]} />} />
      <section className="panel"><LinkList of={what === "active" ? { mine: 1, active: 1 } : { mine: 1 }} /></section>
    </div>
  );
}
