import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { formatCount } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { Preview } from "./api";
import { Lines } from "./Lines";

/** What the person holds: work that waits first. */
export function TakeStock({ preview }: { preview: Preview }) {
  const { t } = useT();
  const away = preview.holdings.some((holding) => holding.out_of_reach > 0);
  return (
    <>
      <section className="panel">
        <h2 className="panel-head">{t("名下的记录")}</h2>
        {!preview.holdings.length ? <Empty text={t("此人名下没有需要交接的记录。")} /> : (
          <div className="ho-table">
            <table>
              <thead><tr><th scope="col">{t("类别")}</th><th scope="col" className="right">{t("未完结")}</th><th scope="col" className="right">{t("全部")}</th>{away && <th scope="col" className="right">{t("您无权移交")}</th>}</tr></thead>
              <tbody>
                {preview.holdings.map((holding) => (
                  <tr key={holding.resource}>
                    <td>{holding.label}</td>
                    <td className="right num"><b>{formatCount(holding.open)}</b></td>
                    <td className="right num">{formatCount(holding.total)}</td>
                    {away && <td className="right num">{holding.out_of_reach ? <span className="warning-text">{formatCount(holding.out_of_reach)}</span> : <span className="muted">0</span>}</td>}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {away && <p className="muted small ho-note">{t("您无权移交的记录属于其他公司，会留在原处，请由上级管理员处理。")}</p>}
      </section>
      <section className="panel">
        <h2 className="panel-head">{t("任职与代理")}</h2>
        <div className="panel-body col">
          {preview.memberships.map((membership) => <span key={membership.id}>{membership.role} <span className="muted">· {membership.unit}</span></span>)}
          {!preview.memberships.length && <span className="muted">{t("没有任职。")}</span>}
          {preview.deputies > 0 && <span>{t("有 {{n}} 项代理正在或将要生效，停用时一并取消。", { n: preview.deputies })}</span>}
        </div>
      </section>
      {preview.earlier.length > 0 && (
        <section className="panel">
          <h2 className="panel-head">{t("以前的交接")}</h2>
          <div className="panel-body col">
            {preview.earlier.map((run) => (
              <div key={run.id} className="col ho-run">
                <span><DateText value={run.at} kind="datetime" /> <span className="muted">· {run.by}{!run.finished && ` · ${t("没有完成，可以再次交接")}`}</span></span>
                <Lines lines={run.moved} />
              </div>
            ))}
          </div>
        </section>
      )}
    </>
  );
}
