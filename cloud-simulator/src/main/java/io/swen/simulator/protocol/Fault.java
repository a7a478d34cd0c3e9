package io.swen.simulator.protocol;

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
 * @param times how many more calls it strikes
 * @param error code to answer instead of working
 * @param delayMs how long to wait before answering
 * @param effect {@code timeout_after_success}: work, then break the connection instead of answering
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        @Nullable String cloud,
        @Nullable String action,
        @Nullable String region,
        @Nullable Integer times,
        @Nullable String error,
        @JsonProperty("delay_ms") @Nullable Long delayMs,
        @Nullable String effect) {

    public static final String TIMEOUT_AFTER_SUCCESS = "timeout_after_success";

    private static final long LONGEST_DELAY_MS = 120_000;

    public Fault {
        if (cloud != null && !Set.of("aws", "alibaba").contains(cloud)) {
            throw new IllegalArgumentException("cloud is " + cloud + ", allowed: aws, alibaba");
        }
        if (times == null) {
            times = 1;
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + ", allowed: 1 and more");
        }
        if (effect != null && !effect.equals(TIMEOUT_AFTER_SUCCESS)) {
            throw new IllegalArgumentException("effect is " + effect + ", allowed: " + TIMEOUT_AFTER_SUCCESS);
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

    boolean strikes(String callCloud, String callAction, @Nullable String callRegion) {
        return (cloud == null || cloud.equals(callCloud))
                && (action == null || action.equals(callAction))
                && (region == null || region.equals(callRegion));
    }

    boolean dropsAnswer() {
        return TIMEOUT_AFTER_SUCCESS.equals(effect);
    }

    Fault once() {
        return new Fault(cloud, action, region, 1, error, delayMs, effect);
    }

    @Nullable
    Fault less() {
        return times == null || times <= 1 ? null : new Fault(cloud, action, region, times - 1, error, delayMs, effect);
    }
}
