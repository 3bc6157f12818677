import { LinesSkeleton } from "../../../kit/Skeletons";

/** The page's own shape while its one request is on the way. */
export function HomeSkeleton() {
  return (
    <>
      <ul className="home-counters" aria-hidden>
        {Array.from({ length: 5 }, (_, i) => (
          <li key={i}><div className="panel home-counter"><span className="bone" style={{ width: "45%" }} /><span className="bone" style={{ width: "65%", height: 22 }} /><span className="bone" style={{ width: "55%" }} /></div></li>
        ))}
      </ul>
      <div className="home-blocks">
        <div className="home-block lists"><section className="panel"><LinesSkeleton rows={7} /></section></div>
        <div className="home-block funnel"><section className="panel"><LinesSkeleton rows={5} /></section></div>
      </div>
    </>
  );
}
