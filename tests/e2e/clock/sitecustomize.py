"""Python loads this before anything else in every process that finds this folder on its path: the clock then starts at ``JOURNEY_STARTS``.

So a journey moves time for the whole product, web process and workers alike, without a word about it in the product itself. PostgreSQL
keeps the time of the machine; nothing that the product decides asks it for the time.
"""

import datetime as dt
import os

if started := os.environ.get("JOURNEY_STARTS"):
    import time_machine

    time_machine.travel(dt.datetime.fromisoformat(started), tick=True).start()
