package io.swen.routing.model;

import io.swen.routing.outcome.Outcome;
import io.swen.routing.outcome.PlacementFeatures;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as it is learned from; what is not known of it is null.
 *
 * @param row by {@link PlacementFeatures#NAMES}
 */
public record Sample(
        double[] row,
        String zone,
        Instant decidedAt,
        Instant endedAt,
        @Nullable Double costRatio,
        @Nullable Boolean interrupted,
        @Nullable Double queueSeconds) {

    private static final int HOURS = PlacementFeatures.NAMES.indexOf("hours");
    private static final int REPLICAS = PlacementFeatures.NAMES.indexOf("replicas");
    private static final int RATE = PlacementFeatures.NAMES.indexOf("interruption_rate");
    private static final double HOURS_PER_MONTH = 730;

    /** The sample of an outcome, or empty where it was described by other columns. */
    public static Optional<Sample> of(Outcome outcome) {
        double[] row = new double[PlacementFeatures.NAMES.size()];
        for (int i = 0; i < row.length; i++) {
            Double value = outcome.features().get(PlacementFeatures.NAMES.get(i));
            if (value == null) {
                return Optional.empty();
            }
            row[i] = value;
        }
        return Optional.of(new Sample(
                row,
                outcome.zone(),
                outcome.decidedAt(),
                outcome.endedAt(),
                outcome.costRatio(),
                outcome.interruptedWithinHorizon(),
                outcome.queueSeconds()));
    }

    /** What is known of a target, within its bounds; not a number where it is not known. */
    double value(Target target) {
        Double known = switch (target) {
            case COST_RATIO -> costRatio;
            case INTERRUPTION -> interrupted == null ? null : (Double) (interrupted ? 1.0 : 0.0);
            case QUEUE_SECONDS -> queueSeconds;
        };
        return known == null ? Double.NaN : target.bounded(known);
    }

    /** The chance of an interruption within the horizon by the offer's monthly rate alone, the analytic baseline. */
    static double analyticInterruption(double[] row) {
        double hazard = -Math.log(1 - Math.min(row[RATE], 0.99)) / HOURS_PER_MONTH;
        return 1 - Math.exp(-hazard * row[HOURS] * row[REPLICAS]);
    }
}
