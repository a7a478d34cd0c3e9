package io.swen.simulator.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that shall go wrong with calls that match.
 *
 * @param cloud {@code aws} or {@code alibaba}; null matches both
 * @param action such as {@code RunInstances}; null matches all
 * @param region bare name; null matches all
 * @param zone bare id of the zone that a call names; null matches all, also calls that name none
 * @param instanceType that a call names; null matches all, also calls that name none
 * @param times how many more calls it strikes: once unless said, without an end where there is a rate
 * @param rate how likely it strikes a call that matches; null for each
 * @param seed of the draws that the rate asks for; the same calls in the same order are struck again
 * @param error code to answer instead of working
 * @param delayMs how long to wait before answering
 * @param effect {@code timeout_after_success}: work, then break the connection instead of answering; {@code capacity} and
 *     {@code throttle}: refuse with the cloud's own error of that kind
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        @Nullable String cloud,
        @Nullable String action,
        @Nullable String region,
        @Nullable String zone,
        @JsonProperty("instance_type") @Nullable String instanceType,
        @Nullable Integer times,
        @Nullable Double rate,
        @Nullable Long seed,
        @Nullable String error,
        @JsonProperty("delay_ms") @Nullable Long delayMs,
        @Nullable String effect) {

    public static final String TIMEOUT_AFTER_SUCCESS = "timeout_after_success";
    public static final String CAPACITY = "capacity";
    public static final String THROTTLE = "throttle";

    private static final Set<String> EFFECTS = Set.of(TIMEOUT_AFTER_SUCCESS, CAPACITY, THROTTLE);
    private static final long LONGEST_DELAY_MS = 120_000;

    @JsonCreator
    public Fault {
        if (cloud != null && !Set.of("aws", "alibaba").contains(cloud)) {
            throw new IllegalArgumentException("cloud is " + cloud + ", allowed: aws, alibaba");
        }
        if (rate != null && !(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate is " + rate + ", allowed: above 0 to 1");
        }
        if (seed != null && rate == null) {
            throw new IllegalArgumentException("seed is " + seed + ", allowed: only where there is a rate");
        }
        if (times == null) {
            times = rate == null ? 1 : Integer.MAX_VALUE;
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + ", allowed: 1 and more");
        }
        if (effect != null && !EFFECTS.contains(effect)) {
            throw new IllegalArgumentException(
                    "effect is " + effect + ", allowed: " + TIMEOUT_AFTER_SUCCESS + ", " + CAPACITY + ", " + THROTTLE);
        }
        if (error != null && effect != null && !effect.equals(TIMEOUT_AFTER_SUCCESS)) {
            throw new IllegalArgumentException("effect is " + effect + ", allowed: none beside an error");
        }
        if (delayMs != null && (delayMs < 0 || delayMs > LONGEST_DELAY_MS)) {
            throw new IllegalArgumentException("delay_ms is " + delayMs + ", allowed: 0 to " + LONGEST_DELAY_MS);
        }
        if (error == null && delayMs == null && effect == null) {
            throw new IllegalArgumentException("a fault has one of error, delay_ms and effect at least");
        }
        if (error != null && !error.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("error is " + error + ", allowed: letters, digits, dots and dashes");
        }
    }

    /** A fault of an action in a region, wherever in it. */
    public Fault(
            @Nullable String cloud,
            @Nullable String action,
            @Nullable String region,
            @Nullable Integer times,
            @Nullable String error,
            @Nullable Long delayMs,
            @Nullable String effect) {
        this(cloud, action, region, null, null, times, null, null, error, delayMs, effect);
    }

    /**
     * What a call is about.
     *
     * @param zone bare id; null where it names none
     * @param instanceType null where it names none
     */
    public record Call(
            String cloud,
            String action,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String instanceType) {}

    boolean matches(Call call) {
        return (cloud == null || cloud.equals(call.cloud()))
                && (action == null || action.equals(call.action()))
                && (region == null || region.equals(call.region()))
                && (zone == null || zone.equals(call.zone()))
                && (instanceType == null || instanceType.equals(call.instanceType()));
    }

    /** Whether the call works, and only its answer never comes. */
    public boolean dropsAnswer() {
        return TIMEOUT_AFTER_SUCCESS.equals(effect);
    }

    public boolean isCapacity() {
        return CAPACITY.equals(effect);
    }

    public boolean isThrottle() {
        return THROTTLE.equals(effect);
    }

    Fault with(int left) {
        return new Fault(cloud, action, region, zone, instanceType, left, rate, seed, error, delayMs, effect);
    }
}
