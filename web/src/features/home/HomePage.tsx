import { Suspense, lazy, useState } from "react";
import { SettingOutlined } from "@ant-design/icons";
import { useMe } from "../../api/me";
import { ErrorBox } from "../../kit/ErrorBox";
import { PageHead } from "../../kit/PageHead";
import { currentLanguage, useT } from "../../i18n";
import { useRegistered } from "../../resource/registry";
import { useWorkbench, type Workbench } from "./api";
import { greeting } from "./figures";
import { Counters } from "./parts/Counters";
import { Funnel } from "./parts/Funnel";
import { HomeSkeleton } from "./parts/HomeSkeleton";
import { Lists } from "./parts/Lists";
import { Shortcuts } from "./parts/Shortcuts";
import "./home.css";

const EditPanel = lazy(() => import("./edit/EditPanel").then((module) => ({ default: module.EditPanel })));

/** 工作台: whom to call, what waits, how the month stands, and the ways into the work. One request, no waterfall. */
export function HomePage() {
  const { t } = useT();
  const read = useWorkbench();
  useRegistered();
  const [editing, setEditing] = useState(false);
  const data = read.data;
  return (
    <div className="page home">
      <PageHead title={t("工作台")} note={data && <Greeting data={data} />} actions={data && (
        <button type="button" className="home-edit" onClick={() => setEditing(true)} aria-label={t("编辑工作台")} title={t("编辑工作台")}>
          <SettingOutlined aria-hidden /><span>{t("编辑")}</span>
        </button>
      )} />
      {read.isPending && <HomeSkeleton />}
      {read.isError && !data && <div className="panel"><ErrorBox error={read.error} title={t("工作台没有加载成功")} onRetry={() => void read.refetch()} /></div>}
      {data && <Blocks data={data} onEdit={() => setEditing(true)} />}
      <Suspense fallback={null}>{editing && data && <EditPanel data={data} onClose={() => setEditing(false)} />}</Suspense>
    </div>
  );
}

function Greeting({ data }: { data: Workbench }) {
  const { t } = useT();
  const me = useMe();
  const [hour] = useState(() => Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" }).format(new Date())));
  const day = new Intl.DateTimeFormat(currentLanguage() === "en" ? "en-GB" : "zh-CN", { month: "long", day: "numeric", weekday: "long", timeZone: "UTC" }).format(Date.parse(data.today.date));
  const work = data.today.workday ? t("工作日") : t("休息日");
  return (
    <>
      <span className="second">{t("{{greeting}}，{{name}}", { greeting: greeting(hour), name: me?.name ?? "" })}</span>
      <span className="home-day">{day}<span className={data.today.workday ? "tag" : "tag green"}>{data.today.name || work}</span></span>
    </>
  );
}

/** The blocks in the person's order. Wide screens put narrow blocks side by side. */
function Blocks({ data, onEdit }: { data: Workbench; onEdit: () => void }) {
  const { t } = useT();
  const keys = data.layout.blocks.filter((key) => !data.layout.hidden.includes(`block:${key}`) && has(data, key));
  if (!keys.length) return <div className="panel state">{t("工作台上什么都没有选。")}<button type="button" className="home-link" onClick={onEdit}>{t("选择要显示的内容")}</button></div>;
  return (
    <div className={keys.includes("lists") ? "home-blocks" : "home-blocks even"}>
      {keys.map((key) => <div key={key} className={`home-block ${key}`}>{draw(data, key, onEdit)}</div>)}
    </div>
  );
}

function has(data: Workbench, key: string): boolean {
  if (key === "counters") return data.counters.length > 0;
  if (key === "lists") return data.lists.length > 0;
  return key === "shortcuts" || data.blocks.some((block) => block.key === key);
}

function draw(data: Workbench, key: string, onEdit: () => void) {
  if (key === "counters") return <Counters counters={data.counters} compared={data.compared} />;
  if (key === "lists") return <Lists lists={data.lists} today={data.today.date} />;
  if (key === "shortcuts") return <Shortcuts shortcuts={data.layout.shortcuts} onEdit={onEdit} />;
  const block = data.blocks.find((one) => one.key === key);
  return block?.kind === "funnel" ? <Funnel block={block} /> : null;
}
