import { useState } from "react";
import { Button, Drawer, Switch } from "antd";
import { useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useSaveLayout, type Layout, type Part, type Workbench } from "../api";
import { ShortcutEditor } from "./ShortcutEditor";
import { SortList } from "./SortList";
import { toggled } from "./order";

interface Props {
  data: Workbench;
  onClose: () => void;
}

/** 编辑工作台: what is shown in which order. Nothing is kept before 保存. */
export function EditPanel({ data, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const { save, saving } = useSaveLayout();
  const [layout, setLayout] = useState<Layout>(data.layout);
  const set = (changes: Partial<Layout>) => setLayout((before) => ({ ...before, ...changes }));
  const { custom: _custom, ...kept } = layout;
  const store = (what: typeof kept | null, said: string) => save(what, { onSuccess: () => { notify.ok(said); onClose(); }, onError: notify.fail });
  const blocks: Part[] = [{ key: "counters", label: t("本月指标") }, { key: "lists", label: t("待办") }, { key: "shortcuts", label: t("快捷入口") }, ...data.available.blocks];
  const section = { layout, set };
  return (
    <Drawer open onClose={onClose} placement={phone ? "bottom" : "right"} size={phone ? "94%" : 480} title={t("编辑工作台")} destroyOnHidden
      footer={
        <div className="row between touch">
          <Button disabled={saving || !data.layout.custom} onClick={() => store(null, t("已恢复默认"))}>{t("恢复默认")}</Button>
          <span className="row"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" loading={saving} onClick={() => store(kept, t("工作台已保存"))}>{t("保存")}</Button></span>
        </div>
      }>
      <div className="home-editor">
        <Section title={t("版块")} kind="block" name="blocks" parts={blocks} {...section} />
        <Section title={t("待办")} kind="list" name="lists" parts={data.available.lists} {...section} />
        <Section title={t("本月指标")} kind="counter" name="counters" parts={data.available.counters} {...section} />
        <h3>{t("快捷入口")}</h3>
        <ShortcutEditor shortcuts={layout.shortcuts} onChange={(shortcuts) => set({ shortcuts })} />
      </div>
    </Drawer>
  );
}

interface SectionProps {
  title: string;
  kind: "block" | "list" | "counter";
  name: "blocks" | "lists" | "counters";
  parts: Part[];
  layout: Layout;
  set: (changes: Partial<Layout>) => void;
}

function Section({ title, kind, name, parts, layout, set }: SectionProps) {
  const { t } = useT();
  const labels = new Map(parts.map((part) => [part.key, part.label]));
  const entries = layout[name].filter((key) => labels.has(key)).map((key) => {
    const label = labels.get(key) ?? key;
    const on = !layout.hidden.includes(`${kind}:${key}`);
    return { key, label, faded: !on, tail: <Switch size="small" checked={on} onChange={() => set({ hidden: toggled(layout.hidden, `${kind}:${key}`) })} aria-label={t("显示{{name}}", { name: label })} /> };
  });
  if (!entries.length) return null;
  return <><h3>{title}</h3><SortList label={title} entries={entries} onOrder={(keys) => set({ [name]: keys })} /></>;
}
