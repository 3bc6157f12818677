import { Segmented } from "antd";
import { useLocation, useNavigate } from "react-router";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";

/** The pages that belong to automation, as far as one may see them. */
export function Sections() {
  const { t } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const pages = [
    { value: "/admin/automation", label: t("规则"), needs: "automation_rules" },
    { value: "/admin/letter-templates", label: t("信函模板"), needs: "letter_templates" },
    { value: "/letters", label: t("信函"), needs: "letters" },
    { value: "/admin/opt-outs", label: t("退订名单"), needs: "mail_opt_outs" },
    { value: "/admin/webhooks", label: t("外部系统"), needs: "webhooks" },
  ].filter((page) => can(page.needs, "read"));
  if (pages.length < 2) return null;
  return <nav className="rule-sections" aria-label={t("自动化")}><Segmented value={pathname} options={pages.map(({ value, label }) => ({ value, label }))} onChange={(path) => void navigate(path)} /></nav>;
}
