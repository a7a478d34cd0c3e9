package io.swen.routing.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Trains a challenger on the older outcomes and lets it meet the analytic baseline and the champion on the newer ones. */
public final class Gate {

    private static final double HELD_OUT = 0.3;
    private static final int FEWEST_OF_TARGET = 30;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What happened at the gate. */
    public sealed interface Result {

        /** There is not enough to learn from. */
        record TooFew(String reason) implements Result {}

        /**
         * A challenger was trained and met its rivals.
         *
         * @param cut the challenger saw only what had ended by then; it was judged by what was decided later
         * @param overChampion null without a champion
         * @param passes better than each of them beyond noise
         */
        record Met(
                ForestTrainer.Trained challenger,
                Instant cut,
                double usualQueue,
                int trained,
                int heldOut,
                Assessment ours,
                Assessment baseline,
                @Nullable Assessment champions,
                Assessment.Advantage overBaseline,
                Assessment.@Nullable Advantage overChampion,
                List<FeatureBins> bins,
                boolean passes,
                String verdict)
                implements Result {}
    }

    private Gate() {}

    /** What is expected where nothing was learned: the promised cost, the offer's own rate, and the usual queue. */
    public static Judge baseline(double usualQueue) {
        return sample -> new Expectation(1, Sample.analyticInterruption(sample.row()), usualQueue);
    }

    private static double usualQueue(List<Sample> known) {
        double[] queues = known.stream()
                .mapToDouble(sample -> sample.value(Target.QUEUE_SECONDS))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return queues.length == 0 ? 0 : queues[queues.length / 2];
    }

    /** What a model expects. */
    public static Judge judge(LearnedModel model) {
        return sample -> model.expect(sample.row(), sample.zone());
    }

    /**
     * Trains and judges; the caller closes the challenger.
     *
     * @param samples all that is known
     * @param champion the model in use, or null
     * @param fewest samples to learn from
     */
    public static Result meet(List<Sample> samples, @Nullable LearnedModel champion, int fewest, long seed) {
        if (samples.size() < fewest) {
            return new Result.TooFew(samples.size() + " of " + fewest + " outcomes that are needed");
        }
        List<Sample> byDecision =
                samples.stream().sorted(Comparator.comparing(Sample::decidedAt)).toList();
        Instant cut = byDecision.get((int) ((1 - HELD_OUT) * byDecision.size())).decidedAt();
        List<Sample> older = new ArrayList<>();
        List<Sample> newer = new ArrayList<>();
        for (Sample sample : byDecision) {
            if (!sample.decidedAt().isBefore(cut)) {
                newer.add(sample);
            } else if (!sample.endedAt().isAfter(cut)) {
                older.add(sample);
            }
        }
        for (Target target : Target.values()) {
            long known = older.stream()
                    .filter(sample -> !Double.isNaN(sample.value(target)))
                    .count();
            if (known < FEWEST_OF_TARGET) {
                return new Result.TooFew("of the older outcomes, which are learned from, the "
                        + target.id().replace('_', ' ') + " is known of " + known + " that had ended by "
                        + MINUTE.format(cut) + "; " + FEWEST_OF_TARGET + " are needed");
            }
        }
        ForestTrainer.Trained challenger = ForestTrainer.train(older, cut, seed);
        double usualQueue = usualQueue(older);
        Assessment ours = Assessment.of(judge(challenger.model()), newer);
        Assessment baseline = Assessment.of(baseline(usualQueue), newer);
        Assessment champions = champion == null ? null : Assessment.of(judge(champion), newer);
        Assessment.Advantage overBaseline = ours.over(baseline, seed);
        Assessment.Advantage overChampion = champions == null ? null : ours.over(champions, seed);
        boolean passes = overBaseline.isBetter() && (overChampion == null || overChampion.isBetter());
        return new Result.Met(
                challenger,
                cut,
                usualQueue,
                older.size(),
                newer.size(),
                ours,
                baseline,
                champions,
                overBaseline,
                overChampion,
                FeatureBins.of(older),
                passes,
                verdict(overBaseline, overChampion));
    }

    private static String verdict(Assessment.Advantage overBaseline, Assessment.@Nullable Advantage overChampion) {
        String champion =
                overChampion == null ? "there is no champion" : "loss below the champion's by " + text(overChampion);
        return "loss below the analytic baseline's by " + text(overBaseline) + "; " + champion;
    }

    static String text(Assessment.Advantage advantage) {
        return String.format(
                Locale.ROOT, "%.5f (95 %%: %.5f to %.5f)", advantage.mean(), advantage.low(), advantage.high());
    }
}
