package io.swen.cli.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the best way through known prices would have cost: at each change of a price it may go to any place, and pays for that as
 * SWEN reckons a move of a workload without data and checkpoints. Capacity is taken to be there always, so nobody can do better.
 */
final class Hindsight {
    /** As in swen.routing.placement: the new place costs this long before it works, and the old one runs on this long. */
    private static final double STARTUP_HOURS = 5 / 60.0;

    private static final double OVERLAP_HOURS = 6 / 60.0;
    private static final double HOUR = Duration.ofHours(1).toMillis();

    private Hindsight() {}

    /**
     * Costs of a span in USD.
     *
     * @param staying at the place where it began
     * @param best by the best way
     */
    record Costs(double staying, double best) {}

    /**
     * @param prices per hour by place and the moment from which they held; a place without a price at the beginning is left out
     * @param start the place where it begins
     */
    static Costs of(Map<String, NavigableMap<Instant, Double>> prices, String start, Instant from, Instant to) {
        TreeSet<Instant> times = new TreeSet<>();
        times.add(from);
        Map<String, NavigableMap<Instant, Double>> known = new TreeMap<>();
        prices.forEach((place, ofPlace) -> {
            if (ofPlace.floorEntry(from) != null) {
                known.put(place, ofPlace);
                times.addAll(ofPlace.subMap(from, false, to, false).keySet());
            }
        });
        if (!known.containsKey(start)) {
            throw new IllegalArgumentException("no price of " + start + " is known at " + from);
        }
        List<String> places = List.copyOf(known.keySet());
        List<NavigableMap<Instant, Double>> series = List.copyOf(known.values());
        List<Instant> steps = List.copyOf(times);
        double[] cost = new double[places.size()];
        java.util.Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[places.indexOf(start)] = 0;
        double staying = 0;
        for (int step = 0; step < steps.size(); step++) {
            Instant at = steps.get(step);
            double hours = Duration.between(at, step + 1 < steps.size() ? steps.get(step + 1) : to)
                            .toMillis()
                    / HOUR;
            double[] price = series.stream()
                    .mapToDouble(each -> each.floorEntry(at).getValue())
                    .toArray();
            staying += price[places.indexOf(start)] * hours;
            double[] next = new double[cost.length];
            for (int there = 0; there < cost.length; there++) {
                double least = Double.POSITIVE_INFINITY;
                for (int here = 0; here < cost.length; here++) {
                    double move = here == there ? 0 : price[there] * STARTUP_HOURS + price[here] * OVERLAP_HOURS;
                    least = Math.min(least, cost[here] + move);
                }
                next[there] = least + price[there] * hours;
            }
            cost = next;
        }
        return new Costs(staying, java.util.Arrays.stream(cost).min().orElseThrow());
    }
}
