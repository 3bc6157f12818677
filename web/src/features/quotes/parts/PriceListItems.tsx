import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";

/** What is in one price list. */
export function PriceListItems({ row }: RecordProps) {
  return <RelatedList resource="price_items" filter={["price_list", "=", row.id]} initial={{ price_list: row.id }} columns={["name", "specification", "uom", "price", "tax_rate"]} sort="name" />;
}
