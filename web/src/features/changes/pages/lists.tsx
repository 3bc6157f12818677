import { tk, useT } from "../../../i18n";
import { ResourcePage } from "../../../resource/ResourcePage";

const TITLE = tk("项目变更");

/** All changes that one may see, over all projects. */
export function Changes() {
  const { t } = useT();
  return <ResourcePage resource="change_requests" title={t(TITLE)} />;
}
