import { useQuery } from "@tanstack/react-query";
import type { Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { choicesForQuery } from "../builder";

/** Which fields the text of a template may name, of the kind of record that it is for. */
export function PlacesHint({ values, row }: { values: Record<string, unknown>; row: Row | null }) {
  const { t } = useT();
  const places = useQuery(choicesForQuery(String(values.resource ?? "")));
  if (!places.data) return null;
  const own = places.data.template_places?.[String(row?.code ?? "")] ?? [];
  const known = new Set(own.map((place) => place.value));
  return (
    <details className="places-hint small">
      <summary>{t("可以插入的字段")}</summary>
      <ul>{[...own, ...places.data.places.filter((place) => !known.has(place.value))].map((place) => <li key={place.value}><code>{`{${place.value}}`}</code> {place.label}</li>)}</ul>
    </details>
  );
}
