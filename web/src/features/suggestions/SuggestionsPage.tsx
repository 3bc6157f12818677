import { useCan } from "../../api/me";
import { useT } from "../../i18n";
import { ResourcePage } from "../../resource/ResourcePage";

/** For the product's owner all suggestions, for everybody else what one wrote and what was answered. */
export function SuggestionsPage() {
  const { t } = useT();
  const can = useCan();
  return <ResourcePage resource="suggestions" title={can("suggestions", "answer") ? undefined : t("我的反馈")} />;
}
