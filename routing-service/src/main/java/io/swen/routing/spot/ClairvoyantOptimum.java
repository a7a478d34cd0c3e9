package io.swen.routing.spot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The least that anybody could have paid who knew the future: a bound, not a policy. */
public final class ClairvoyantOptimum {

    private static final double IMPOSSIBLE = 1e9;
    private static final double HOUR = 3600;

    private final SpotTerms terms;
    private final int work;
    private final int tick;
    private final int delay;

    /** Delay and tick have to be whole seconds: time is counted in their greatest common divisor. */
    public ClairvoyantOptimum(SpotTerms terms) {
        this.terms = terms;
        int delaySeconds = (int) Math.round(terms.delaySeconds());
        int tickSeconds = (int) Math.round(terms.tickSeconds());
        int unit = delaySeconds == 0 ? tickSeconds : gcd(tickSeconds, delaySeconds);
        this.work = (int) Math.ceil(terms.workSeconds() / unit);
        this.tick = tickSeconds / unit;
        this.delay = delaySeconds / unit;
    }

    /** USD for the cheapest way through one zone's availability that meets the deadline. */
    public double cost(boolean[] available) {
        List<Integer> warmups = new ArrayList<>(List.of(0));
        for (int left = delay - tick; left > 0; left -= tick) {
            warmups.add(left);
        }
        double spot = terms.spotPrice() * terms.tickSeconds() / HOUR;
        double onDemand = terms.onDemandPrice() * terms.tickSeconds() / HOUR;
        double[] idle = start();
        List<double[]> onSpot = warmups.stream().map(warmup -> start()).toList();
        List<double[]> onOnDemand = warmups.stream().map(warmup -> start()).toList();
        int first = warmupAfter(warmups, delay);
        for (int t = terms.ticks() - 1; t >= 0; t--) {
            double[] fresh = idle.clone();
            act(fresh, onOnDemand.get(first), onDemand, delay);
            if (available[t]) {
                act(fresh, onSpot.get(first), spot, delay);
            }
            List<double[]> spotBefore = new ArrayList<>();
            List<double[]> onDemandBefore = new ArrayList<>();
            for (int warmup : warmups) {
                int next = warmupAfter(warmups, warmup);
                double[] staying = fresh.clone();
                if (available[t]) {
                    act(staying, onSpot.get(next), spot, warmup);
                }
                spotBefore.add(staying);
                double[] paying = fresh.clone();
                act(paying, onOnDemand.get(next), onDemand, warmup);
                onDemandBefore.add(paying);
            }
            idle = fresh;
            onSpot = spotBefore;
            onOnDemand = onDemandBefore;
        }
        return idle[work];
    }

    private double[] start() {
        double[] value = new double[work + 1];
        Arrays.fill(value, 1, work + 1, IMPOSSIBLE);
        return value;
    }

    private int warmupAfter(List<Integer> warmups, int warmup) {
        return warmups.indexOf(warmup - Math.min(tick, warmup));
    }

    private void act(double[] best, double[] next, double price, int warmup) {
        int progress = Math.max(tick - warmup, 0);
        for (int w = 1; w <= Math.min(progress, work); w++) {
            best[w] = Math.min(best[w], price + next[0]);
        }
        for (int w = progress + 1; w <= work; w++) {
            best[w] = Math.min(best[w], price + next[w - progress]);
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
