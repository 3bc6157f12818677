import { Link, useNavigate } from "react-router";
import { Chart } from "../../../../kit/Chart";
import { formatCount } from "../../../../kit/format";
import { palette, stepColours } from "../../../../kit/theme";
import { useT } from "../../../../i18n";
import { useFunnel, type Funnel } from "../../api";
import { lostInPhaseLink, phaseLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { Sum } from "./Sum";

/** How many reached each phase, how many went on, and how long they stood there. */
export function FunnelPanel({ span }: { span: Span }) {
  const { t } = useT();
  const funnel = useFunnel(span);
  const data = funnel.data;
  const note = data && data.count > 0 && <span className="muted small num">{t("共 {{n}} 个商机 · 进行中 {{open}} · 赢单 {{won}} · 丢单 {{lost}} · 赢单率 {{rate}}%", { n: formatCount(data.count), open: formatCount(data.open), won: formatCount(data.won), lost: formatCount(data.lost), rate: data.win_rate ?? "—" })}</span>;
  return (
    <Panel title={t("销售漏斗")} extra={note} wide query={funnel} none={t("这段时间没有新的商机。")} isEmpty={(found) => !found.count}>
      {(found) => <div className="chart-pair"><FunnelChart funnel={found} span={span} /><PhaseTable funnel={found} span={span} /></div>}
    </Panel>
  );
}

function FunnelChart({ funnel, span }: { funnel: Funnel; span: Span }) {
  const { t } = useT();
  const navigate = useNavigate();
  const option = {
    tooltip: { trigger: "item", formatter: "{b}：{c}" },
    series: [{
      type: "funnel", sort: "none", left: 8, right: 116, top: 8, bottom: 8, gap: 3, minSize: "8%",
      label: { position: "right", color: palette.ink, formatter: "{b}  {c}", fontSize: 12 },
      // One thing becoming less: one colour, paler step by step.
      data: funnel.phases.map((phase, i) => ({ name: phase.label, value: phase.entered, itemStyle: { color: stepColours[i % stepColours.length] } })),
    }],
  };
  return <Chart option={option} height={260} label={t("销售漏斗：{{text}}", { text: funnel.phases.map((phase) => `${phase.label} ${phase.entered}`).join(", ") })} onPick={(index) => void navigate(phaseLink(span, funnel.phases[index]!.phase))} />;
}

function PhaseTable({ funnel, span }: { funnel: Funnel; span: Span }) {
  const { t } = useT();
  const percent = (value: number | null) => (value === null ? "—" : `${value}%`);
  return (
    <div className="table-scroll">
      <table className="plain-table num">
        <thead><tr><th scope="col">{t("时期")}</th><th scope="col">{t("到过")}</th><th scope="col">{t("转化率")}</th><th scope="col">{t("停留中位天数")}</th><th scope="col">{t("平均天数")}</th><th scope="col">{t("现有")}</th><th scope="col">{t("在此丢单")}</th><th scope="col">{t("金额")}</th></tr></thead>
        <tbody>
          {funnel.phases.map((phase) => (
            <tr key={phase.phase}>
              <th scope="row">{phase.label}</th>
              <td>{formatCount(phase.entered)}</td>
              <td>{percent(phase.conversion)}</td>
              <td>{phase.dwell_median ?? "—"}</td>
              <td>{phase.dwell_average ?? "—"}</td>
              <td><Figure n={phase.still} to={phaseLink(span, phase.phase)} /></td>
              <td><Figure n={phase.lost} to={lostInPhaseLink(span, phase.phase)} /></td>
              <td><Sum value={phase.amount} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ n, to }: { n: number; to: string }) {
  return n ? <Link to={to}>{formatCount(n)}</Link> : <span className="muted">0</span>;
}
