package io.swen.routing.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model does on outcomes that it never met.
 *
 * @param overBaseline how far its loss is below the analytic baseline's
 * @param drift stability index of each feature
 * @param drifted what changed so much that it should be trained anew: features, or {@code calibration}
 */
public record FreshLook(
        Instant at,
        Assessment.Summary model,
        Assessment.Summary baseline,
        Assessment.Advantage overBaseline,
        Calibration calibration,
        Map<String, Double> drift,
        List<String> drifted) {

    private static final double CALIBRATION_ERRORS = 3;

    /**
     * Interruptions expected beside those that came.
     *
     * @param z the difference in standard errors; 0 where nothing is known
     */
    public record Calibration(int samples, double expected, double observed, double z) {}

    /**
     * Looks at a model.
     *
     * @param usualQueue what the baseline expects
     * @param bins of the samples that it was trained on, {@code trained} of them
     * @param fresh at least one outcome
     * @param mostDrift the stability index from which a feature counts as changed
     */
    public static FreshLook at(
            Instant now,
            LearnedModel model,
            double usualQueue,
            List<FeatureBins> bins,
            int trained,
            List<Sample> fresh,
            double mostDrift,
            long seed) {
        Assessment ours = Assessment.of(Gate.judge(model), fresh);
        Assessment baseline = Assessment.of(Gate.baseline(usualQueue), fresh);
        Map<String, Double> drift = new LinkedHashMap<>();
        List<String> drifted = new ArrayList<>();
        for (FeatureBins each : bins) {
            double stability = each.stability(fresh, trained);
            drift.put(each.feature(), stability);
            if (stability >= mostDrift) {
                drifted.add(each.feature());
            }
        }
        Calibration calibration = calibration(model, fresh);
        if (Math.abs(calibration.z()) >= CALIBRATION_ERRORS) {
            drifted.add("calibration");
        }
        return new FreshLook(
                now, ours.summary(), baseline.summary(), ours.over(baseline, seed), calibration, drift, drifted);
    }

    /** Why the model is to go out of use, or null while it is not worse than the baseline beyond noise. */
    public @Nullable String demotion() {
        return overBaseline.isWorse()
                ? "worse than the analytic baseline on " + model.samples()
                        + " outcomes that it never met: its loss is below by " + Gate.text(overBaseline)
                : null;
    }

    private static Calibration calibration(LearnedModel model, List<Sample> fresh) {
        int known = 0;
        double expected = 0;
        double observed = 0;
        double variance = 0;
        for (Sample sample : fresh) {
            Boolean interrupted = sample.interrupted();
            if (interrupted != null) {
                double chance = model.expect(sample.row(), sample.zone()).interruption();
                known++;
                expected += chance;
                observed += interrupted ? 1 : 0;
                // Not even a forest that says never is sure of it.
                double atLeast = Math.max(0.01, Math.min(0.99, chance));
                variance += atLeast * (1 - atLeast);
            }
        }
        return known == 0
                ? new Calibration(0, 0, 0, 0)
                : new Calibration(
                        known, expected / known, observed / known, (observed - expected) / Math.sqrt(variance));
    }
}
