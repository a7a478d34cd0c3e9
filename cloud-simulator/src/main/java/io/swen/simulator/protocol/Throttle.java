package io.swen.simulator.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Token buckets by account, region and action, refilled in wall time. */
public final class Throttle {

    /** A bucket's size, and how many tokens a second it gets back. */
    public record Limit(double burst, double perSecond) {}

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final double factor;

    /**
     * @param factor multiplies all limits; 0 switches throttling off
     * @param nanos a clock such as {@code System::nanoTime}
     */
    public Throttle(double factor, LongSupplier nanos) {
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("the throttle factor must not be negative: " + factor);
        }
        this.factor = factor;
        this.nanos = nanos;
    }

    /** Takes a token for a call, or says that there is none. Only authenticated callers get here, so buckets stay few. */
    public boolean admits(String account, String region, String action, Limit limit) {
        if (factor == 0) {
            return true;
        }
        return buckets.computeIfAbsent(
                        account + "/" + region + "/" + action,
                        k -> new Bucket(limit.burst() * factor, nanos.getAsLong()))
                .take(limit, factor, nanos.getAsLong());
    }

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }

        synchronized boolean take(Limit limit, double factor, long now) {
            tokens = Math.min(limit.burst() * factor, tokens + (now - at) / 1e9 * limit.perSecond() * factor);
            at = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
