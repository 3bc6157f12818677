import { useQuery } from "@tanstack/react-query";
import { useT } from "../../../i18n";
import { choicesForQuery } from "../builder";

/** Which fields the text of a template may name, of the kind of record that it is for. */
export function PlacesHint({ values }: { values: Record<string, unknown> }) {
  const { t } = useT();
  const places = useQuery(choicesForQuery(String(values.resource ?? "")));
  if (!places.data) return null;
  return (
    <details className="places-hint small">
      <summary>{t("可以插入的字段")}</summary>
      <ul>{places.data.places.map((place) => <li key={place.value}><code>{`{${place.value}}`}</code> {place.label}</li>)}</ul>
    </details>
  );
}
