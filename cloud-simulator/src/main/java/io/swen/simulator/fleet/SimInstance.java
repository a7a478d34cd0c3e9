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
 * @param impaired whether its status checks fail once it runs; null for no
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
        Map<String, String> tags,
        @Nullable Boolean impaired) {

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
                all,
                impaired);
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
                tags,
                impaired);
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
                tags,
                impaired);
    }

    /** The same after somebody had a hand in it; what is null stays as it is. */
    SimInstance altered(
            @Nullable String otherType, @Nullable Map<String, String> otherTags, @Nullable Boolean nowImpaired) {
        return new SimInstance(
                provider,
                account,
                region,
                zone,
                id,
                reservationId,
                launchIndex,
                otherType == null ? type : otherType,
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
                otherTags == null ? tags : otherTags,
                nowImpaired == null ? impaired : nowImpaired);
    }

    /** Another one like it, on demand and started by nobody's token. */
    SimInstance copied(String otherId, String reservation, Instant now, String otherIp, long otherSeed) {
        return new SimInstance(
                provider,
                account,
                region,
                zone,
                otherId,
                reservation,
                0,
                type,
                imageId,
                false,
                null,
                now,
                now,
                null,
                shutdownTerminates,
                null,
                null,
                detailedMonitoring,
                name,
                "",
                otherIp,
                otherSeed,
                tags,
                impaired);
    }

    /** Whether its status checks fail. */
    public boolean isImpaired() {
        return Boolean.TRUE.equals(impaired);
    }
}
