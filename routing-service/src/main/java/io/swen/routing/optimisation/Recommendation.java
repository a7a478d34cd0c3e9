package io.swen.routing.optimisation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that could be done better, with what it would save and what it would risk.
 *
 * @param workloadId null where it is about an instance that belongs to no workload
 * @param instanceId null where it is about a workload as a whole
 * @param team null where the instance belongs to no team; only who sees all teams sees that
 * @param expiresAt domain time until which it may be applied
 * @param savingPerMonth in 730 hours; negative where it costs more and averts a risk
 * @param savingLow the lower end of the interval that {@code reason} explains
 * @param proposal what applying it would do; null where it cannot be applied from here
 * @param decisionId the decision that it became; null unless it was applied as one
 * @param note what was said when it was dismissed, or why it ended
 */
@Schema(name = "Recommendation")
public record Recommendation(
        UUID id,
        Kind kind,
        @Nullable String workloadId,
        @Nullable String instanceId,
        @Nullable String team,
        @Nullable String environment,
        State state,
        Instant createdAt,
        Instant updatedAt,
        Instant expiresAt,
        Money savingPerMonth,
        Money savingLow,
        Money savingHigh,
        Risk risk,
        String reason,
        List<Evidence> evidence,
        @Nullable Proposal proposal,
        @Nullable UUID decisionId,
        @Nullable UUID endedBy,
        @Nullable String note,
        long version) {

    public Recommendation {
        evidence = List.copyOf(evidence);
    }

    /** What is recommended. */
    public enum Kind {
        /** Other needs of a workload, by what it was seen to use. */
        RIGHT_SIZE,
        /** It does nothing and costs money. */
        IDLE,
        /** SWEN started it for a workload that is not there any more. */
        ORPHANED,
        /** An instance that SWEN did not start and that is much larger than what is done with it. */
        OVERSIZED,
        /** A better place for a workload. */
        MOVE,
        /** More or fewer replicas, by the demand that is foreseen. */
        SCALE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a recommendation stands; all but the first are final. */
    public enum State {
        OPEN,
        APPLIED,
        DISMISSED,
        /** Nobody took it up in time, or what it was about has ended. */
        EXPIRED,
        /** A newer one of the same kind took its place, or it no longer holds. */
        SUPERSEDED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How bad it can become. */
    public enum Level {
        LOW,
        MEDIUM,
        HIGH
    }

    /**
     * What may go wrong.
     *
     * @param saturation the chance that demand exceeds what there would be in an hour, 0 to 1; null where that is no question
     */
    @Schema(name = "RecommendationRisk")
    public record Risk(Level level, @Nullable Double saturation, String explanation) {}

    /** A fact that it rests on. */
    @Schema(name = "RecommendationEvidence")
    public record Evidence(String name, String value) {}

    /**
     * What applying it does; what is null stays as it is.
     *
     * @param offerId the place to go to; null to let placement choose
     * @param estimatedDurationHours what is left of a batch that goes on elsewhere from a checkpoint
     * @param pinned whether {@code offerId} is gone to even where another place would be better
     * @param barredOffers places that are not to be gone to
     * @param highestHourlyCost of all replicas, above which it is not applied any more; null without such a bound
     * @param end whether what runs is ended
     */
    @Schema(name = "RecommendationProposal")
    public record Proposal(
            @Nullable Double cpuCores,
            @Nullable Double memoryGb,
            @Nullable Integer replicas,
            @Nullable Double estimatedDurationHours,
            @Nullable String offerId,
            boolean pinned,
            List<String> barredOffers,
            @Nullable Money highestHourlyCost,
            boolean end) {

        public Proposal {
            barredOffers = List.copyOf(barredOffers);
        }

        /** To end what runs. */
        public static Proposal toEnd() {
            return new Proposal(null, null, null, null, null, false, List.of(), null, true);
        }

        /** Other needs, at a cost of at most {@code highest} an hour; what is null stays as it is. */
        public static Proposal ofNeeds(
                @Nullable Double cpuCores,
                @Nullable Double memoryGb,
                @Nullable Integer replicas,
                @Nullable Money highest) {
            return new Proposal(cpuCores, memoryGb, replicas, null, null, false, List.of(), highest, false);
        }

        @JsonIgnore
        boolean isSameAs(@Nullable Proposal other) {
            return other != null
                    && java.util.Objects.equals(cpuCores, other.cpuCores)
                    && java.util.Objects.equals(memoryGb, other.memoryGb)
                    && java.util.Objects.equals(replicas, other.replicas)
                    && java.util.Objects.equals(offerId, other.offerId)
                    && pinned == other.pinned
                    && end == other.end;
        }
    }
}
