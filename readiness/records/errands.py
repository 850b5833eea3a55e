"""Work for a worker that is made from no findings, as a queue: rounds of mail to be sent, posters to be printed."""

from __future__ import annotations

from readiness.records.queue import Queue
from readiness.records.queue_tables import Errand

QUEUE = Queue(Errand)
add, by_id, of, recent = QUEUE.add, QUEUE.by_id, QUEUE.of, QUEUE.recent
any_free, take, keep, give_back = QUEUE.any_free, QUEUE.take, QUEUE.keep, QUEUE.give_back
done, failed, cancel = QUEUE.done, QUEUE.failed, QUEUE.cancel
