import { useState } from "react";
import { Button, Select } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { useMe } from "../../../api/me";
import type { Me } from "../../../api/types";
import { useT } from "../../../i18n";
import { menuFor } from "../../../resource/feature";
import { useViews } from "../../../resource/views/views";
import type { Shortcut } from "../api";
import { allShown, creatable, listsOf, shortcutKey, shown } from "../shortcuts";
import { SortList } from "./SortList";

const MOST = 12;

interface Props {
  shortcuts: Shortcut[];
  onChange: (shortcuts: Shortcut[]) => void;
}

/** Shortcuts: pages of the menu, new records, saved views. */
export function ShortcutEditor({ shortcuts, onChange }: Props) {
  const { t } = useT();
  const me = useMe();
  if (!me) return null;
  const drawn = allShown(shortcuts, me);
  const order = (keys: string[]) => onChange(keys.map((key) => drawn.find((one) => one.key === key)!.shortcut));
  const remove = (key: string) => onChange(drawn.filter((one) => one.key !== key).map((one) => one.shortcut));
  const add = (shortcut: Shortcut) => onChange([...drawn.map((one) => one.shortcut), shortcut]);
  const entries = drawn.map((one) => ({
    key: one.key, label: one.label,
    tail: <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} onClick={() => remove(one.key)} aria-label={t("移除：{{name}}", { name: one.label })} />,
  }));
  return (
    <>
      <SortList label={t("快捷入口")} entries={entries} onOrder={order} />
      {drawn.length >= MOST
        ? <p className="muted small">{t("最多 {{n}} 个快捷入口。", { n: MOST })}</p>
        : <div className="col home-add"><AddPage me={me} taken={drawn.map((one) => one.key)} onAdd={add} /><AddView me={me} taken={drawn.map((one) => one.key)} onAdd={add} /></div>}
    </>
  );
}

interface AddProps {
  me: Me;
  taken: string[];
  onAdd: (shortcut: Shortcut) => void;
}

function AddPage({ me, taken, onAdd }: AddProps) {
  const { t } = useT();
  const keys = [...menuFor(me).filter((entry) => entry.key !== "home").map((entry) => `menu:${entry.key}`), ...creatable(me).map(({ resource }) => `create:${resource}`)];
  const options = keys.filter((key) => !taken.includes(key)).flatMap((key) => {
    const one = shown(key, me);
    return one ? [{ value: key, label: one.label }] : [];
  });
  return <Select value={null} options={options} onChange={(key: string | null) => key && onAdd(key)} placeholder={t("添加页面或新建操作")} showSearch={{ optionFilterProp: "label" }} aria-label={t("添加页面或新建操作")} />;
}

/** A saved view of a list: first which list, then which view. */
function AddView({ me, taken, onAdd }: AddProps) {
  const { t } = useT();
  const [resource, setResource] = useState<string | null>(null);
  const lists = listsOf(me).map(({ resource: value, entry }) => ({ value, label: t(entry.label) }));
  return (
    <div className="row">
      <Select className="grow" value={resource} options={lists} onChange={setResource} placeholder={t("选择列表")} aria-label={t("选择列表")} />
      {resource && <ViewSelect key={resource} resource={resource} taken={taken} onAdd={(shortcut) => { onAdd(shortcut); setResource(null); }} />}
    </div>
  );
}

function ViewSelect({ resource, taken, onAdd }: { resource: string; taken: string[]; onAdd: (shortcut: Shortcut) => void }) {
  const { t } = useT();
  const views = useViews(resource).data ?? [];
  const options = views.filter((view) => view.usable).map((view) => ({ value: view.id, label: view.name })).filter((one) => !taken.includes(shortcutKey({ view: one.value, resource, label: one.label })));
  const pick = (id: string | null) => {
    const view = views.find((one) => one.id === id);
    if (view) onAdd({ view: view.id, resource, label: view.name });
  };
  return <Select className="grow" value={null} options={options} onChange={pick} placeholder={t("选择场景")} aria-label={t("选择场景")} notFoundContent={t("这个列表还没有保存的场景。")} />;
}
