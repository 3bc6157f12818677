import { Fragment } from "react";
import { Popover } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { addDays } from "../../../kit/days";
import { useT } from "../../../i18n";
import type { Load, LoadCell, LoadRow } from "../api";
import { byUnit, shade } from "../model/heat";
import "../effort.css";

/** Resources by week: how much of each is asked for. A cell tells by which projects. */
export function HeatTable({ load }: { load: Load }) {
  const { t } = useT();
  const units = byUnit(load.rows);
  const ask = useCan()("resource_requests", "create");
  return (
    <div className="effort-scroll">
      <table className="heat">
        <thead><tr><th scope="col" aria-label={t("资源")} />{load.weeks.map((monday) => <th scope="col" key={monday} className="num">{monday.slice(5)}</th>)}</tr></thead>
        <tbody>
          {units.map(([unit, rows]) => (
            <Fragment key={unit}>
              {units.length > 1 && <tr className="heat-unit"><td colSpan={load.weeks.length + 1}>{unit}</td></tr>}
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row"><Link to={`/pool-resources?open=${row.id}`} className="heat-name">{row.name}</Link>{row.position && <div className="muted small ellipsis">{row.position}</div>}</th>
                  {row.cells.map((cell) => <td key={cell.monday}><HeatCell cell={cell} row={row} ask={ask} /></td>)}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeatCell({ cell, row, ask }: { cell: LoadCell; row: LoadRow; ask: boolean }) {
  const { t } = useT();
  const { name } = row;
  // Who could take over: the same kind and skills in the same week.
  const free = `/free?${new URLSearchParams({ since: cell.monday, until: addDays(cell.monday, 6), kind: row.kind, skills: row.skills.join(",") })}`;
  const text = cell.percent === null ? t("休") : `${cell.percent}%`;
  const detail = (
    <div className="col" style={{ minWidth: 200, gap: 6 }}>
      <div>{t("可用 {{capacity}} 小时，已安排 {{load}} 小时", { capacity: cell.capacity, load: cell.load })}</div>
      {cell.away > 0 && <div className="warning-text">{t("{{n}} 个工作日不可用", { n: cell.away })}</div>}
      {cell.projects.map((project) => (
        <div className="row between" key={project.id ?? "other"}><span className="ellipsis">{project.id ? <Link to={`/projects/${project.id}`}>{project.label}</Link> : t("其他项目")}</span><span className="num">{t("{{n}} 小时", { n: project.hours })}</span></div>
      ))}
      {(cell.percent ?? 0) > 100 && ask && <Link to={free}>{t("这一周谁有空、能替")}</Link>}
    </div>
  );
  return (
    <Popover trigger="click" title={`${name} · ${cell.monday}`} content={detail}>
      <button type="button" className={`plain heat-cell num ${shade(cell)}`} aria-label={t("{{name}} {{week}} 那一周：{{text}}", { name, week: cell.monday, text })}>
        {text}{cell.away > 0 && cell.percent !== null && <span className="warning-text" title={t("{{n}} 个工作日不可用", { n: cell.away })}>●</span>}
      </button>
    </Popover>
  );
}

export function HeatLegend() {
  const { t } = useT();
  const kinds: [string, string][] = [["", "0%"], ["l1", "≤ 25%"], ["l2", "≤ 50%"], ["l3", "≤ 80%"], ["l4", "≤ 100%"], ["over", t("超出")], ["off", t("不工作")]];
  return <div className="heat-legend">{kinds.map(([kind, label]) => <span className="row" key={label}><span className={`heat-cell ${kind}`} aria-hidden />{label}</span>)}</div>;
}
