import { useEffect, useRef, useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { SearchOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { api } from "../api/client";
import type { SearchGroup } from "../api/types";
import { useT } from "../i18n";
import { many } from "../i18n/many";
import { errorText } from "../kit/errorText";
import { useDebounced } from "../kit/useDebounced";
import type { MenuEntry } from "../resource/feature";
import { recordPath } from "../resource/registry";

interface Hit {
  key: string;
  group: string;
  label: string;
  hint?: string;
  path: string;
}

/** Search over everything one may see, and the menu; driven by the keyboard alone. */
export default function Palette({ menu, onClose }: { menu: MenuEntry[]; onClose: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const q = useDebounced(text.trim(), 150);
  const found = useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) => api.get<SearchGroup[]>("/search", { q }, signal),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

  const wanted = text.trim().toLowerCase();
  const pages: Hit[] = menu
    .filter((entry) => !wanted || t(entry.label).toLowerCase().includes(wanted))
    .map((entry) => ({ key: `menu-${entry.key}`, group: t("前往"), label: t(entry.label), path: entry.path }));
  const records: Hit[] = (q ? (found.data ?? []) : []).flatMap((group) =>
    group.items.map((item) => ({ key: item.id, group: many(group.label), label: item.label, hint: item.hint, path: recordPath(group.resource, item.id) })),
  );
  const hits = [...records, ...pages];
  const current = Math.min(active, Math.max(0, hits.length - 1));

  useEffect(() => setActive(0), [q]);
  useEffect(() => {
    // Braces: newer browsers answer a promise here, which React would take for a clean-up function.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate(hit.path);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setActive((current + 1) % Math.max(1, hits.length));
    else if (event.key === "ArrowUp") setActive((current - 1 + hits.length) % Math.max(1, hits.length));
    else if (event.key === "Enter") go(hits[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal open onCancel={onClose} footer={null} closable={false} width={640} className="palette" style={{ top: 80 }} title={null} aria-label={t("全局搜索")}>
      <div className="palette-input">
        <SearchOutlined />
        <input autoFocus value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} role="combobox" aria-expanded
          aria-controls="palette-list" aria-activedescendant={hits[current] ? `hit-${hits[current].key}` : undefined}
          aria-label={t("全局搜索")} placeholder={t("名称、编号、电话尾号、拼音首字母")} />
        {found.isFetching && <span className="small">{t("正在查找…")}</span>}
      </div>
      <ul className="palette-list" id="palette-list" role="listbox" ref={list} aria-label={t("查找结果")}>
        {hits.map((hit, i) => (
          <li key={hit.key} role="presentation">
            {hit.group !== hits[i - 1]?.group && <div className="palette-group">{hit.group}</div>}
            <div id={`hit-${hit.key}`} role="option" tabIndex={-1} aria-selected={i === current} className="palette-hit"
              onMouseMove={() => setActive(i)} onClick={() => go(hit)} onKeyDown={onKey}>
              <span className="ellipsis grow">{hit.label}</span>
              {hit.hint && <span className="muted small ellipsis">{hit.hint}</span>}
            </div>
          </li>
        ))}
        {found.isError && <li className="palette-group" role="alert">{errorText(found.error)}</li>}
        {!hits.length && !found.isFetching && <li className="palette-group">{t("没有找到“{{q}}”，换个词或少输几个字试试。", { q: text })}</li>}
      </ul>
      <div className="palette-foot">
        <span><span className="kbd">↑</span> <span className="kbd">↓</span> {t("选择")}</span>
        <span><span className="kbd">Enter</span> {t("打开")}</span>
        <span><span className="kbd">Esc</span> {t("关闭")}</span>
      </div>
    </Modal>
  );
}
