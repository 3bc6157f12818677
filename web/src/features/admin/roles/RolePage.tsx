import { useCallback, useEffect, useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Input, Tabs } from "antd";
import { useBlocker, useParams, useSearchParams, type BlockerFunction } from "react-router";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import { isApiError } from "../../../api/errors";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { TableSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { HistoryPanel } from "../../../resource/panels/HistoryPanel";
import { matrixQuery, useSaveMatrix } from "../api";
import { LoadError } from "../LoadError";
import { MembershipList } from "../memberships/MembershipList";
import { body, diff, draftOf, rebase, type Draft, type Matrix } from "../model/matrix";
import { FieldsSection } from "./FieldsSection";
import { MatrixCards } from "./MatrixCards";
import { MatrixTable } from "./MatrixTable";
import { RoleHead } from "./RoleHead";
import { UnsavedBar } from "./UnsavedBar";
import "../admin.css";
import "./roles.css";

/** A role: what it may do with what, which masked fields it sees, who holds it. */
export function Component() {
  const { t } = useT();
  const { id = "" } = useParams();
  const meta = useMeta("roles");
  const row = useRow("roles", id);
  const matrix = useQuery(matrixQuery(id));
  const error = meta.error ?? row.error ?? matrix.error;
  const retry = () => void Promise.all([meta.refetch(), row.refetch(), matrix.refetch()]);
  if (error && !(meta.data && row.data && matrix.data)) return meta.isError ? <LoadError error={meta.error} title={t("角色没有加载成功")} onRetry={retry} /> : <div className="page"><ErrorBox error={error} title={isApiError(error) && error.status === 404 ? undefined : t("角色没有加载成功")} onRetry={retry} /></div>;
  if (!meta.data || !row.data || !matrix.data) return <div className="page"><div className="panel"><TableSkeleton /></div></div>;
  return <Role key={id} meta={meta.data} row={row.data} matrix={matrix.data} reload={async () => (await matrix.refetch()).data} />;
}

type RoleProps = Omit<Parameters<typeof RoleHead>[0], "dirty"> & { matrix: Matrix; reload: () => Promise<Matrix | undefined> };

function Role({ meta, row, matrix, reload }: RoleProps) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const mayUse = useCan();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState("");
  const [edited, setEdited] = useState<Draft | null>(null);
  const save = useSaveMatrix(row.id);
  const draft = useMemo(() => edited ?? draftOf(matrix), [edited, matrix]);
  const changes = useMemo(() => diff(matrix, draft), [matrix, draft]);
  useLeaveGuard(changes.length > 0);

  const send = async () => {
    try {
      await save.mutateAsync(body(matrix, draft));
      setEdited(null);
      notify.ok(t("权限已保存，立即生效"));
    } catch (error) {
      if (!isApiError(error, "stale_version")) return;
      const fresh = await reload();
      if (fresh) setEdited(rebase(fresh, changes));
    }
  };
  const discard = () => {
    setEdited(null);
    save.reset();
  };
  const tab = params.get("tab") ?? "matrix";
  const toolbar = (
    <div className="role-tools touch">
      <Input.Search allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索对象、操作或字段")} aria-label={t("搜索对象、操作或字段")} style={{ maxWidth: 320 }} />
      {!phone && tab === "matrix" && <span className="muted small">{matrix.can_edit ? t("点击格子选择范围；键盘 0–5 直接设定，按住 Shift 应用到整行。") : t("您可以查看，但不能修改角色权限。")}</span>}
    </div>
  );
  const shared = { matrix, draft, text, onChange: matrix.can_edit ? setEdited : undefined };
  const items = [
    { key: "matrix", label: t("操作权限"), children: <>{toolbar}{phone ? <MatrixCards {...shared} /> : <MatrixTable {...shared} />}</> },
    { key: "fields", label: t("字段可见"), children: <>{toolbar}<FieldsSection {...shared} /></> },
    ...(mayUse("memberships", "read") ? [{ key: "holders", label: t("担任人员"), children: <div className="drawer-pad"><MembershipList fixed={{ role: { id: row.id, label: String(row.name) } }} /></div> }] : []),
    { key: "history", label: t("历史"), children: <HistoryPanel resource="roles" row={row} meta={meta} /> },
  ];
  return (
    <div className="page fill">
      <RoleHead meta={meta} row={row} dirty={changes.length > 0} />
      <div className="panel role-panel">
        <Tabs className="record-tabs role-tabs" activeKey={items.some((one) => one.key === tab) ? tab : "matrix"} items={items} destroyOnHidden
          onChange={(key) => setParams(key === "matrix" ? {} : { tab: key }, { replace: true, preventScrollReset: true })} />
        {(changes.length > 0 || save.isError) && <UnsavedBar matrix={matrix} changes={changes} error={save.error} busy={save.isPending} onSave={() => void send()} onDiscard={discard} />}
      </div>
    </div>
  );
}

/** Asks before unsaved rights are lost: on another page of ours, and when the tab is closed. */
function useLeaveGuard(on: boolean): void {
  const { t } = useT();
  const confirm = useConfirm();
  const blocker = useBlocker(useCallback<BlockerFunction>(({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname, [on]));
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void confirm({ title: t("权限还没有保存"), text: t("现在离开，未保存的修改会丢失。"), ok: t("不保存，离开"), danger: true }).then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm, t]);
  useEffect(() => {
    if (!on) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [on]);
}
