import { Button, Select } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import { dayOf } from "../../../kit/days";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { tk, useT } from "../../../i18n";
import { RESOURCE, useFollowSaves, useWinRates } from "../api";
import { presetSpan, workbookUrl, type Preset, type Span } from "../model/drill";
import { DeparturePanel } from "../parts/analysis/DeparturePanel";
import { ForecastPanel } from "../parts/analysis/ForecastPanel";
import { FunnelPanel } from "../parts/analysis/FunnelPanel";
import { LossPanel } from "../parts/analysis/LossPanel";
import { WinPanel } from "../parts/analysis/WinPanel";
import { ViewSwitch } from "../parts/ViewSwitch";
import "../sales.css";

const PRESETS: [Preset, string][] = [["quarter", tk("本季度")], ["year", tk("今年")], ["year_back", tk("近 12 个月")], ["all", tk("全部时间")]];

/** 销售分析: what becomes of opportunities, what is to come, why and where deals are lost and won. */
export function AnalysisPage() {
  const { t } = useT();
  const can = useCan();
  const [span, set, preset] = useSpan();
  useFollowSaves();
  if (!can(RESOURCE, "read")) return <NoRight />;
  const actions = <><ViewSwitch view="analysis" />{can(RESOURCE, "export") && <Button icon={<DownloadOutlined aria-hidden />} href={workbookUrl(span)}>{t("导出 Excel")}</Button>}</>;
  return (
    <div className="page">
      <PageHead title={t("销售分析")} actions={actions} />
      <Filters span={span} preset={preset} onChange={set} />
      <div className="analysis">
        <FunnelPanel span={span} />
        <ForecastPanel span={span} />
        <LossPanel span={span} />
        <WinPanel span={span} />
        <DeparturePanel span={span} />
      </div>
    </div>
  );
}

function Filters({ span, preset, onChange }: { span: Span; preset: Preset; onChange: (name: string, value: string | null) => void }) {
  const { t } = useT();
  const meta = useMeta(RESOURCE).data;
  const regions = useWinRates({}, "region").data?.items ?? [];
  const types = meta?.fields.find((field) => field.name === "project_type");
  return (
    <section className="panel analysis-bar touch" aria-label={t("筛选")}>
      <Select aria-label={t("时间")} value={preset} onChange={(value) => onChange("period", value === "year_back" ? null : value)} options={PRESETS.map(([value, label]) => ({ value, label: t(label) }))} />
      <RefSelect aria-label={t("单位")} resource="units" allowClear value={span.unit ?? null} onChange={(unit) => onChange("unit", unit)} placeholder={t("全部单位")} />
      <RefSelect aria-label={t("负责人")} resource="users" allowClear value={span.owner ?? null} onChange={(owner) => onChange("owner", owner)} placeholder={t("全部负责人")} />
      {types && <Select aria-label={types.label} allowClear value={span.project_type} onChange={(value?: string) => onChange("project_type", value ?? null)} placeholder={types.label} showSearch={{ optionFilterProp: "label" }}
        options={(types.options ?? []).map((option) => ({ value: option.value, label: option.label }))} />}
      <Select aria-label={t("地区")} allowClear value={span.region} onChange={(value?: string) => onChange("region", value ?? null)} placeholder={t("全部地区")} showSearch={{ optionFilterProp: "label" }}
        options={regions.filter((one) => one.value).map((one) => ({ value: one.value, label: one.label }))} />
    </section>
  );
}

/** The span is in the URL, so that a link shows the same figures. */
function useSpan(): [Span, (name: string, value: string | null) => void, Preset] {
  const [params, setParams] = useSearchParams();
  const asked = params.get("period") as Preset | null;
  const preset = PRESETS.some(([key]) => key === asked) ? asked! : "year_back";
  const span: Span = { ...presetSpan(preset, dayOf(new Date())) };
  for (const name of ["unit", "owner", "project_type", "region"] as const) {
    const value = params.get(name);
    if (value) span[name] = value;
  }
  const set = (name: string, value: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  return [span, set, preset];
}
