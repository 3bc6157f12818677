import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { useFollowSaves } from "../api";
import { CommunicationTab } from "../parts/quality/CommunicationTab";
import { FixNextTab } from "../parts/quality/FixNextTab";
import { RankingTab } from "../parts/quality/RankingTab";
import "../../../resource/drawer/drawer.css";
import "../../../resource/table/table.css";
import "../customers.css";

/** 客户质量: how complete the records are, what to fill in first, how people keep in touch. */
export function QualityPage() {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  useFollowSaves();
  const tab = params.get("tab") ?? "ranking";
  const owner = params.get("owner");
  const open = (next: string, person: string | null = null) => setParams({ ...(next === "ranking" ? {} : { tab: next }), ...(person ? { owner: person } : {}) }, { replace: true });
  if (!can("customers", "read")) return <NoRight />;
  const mayFix = can("customers", "update");
  return (
    <div className="page">
      <PageHead title={t("客户质量")} />
      <section className="panel customer-tabs">
        <Tabs activeKey={tab} onChange={(key) => open(key)} className="record-tabs" destroyOnHidden items={[
          { key: "ranking", label: t("完整度排名"), children: <RankingTab onFix={mayFix ? (person) => open("fix", person) : undefined} /> },
          ...(mayFix ? [{ key: "fix", label: t("先补这些"), children: <FixNextTab owner={owner} onOwner={(person) => open("fix", person)} /> }] : []),
          { key: "talks", label: t("沟通分析"), children: <CommunicationTab owner={owner} onOwner={(person) => open("talks", person)} /> },
        ]} />
      </section>
    </div>
  );
}
