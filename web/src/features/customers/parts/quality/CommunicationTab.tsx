import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { useMeta } from "../../../../api/meta";
import { formatCount } from "../../../../kit/format";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { RefSelect } from "../../../../kit/RefSelect";
import { useCan } from "../../../../api/me";
import { useT } from "../../../../i18n";
import { useCommunication, type Communication } from "../../api";
import { ChannelIcon, optionOf } from "../../../../kit/channels";
import { Figure } from "../Figure";
import { everyMonth, percent } from "./months";

/** How often people talk with customers, through which channel, with what effect, and how late it is entered. */
export function CommunicationTab({ owner, onOwner }: { owner: string | null; onOwner: (owner: string | null) => void }) {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const months = Number(params.get("months")) || 12;
  const found = useCommunication({ owner, months });
  const set = (next: number) => setParams((before) => { const after = new URLSearchParams(before); after.set("months", String(next)); return after; }, { replace: true });
  if (!can("interactions", "read")) return <NoRight />;
  if (found.isError) return <ErrorBox error={found.error} title={t("沟通分析没有加载成功")} onRetry={() => void found.refetch()} />;
  return (
    <div className="drawer-pad col">
      <div className="row between wrap">
        <Segmented value={months} onChange={set} options={[{ value: 3, label: t("近 3 个月") }, { value: 12, label: t("近 12 个月") }, { value: 24, label: t("近两年") }]} />
        <div style={{ width: 200 }}><RefSelect resource="users" value={owner} onChange={onOwner} allowClear placeholder={t("全部跟进人")} aria-label={t("跟进人")} /></div>
      </div>
      {!found.data && <LinesSkeleton rows={8} />}
      {found.data?.count === 0 && <Empty text={t("这段时间没有沟通记录。")} />}
      {found.data && found.data.count > 0 && <><Sums data={found.data} /><Months data={found.data} months={months} /><Channels data={found.data} /></>}
    </div>
  );
}

function Sums({ data }: { data: Communication }) {
  const { t } = useT();
  const forward = data.channels.reduce((sum, one) => sum + one.forward, 0);
  return (
    <div className="figures quality-figures">
      <Figure label={t("沟通次数")} value={formatCount(data.count)} note={t("平均每月 {{n}} 次", { n: formatCount(Math.round(data.count / Math.max(1, data.months.length))) })} />
      <Figure label={t("有进展")} value={percent(forward, data.count)} note={t("{{n}} 次", { n: formatCount(forward) })} />
      <Figure label={t("补录")} value={percent(data.late, data.count)} note={data.late ? t("{{n}} 次，平均晚 {{days}} 天", { n: formatCount(data.late), days: data.late_average_days }) : t("都是当天登记")} />
    </div>
  );
}

function Months({ data, months }: { data: Communication; months: number }) {
  const { t } = useT();
  const rows = everyMonth(data.months, months);
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <section>
      <h3 className="side-head"><span>{t("每月沟通次数")}</span><span className="legend"><i className="forward" />{t("有进展")}<i />{t("其他")}</span></h3>
      <div className={rows.length > 12 ? "columns dense" : "columns"} style={{ gridTemplateColumns: `repeat(${rows.length}, minmax(0, 1fr))` }}>
        {rows.map((row, i) => (
          <div key={row.month} className="column" title={t("{{month}}：{{n}} 次，其中有进展 {{forward}} 次", { month: row.month, n: row.count, forward: row.forward })}>
            <span className="column-value num">{row.count || ""}</span>
            <span className="column-bar" style={{ height: `${(row.count / most) * 100}%` }}><i style={{ height: `${row.count ? (row.forward / row.count) * 100 : 0}%` }} /></span>
            <span className="column-name num">{Number(row.month.slice(5))}<small>{row.month.endsWith("-01") || (i === 0 && !rows[1]?.month.endsWith("-01")) ? row.month.slice(0, 4) : "\u00a0"}</small></span>
          </div>
        ))}
      </div>
    </section>
  );
}

function Channels({ data }: { data: Communication }) {
  const { t } = useT();
  const meta = useMeta("interactions").data;
  const most = Math.max(1, ...data.channels.map((one) => one.count));
  return (
    <section>
      <h3 className="side-head"><span>{t("按方式")}</span></h3>
      <div className="related">
        <table className="channel-table">
          <thead><tr><th scope="col">{t("方式")}</th><th scope="col" className="channel-share">{t("次数")}</th><th scope="col" className="right">{t("有进展")}</th><th scope="col" className="right">{t("补录")}</th></tr></thead>
          <tbody>
            {data.channels.map((one) => (
              <tr key={one.channel}>
                <td><span className="row"><ChannelIcon channel={one.channel} />{optionOf(meta, "channel", one.channel)?.label ?? one.channel}</span></td>
                <td className="channel-share"><span className="bar-track" aria-hidden><span style={{ width: `${(one.count / most) * 100}%` }} /></span><span className="num">{formatCount(one.count)}</span></td>
                <td className="right num">{percent(one.forward, one.count)}</td>
                <td className="right num">{percent(one.late, one.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
