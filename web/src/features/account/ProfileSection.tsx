import { useMe } from "../../api/me";
import { useT } from "../../i18n";
import { Avatar } from "../../kit/Avatar";
import { builtIn } from "../../kit/builtIn";
import { StatusTag } from "../../kit/StatusTag";

/** Who the person is here. Name, department and roles are kept by the administrators, so they are shown, not edited. */
export function ProfileSection() {
  const { t } = useT();
  const me = useMe();
  if (!me) return null;
  return (
    <div className="panel-body col">
      <div className="row" style={{ gap: 16 }}>
        <Avatar name={me.name} size={56} />
        <div><div style={{ fontSize: 16, fontWeight: 600 }}>{me.name}</div><div className="muted">{me.username}</div></div>
      </div>
      <dl className="facts" style={{ gridTemplateColumns: "max-content minmax(0, 1fr)", marginBlock: 0 }}>
        <dt>{t("公司")}</dt><dd>{me.company?.label ?? "—"}</dd>
        <dt>{t("部门")}</dt><dd>{me.unit?.label ?? "—"}</dd>
        <dt>{t("手机")}</dt><dd className="num">{me.phone || "—"}</dd>
        <dt>{t("邮箱")}</dt><dd>{me.email || "—"}</dd>
        {me.deputy_for.length > 0 && <><dt>{t("正在代理")}</dt><dd>{me.deputy_for.map((person) => person.label).join(t("、"))}</dd></>}
        <dt className="last">{t("角色")}</dt><dd className="last">{me.roles.length ? <span className="row wrap" style={{ gap: 4 }}>{me.roles.map((role) => <StatusTag key={role} color="blue">{builtIn("roles", role)}</StatusTag>)}</span> : "—"}</dd>
      </dl>
      <p className="muted small">{t("姓名、部门和角色由管理员维护。有误时请联系系统管理员修改。")}</p>
    </div>
  );
}
