import { Suspense, lazy, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useMe } from "../../../api/me";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { recordPath } from "../../../resource/registry";
import type { Shortcut } from "../api";
import { allShown, type ShownShortcut } from "../shortcuts";

const CreateForm = lazy(() => import("./CreateForm").then((module) => ({ default: module.CreateForm })));

/** The ways into the work that the person chose. */
export function Shortcuts({ shortcuts, onEdit }: { shortcuts: Shortcut[]; onEdit: () => void }) {
  const { t } = useT();
  const me = useMe();
  const navigate = useNavigate();
  const [creating, setCreating] = useState<string | null>(null);
  if (!me) return null;
  const drawn = allShown(shortcuts, me);
  return (
    <section className="panel" aria-labelledby="home-shortcuts">
      <h2 className="panel-head" id="home-shortcuts"><span>{t("快捷入口")}</span><button type="button" className="home-link small" onClick={onEdit}>{t("调整")}</button></h2>
      {drawn.length === 0 && <Empty text={t("还没有快捷入口，点“调整”添加常用的页面。")} />}
      <div className="home-shortcuts">{drawn.map((one) => <One key={one.key} one={one} onCreate={setCreating} />)}</div>
      <Suspense fallback={null}>
        {creating && <CreateForm resource={creating} onClose={() => setCreating(null)} onDone={(row) => void navigate(recordPath(creating, row.id))} />}
      </Suspense>
    </section>
  );
}

function One({ one, onCreate }: { one: ShownShortcut; onCreate: (resource: string) => void }) {
  const inside = <><span className="home-shortcut-icon" aria-hidden>{one.icon}</span><span className="home-shortcut-label">{one.label}</span></>;
  const { create } = one;
  if (create) return <button type="button" className="home-shortcut" onClick={() => onCreate(create)}>{inside}</button>;
  return <Link className="home-shortcut" to={one.path ?? "/"}>{inside}</Link>;
}
