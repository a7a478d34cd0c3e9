package io.swen.cli.balance;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance behind a balancer. */
final class Upstream {
    private final URI address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean healthy;
    private volatile boolean draining;

    Upstream(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    boolean serves() {
        return healthy && !draining;
    }

    boolean healthy() {
        return healthy;
    }

    void healthy(boolean now) {
        healthy = now;
    }

    boolean draining() {
        return draining;
    }

    void draining(boolean now) {
        draining = now;
    }

    int inFlight() {
        return inFlight.get();
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }
}
