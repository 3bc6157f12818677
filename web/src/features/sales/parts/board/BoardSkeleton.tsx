import { useDelayed } from "../../../../kit/useDelayed";
import { useT } from "../../../../i18n";

/** Five columns with cards of the real size. */
export function BoardSkeleton() {
  const { t } = useT();
  const late = useDelayed(true);
  return (
    <div className="board" role="status" aria-label={t("正在加载")} style={{ visibility: late ? "visible" : "hidden" }}>
      {[4, 5, 3, 4, 2].map((cards, column) => (
        <div key={column} className="board-column">
          <div className="board-head"><span className="bone" style={{ width: 96 }} /></div>
          <div className="board-list">
            {Array.from({ length: cards }, (_, i) => (
              <div key={i} className="board-card bones"><span className="bone" style={{ width: "70%" }} /><span className="bone" style={{ width: "90%" }} /><span className="bone" style={{ width: "40%" }} /></div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
