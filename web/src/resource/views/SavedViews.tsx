import { useEffect, useState } from "react";
import { Button, Dropdown } from "antd";
import { EllipsisOutlined, ShareAltOutlined } from "@ant-design/icons";
import type { Meta, SavedView } from "../../api/types";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { toFilter } from "../filter/codec";
import type { ListState } from "../useListState";
import { ViewDialog } from "./ViewDialog";
import { useChangeView, useViews } from "./views";

/** 场景: filter, search, sort and columns under a name. The default one opens when nothing else is asked for. */
export function SavedViews({ meta, state, columns }: { meta: Meta; state: ListState; columns: string[] }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const views = useViews(meta.name);
  const change = useChangeView(meta.name);
  const [naming, setNaming] = useState<SavedView | "new" | null>(null);
  const list = views.data ?? [];
  const current = list.find((view) => view.id === state.view) ?? null;
  const start = list.find((view) => view.is_default);
  const { isFresh, applyView } = state;
  useEffect(() => {
    if (isFresh && start) applyView(start, true);
  }, [isFresh, start, applyView]);

  const filter = toFilter(state.model);
  const content = { filter, q: state.query.q, sort: state.query.sort, columns };
  const changed = current !== null && JSON.stringify([current.filter, current.q ?? "", current.sort ?? ""]) !== JSON.stringify([filter, state.query.q, state.query.sort]);
  const update = (view: SavedView, changes: Parameters<typeof change.mutate>[0]["changes"], done: string) =>
    change.mutate({ id: view.id, changes }, { onSuccess: () => notify.ok(done), onError: notify.fail });
  const remove = async (view: SavedView) => {
    if (!(await confirm({ title: t("删除场景“{{name}}”？", { name: view.name }), text: view.shared ? t("同事也将看不到它。") : undefined, ok: t("删除"), danger: true }))) return;
    update(view, "delete", t("场景已删除"));
    applyView(null);
  };
  const act = (view: SavedView, key: string) => {
    if (key === "save") update(view, content, t("场景已更新"));
    else if (key === "rename") setNaming(view);
    else if (key === "default") update(view, { is_default: !view.is_default }, view.is_default ? t("已取消默认") : t("已设为默认"));
    else if (key === "share") update(view, { shared: !view.shared }, view.shared ? t("已取消共享") : t("已共享给同事"));
    else void remove(view);
  };
  const items = (view: SavedView) => [
    { key: "save", label: t("用当前条件更新"), disabled: !view.mine },
    { key: "rename", label: t("重命名"), disabled: !view.mine },
    { key: "default", label: view.is_default ? t("取消默认") : t("设为默认") },
    { key: "share", label: view.shared ? t("取消共享") : t("共享给同事"), disabled: !view.mine },
    { key: "delete", label: t("删除"), danger: true, disabled: !view.mine },
  ];
  const canSave = state.isFiltered || Boolean(state.query.sort);
  if (!list.length && !canSave) return null;
  return (
    <nav className="views" aria-label={t("场景")}>
      <button type="button" className="plain view-tab" aria-pressed={!current} onClick={() => applyView(null)}>{t("全部")}</button>
      {list.map((view) => (
        <button type="button" key={view.id} className="plain view-tab" aria-pressed={view.id === current?.id} title={view.usable === false ? t("其中的字段已不存在或无权查看，请更新或删除这个场景。") : undefined} style={view.usable === false ? { textDecoration: "line-through" } : undefined} onClick={() => applyView(view)}>
          {view.name}{view.shared && <ShareAltOutlined style={{ fontSize: 11 }} aria-label={t("共享")} />}
        </button>
      ))}
      {current && (
        <Dropdown trigger={["click"]} menu={{ items: items(current), onClick: ({ key }) => act(current, key) }}>
          <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={t("场景操作")} />
        </Dropdown>
      )}
      {changed && current?.mine && <Button type="link" size="small" onClick={() => act(current, "save")}>{t("保存修改")}</Button>}
      {canSave && (!current || changed) && <Button type="link" size="small" onClick={() => setNaming("new")}>{t("存为场景")}</Button>}
      {naming && (
        <ViewDialog view={naming === "new" ? null : naming} busy={change.isPending} onClose={() => setNaming(null)}
          onSave={(named) => change.mutate({ id: naming === "new" ? null : naming.id, changes: naming === "new" ? { ...content, ...named } : named }, {
            onSuccess: (view) => {
              setNaming(null);
              notify.ok(t("场景已保存"));
              if (view && naming === "new") applyView(view);
            },
            onError: notify.fail,
          })} />
      )}
    </nav>
  );
}
