package io.swen.telemetry.anomaly;

/**
 * What the detector of every series is set to; there is no setting for a single series.
 *
 * <p>Lengths are in samples where not said otherwise, distances in parts of the range of values seen.
 *
 * @param threshold a score from which on a sample is an anomaly, between 0 and 1
 * @param categories how many boxes of familiar behaviour each of the two maps keeps
 * @param vigilance how far from a box a point may lie to be taken into it
 * @param largestBox how large a side of a box may become
 * @param softness the distance at which a series that was never strange before scores 0.5
 * @param recentWeight how much the strangeness of the last {@code recentSamples} lowers the score
 * @param recentSamples time constant of the short memory of strangeness
 * @param longWeight the same of the long memory
 * @param longSamples time constant of the long memory
 * @param rangeSamples time constant by which the range of values forgets its ends
 * @param warmUpSamples how many samples are only learned from
 * @param maturitySeconds a series younger than this must be stranger to be told of
 */
public record DetectorSettings(
        double threshold,
        int categories,
        double vigilance,
        double largestBox,
        double softness,
        double recentWeight,
        double recentSamples,
        double longWeight,
        double longSamples,
        double rangeSamples,
        int warmUpSamples,
        long maturitySeconds) {

    /** What was found on synthetic series and on half of the CloudWatch series of NAB; docs/telemetry/anomalies.md tells how. */
    public static final DetectorSettings DEFAULT =
            new DetectorSettings(0.15, 24, 0.1, 0.3, 0.2, 0.3, 300, 0.01, 4000, 5000, 120, 86_400);

    public DetectorSettings {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException("threshold must be between 0 and 1, not " + threshold);
        }
        if (categories < 1 || categories > 127) {
            throw new IllegalArgumentException("categories must be 1 to 127, not " + categories);
        }
    }

    /** The same with another threshold. */
    public DetectorSettings withThreshold(double other) {
        return new DetectorSettings(
                other,
                categories,
                vigilance,
                largestBox,
                softness,
                recentWeight,
                recentSamples,
                longWeight,
                longSamples,
                rangeSamples,
                warmUpSamples,
                maturitySeconds);
    }
}
