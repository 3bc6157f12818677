"""Every PSPLIB instance at hand has the critical length that is printed in it."""

import pytest

from zhuke.modules.planning.domain.cpm import calculate

from . import psplib
from .outside import SCHEDULES

FILES = sorted(SCHEDULES.glob("psplib_*/*.sm"))
pytestmark = pytest.mark.skipif(not FILES, reason="the instances are not beside this checkout")


def test_the_longest_path_is_the_printed_one():
    wrong = []
    for path in FILES:
        instance = psplib.read(path)
        schedule = calculate(instance.network)
        if schedule.finish - schedule.start != instance.critical_length:
            wrong.append((instance.name, schedule.finish - schedule.start, instance.critical_length))
    assert wrong == []


def test_a_critical_path_leads_from_the_source_to_the_sink():
    for path in FILES:
        instance = psplib.read(path)
        schedule = calculate(instance.network)
        critical = {key for key, row in schedule.rows.items() if row.critical}
        keys = [activity.key for activity in instance.network.activities]
        reached, followers = {keys[0]} & critical, {}
        for link in instance.network.links:
            followers.setdefault(link.pred, []).append(link.succ)
        for key in keys:  # jobs are numbered along the links
            if key in reached:
                end = schedule.rows[key].finish
                reached |= {succ for succ in followers.get(key, []) if succ in critical and schedule.rows[succ].start == end}
        assert keys[-1] in reached, instance.name
