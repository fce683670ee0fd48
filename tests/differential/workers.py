# SPDX-License-Identifier: Apache-2.0
"""A run shared out to processes that have all of this process already: a server is asked by one of its own."""
import multiprocessing

WORKERS = 2


def in_parallel(work, *given, items):
    """What `work(*given, items of its share)` gives, of each worker in turn."""
    forking, parts = multiprocessing.get_context("fork"), []
    for at in range(WORKERS):
        reader, writer = forking.Pipe(duplex=False)
        worker = forking.Process(target=lambda writer=writer, at=at: writer.send(work(*given, items[at::WORKERS])))
        worker.start()
        writer.close()
        parts.append((worker, reader))
    for worker, reader in parts:
        yield reader.recv()
        worker.join()
