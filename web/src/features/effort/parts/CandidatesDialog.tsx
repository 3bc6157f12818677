import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Modal, Select } from "antd";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { candidatesQuery, useJoin, type Candidate } from "../api";
import { SkillTags } from "./fields";

/** Whom to take for a role, with reasons; one click puts a person on the project. */
export function CandidatesDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const { t } = useT();
  const meta = useMeta("project_members");
  const roles = meta.data?.fields.find((field) => field.name === "role")?.options ?? [];
  const [role, setRole] = useState("technical_lead");
  const found = useQuery(candidatesQuery(project, role));
  return (
    <Modal open title={t("推荐成员")} footer={null} width={680} onCancel={onClose}>
      <div className="col touch">
        <p className="second">{t("按技能、证书、项目期间的空闲、同类项目经验和所在地排序，理由写在每个人后面。")}</p>
        <Select aria-label={t("项目角色")} value={role} onChange={setRole} options={roles.filter((one) => one.active).map((one) => ({ value: one.value, label: one.label }))} />
        {found.isPending && <LinesSkeleton rows={5} />}
        {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
        {found.data?.length === 0 && <Empty text={t("没有可以推荐的人")} />}
        {found.data?.map((one) => <Line key={one.id} one={one} project={project} role={role} />)}
      </div>
    </Modal>
  );
}

function Line({ one, project, role }: { one: Candidate; project: string; role: string }) {
  const { t } = useT();
  const can = useCan();
  const notify = useNotify();
  const join = useJoin(project);
  const add = () => join.mutate({ person: one.user, role }, { onSuccess: () => notify.ok(t("{{name}} 已加入项目", { name: one.name })), onError: notify.fail });
  return (
    <div className="panel free-card">
      <div className="row between">
        <span className="row"><b>{one.name}</b><span className="muted small">{[one.unit.label, one.city].filter(Boolean).join(" · ")}</span></span>
        <span className="row"><StatusTag color={one.score >= 60 ? "green" : one.score >= 35 ? "gold" : ""}>{t("{{n}} 分", { n: one.score })}</StatusTag>{can("project_members", "create") && <Button size="small" loading={join.isPending} onClick={add}>{t("加入项目")}</Button>}</span>
      </div>
      <SkillTags codes={one.skills} />
      <span className="small second">{one.reasons.join("；")}</span>
    </div>
  );
}
