import { Link } from "react-router";
import { Button } from "antd";
import { tk, useT } from "../../../i18n";

const PLACES: Record<string, [string, string]> = { price_items: [tk("管理价格表"), "/price-lists"], price_lists: [tk("查看全部价格项"), "/price-items"] };

/** From the prices to the lists that hold them, and back. */
export function PriceSwitch({ resource }: { resource: string }) {
  const { t } = useT();
  const place = PLACES[resource];
  return place ? <Link to={place[1]}><Button>{t(place[0])}</Button></Link> : null;
}
