"""What readers of the tests do: functions that a process of its own can import."""

import gc
import os
import signal
import time


def work(word, *rest):
    """Do as the word says."""
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(60)
    if word == "raise":
        raise ValueError(*rest)
    if word == "how seldom":
        return gc.get_threshold()[0], os.getpid()
    if word == "a thread's lock":
        return (signal.getsignal(signal.SIGINT), lambda: None)
    return word, os.getpid()
