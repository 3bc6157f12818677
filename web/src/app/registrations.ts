/**
 * What features hang onto records: columns, groups, tabs, paths. One chunk of its own, since the first screen does without;
 * whoever opens another address waits for it together with the page's code.
 */
import.meta.glob("../features/*/{register,parts/register}.tsx", { eager: true });
