package io.swen.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015): the first detection in a labelled window is
 * worth more the earlier it is, a window without one costs 1, and a detection elsewhere costs up to 0.11, less soon after a window.
 *
 * <p>100 is a detector that finds every window at its beginning and nothing else, 0 one that finds nothing.
 */
final class NabScore {

    private static final double FALSE_POSITIVE = 0.11;
    private static final double STEEPNESS = 5;
    private static final double FAR = 3;
    private static final double PROBATION = 0.15;
    private static final int LONGEST_PROBATION = 750;
    private static final int NO_WINDOW = -1;

    /** Indexes of the first and the last row of a labelled anomaly. */
    record Window(int first, int last) {}

    /** What a detector said of one series: a score for each row. */
    record Scored(String key, List<Window> windows, double[] scores) {

        Scored {
            windows = windows.stream()
                    .sorted(Comparator.comparingInt(Window::first))
                    .toList();
        }
    }

    /** The threshold that is best for a set of series, and the score there. */
    record Best(double score, double threshold) {}

    private record Detection(double score, int series, int window, double worth) {}

    private NabScore() {}

    /** The score of some series at one threshold. */
    static double at(List<Scored> all, double threshold) {
        double total = 0;
        int windows = 0;
        for (int i = 0; i < all.size(); i++) {
            Map<Integer, Double> found = new HashMap<>();
            for (Detection detection : detections(i, all.get(i))) {
                if (detection.score() >= threshold) {
                    if (detection.window() == NO_WINDOW) {
                        total += detection.worth();
                    } else {
                        found.merge(detection.window(), detection.worth(), Math::max);
                    }
                }
            }
            int count = all.get(i).windows().size();
            windows += count;
            total += found.values().stream().mapToDouble(Double::doubleValue).sum() - (count - found.size());
        }
        return normalised(total, windows);
    }

    /** Tries every threshold that makes a difference, over all series at once. */
    static Best best(List<Scored> all) {
        List<Detection> detections = new ArrayList<>();
        int windows = 0;
        for (int i = 0; i < all.size(); i++) {
            detections.addAll(detections(i, all.get(i)));
            windows += all.get(i).windows().size();
        }
        detections.sort(Comparator.comparingDouble(Detection::score).reversed());
        Map<Long, Double> found = new HashMap<>();
        double total = -windows;
        double top = total;
        double threshold = 1.1;
        for (int i = 0; i < detections.size(); ) {
            double score = detections.get(i).score();
            for (; i < detections.size() && detections.get(i).score() == score; i++) {
                Detection detection = detections.get(i);
                if (detection.window() == NO_WINDOW) {
                    total += detection.worth();
                } else {
                    long key = ((long) detection.series() << 32) | detection.window();
                    Double before = found.get(key);
                    if (before == null || detection.worth() > before) {
                        // A window that was missed had cost 1.
                        total += detection.worth() + (before == null ? 1 : -before);
                        found.put(key, detection.worth());
                    }
                }
            }
            if (total > top) {
                top = total;
                threshold = score;
            }
        }
        return new Best(normalised(top, windows), threshold);
    }

    /** How many windows have a detection, and how many detections lie outside of all. */
    static int[] counts(Scored series, double threshold) {
        List<Integer> found = new ArrayList<>();
        int outside = 0;
        for (Detection detection : detections(0, series)) {
            if (detection.score() >= threshold) {
                if (detection.window() == NO_WINDOW) {
                    outside++;
                } else if (!found.contains(detection.window())) {
                    found.add(detection.window());
                }
            }
        }
        return new int[] {found.size(), outside};
    }

    private static List<Detection> detections(int number, Scored series) {
        List<Detection> detections = new ArrayList<>();
        double[] scores = series.scores();
        List<Window> windows = series.windows();
        int probation = (int) Math.min(PROBATION * scores.length, LONGEST_PROBATION);
        Window before = null;
        int at = 0;
        for (int i = 0; i < scores.length; i++) {
            while (at < windows.size() && i > windows.get(at).last()) {
                before = windows.get(at++);
            }
            if (i < probation) {
                continue;
            }
            if (at < windows.size() && i >= windows.get(at).first()) {
                Window window = windows.get(at);
                double position = -(window.last() - i + 1.0) / (window.last() - window.first() + 1);
                detections.add(new Detection(scores[i], number, at, sigmoid(position) / sigmoid(-1)));
            } else if (before == null) {
                detections.add(new Detection(scores[i], number, NO_WINDOW, -FALSE_POSITIVE));
            } else {
                double position = (i - before.last()) / (double) (before.last() - before.first());
                detections.add(new Detection(scores[i], number, NO_WINDOW, FALSE_POSITIVE * sigmoid(position)));
            }
        }
        return detections;
    }

    private static double normalised(double total, int windows) {
        return 100 * (total + windows) / (2.0 * windows);
    }

    private static double sigmoid(double position) {
        return position > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * position)) - 1;
    }
}
