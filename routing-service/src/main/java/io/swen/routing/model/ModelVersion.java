package io.swen.routing.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained model and how it fared.
 *
 * @param id hash of its file, which is stored as an artifact
 * @param trainedUntil it saw only outcomes that ended by then
 * @param seqUntil number of the newest outcome when it was trained; it has not met those after it
 * @param trained outcomes that it was trained on
 * @param heldOut later outcomes that it was judged by
 * @param cause why it was trained
 * @param passes whether it was better than its rivals beyond noise
 * @param rival the champion that it met, null where there was none
 * @param verdict how it fared, for a person
 * @param usualQueue seconds that the baseline expects to pass until something runs
 * @param columns in their order
 * @param watch how it fares on outcomes that it never met, null before there are enough
 * @param provenance of its data, trainers and library, by target, as Tribuo tells it
 */
record ModelVersion(
        String id,
        State state,
        Instant trainedAt,
        Instant trainedUntil,
        long seqUntil,
        int trained,
        int heldOut,
        Cause cause,
        boolean passes,
        @Nullable String rival,
        String verdict,
        double usualQueue,
        List<String> columns,
        HoldOut holdOut,
        List<FeatureBins> bins,
        @Nullable FreshLook watch,
        Map<String, Object> provenance,
        @Nullable String stateReason,
        @Nullable Instant promotedAt,
        @Nullable Instant endedAt) {

    enum State {
        /** Trained and judged; what becomes of it is not stored yet. */
        CANDIDATE,
        /** In use. */
        CHAMPION,
        /** It did not beat its rivals. */
        REJECTED,
        /** A better one took its place. */
        RETIRED,
        /** It did worse than the baseline on outcomes that it never met. */
        DEMOTED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    enum Cause {
        FIRST,
        OUTCOMES,
        DRIFT,
        REQUEST;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Cause of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** How it did on the outcomes held out, beside its rivals. */
    record HoldOut(
            Assessment.Summary model,
            Assessment.Summary baseline,
            Assessment.@Nullable Summary champion,
            Assessment.Advantage overBaseline,
            Assessment.@Nullable Advantage overChampion) {}

    /** An entry of the log of models. */
    record Entry(long seq, @Nullable String modelId, Instant at, String kind, String detail) {}
}
