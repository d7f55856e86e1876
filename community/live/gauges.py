"""The gauges of the live layer in this process, read when they are asked for."""

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from community.live import process
from community.live.hub.channel import Channel


class LiveGauges(Collector):
    """What the hub holds at this moment; nothing in a process without sockets."""

    def collect(self) -> Iterator[Metric]:
        """Yields the gauges, each read once."""
        running = process.running()
        if running is None:
            return
        hub = running.hub
        channels, sockets = list(hub.every_channel()), list(hub.sockets)
        yield GaugeMetricFamily("live_sockets", "Open sockets.", len(sockets))
        yield GaugeMetricFamily("live_people", "Signed-in people with an open socket.", len(hub.people))
        yield GaugeMetricFamily("live_streams", "Streams that somebody here follows.", len(hub.channels))
        yield GaugeMetricFamily("live_followings", "Sockets times what they follow.", _followings(channels))
        yield GaugeMetricFamily("live_queued_bytes", "What waits in all queues.", sum(s.queued_bytes for s in sockets))
        yield GaugeMetricFamily("live_draining", "1 while browsers are sent away.", int(running.is_draining))
        delivered = hub.delivered_before + sum(channel.delivered for channel in channels)
        yield CounterMetricFamily("live_delivered", "Frames queued for sockets.", delivered)
        yield CounterMetricFamily("live_dropped", "Followings that the rules no longer allowed.", hub.dropped)


def _followings(channels: Sequence[Channel]) -> int:
    return sum(len(channel.sockets) for channel in channels)


registry = CollectorRegistry()
registry.register(LiveGauges())
