import { ResourcePage } from "../../resource/ResourcePage";
import { useT } from "../../i18n";

export function UsersPage() {
  return <ResourcePage key="users" resource="users" />;
}

export function RolesPage() {
  const { t } = useT();
  return <ResourcePage key="roles" resource="roles" title={t("角色权限")} />;
}
