package io.swen.platform.event;

import java.time.Duration;

/** Wakes the readers that wait for new events in this process; those of other instances look again by themselves. */
final class EventSignal {

    private long raised;

    synchronized void raise() {
        raised++;
        notifyAll();
    }

    synchronized long current() {
        return raised;
    }

    /** Waits until it was raised after {@code seen}, at most as long as given. */
    synchronized void await(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (raised == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(Math.max(1, left / 1_000_000));
        }
    }
}
