package io.swen.simulator.fleet;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An instance as it was started, and everything that is already known of its life.
 *
 * <p>Boot time, end of work and interruption are drawn at launch, so that the status at any moment is a function of this record:
 * nothing has to run in between, and a restart changes nothing.
 *
 * @param reservationId groups the instances of one call
 * @param spotLimit the most to be paid an hour, in the provider's currency
 * @param workEndsAt when a batch container ends and shuts the instance down; null for what runs on
 * @param interruptedAt when the provider takes a spot instance back; null for never
 * @param deletedAt when a user had it terminated or released
 */
public record SimInstance(
        Provider provider,
        String account,
        String region,
        String zone,
        String id,
        String reservationId,
        int launchIndex,
        String type,
        String imageId,
        boolean spot,
        @Nullable BigDecimal spotLimit,
        Instant launchedAt,
        Instant runningAt,
        @Nullable Instant workEndsAt,
        boolean shutdownTerminates,
        @Nullable Instant interruptedAt,
        @Nullable Instant deletedAt,
        boolean detailedMonitoring,
        String name,
        String clientToken,
        String privateIp,
        long seed,
        Map<String, String> tags) {

    public SimInstance {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(id);
        if (runningAt.isBefore(launchedAt)) {
            throw new IllegalArgumentException(id + " runs before its launch");
        }
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** The same as a cloud shows it that knows nothing of its tags yet. */
    SimInstance withoutTags() {
        return tagged(Map.of());
    }

    SimInstance taggedWith(Map<String, String> more) {
        var all = new TreeMap<>(tags);
        all.putAll(more);
        return tagged(all);
    }

    private SimInstance tagged(Map<String, String> all) {
        return new SimInstance(
                provider,
                account,
                region,
                zone,
                id,
                reservationId,
                launchIndex,
                type,
                imageId,
                spot,
                spotLimit,
                launchedAt,
                runningAt,
                workEndsAt,
                shutdownTerminates,
                interruptedAt,
                deletedAt,
                detailedMonitoring,
                name,
                clientToken,
                privateIp,
                seed,
                all);
    }

    SimInstance deletedAt(Instant at) {
        return new SimInstance(
                provider,
                account,
                region,
                zone,
                id,
                reservationId,
                launchIndex,
                type,
                imageId,
                spot,
                spotLimit,
                launchedAt,
                runningAt,
                workEndsAt,
                shutdownTerminates,
                interruptedAt,
                at,
                detailedMonitoring,
                name,
                clientToken,
                privateIp,
                seed,
                tags);
    }

    SimInstance interruptedAt(Instant at) {
        return new SimInstance(
                provider,
                account,
                region,
                zone,
                id,
                reservationId,
                launchIndex,
                type,
                imageId,
                spot,
                spotLimit,
                launchedAt,
                runningAt,
                workEndsAt,
                shutdownTerminates,
                at,
                deletedAt,
                detailedMonitoring,
                name,
                clientToken,
                privateIp,
                seed,
                tags);
    }
}
