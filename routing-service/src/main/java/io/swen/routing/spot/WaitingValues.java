package io.swen.routing.spot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the work costs at best from every standing, where runs of availability end as given hazards say: a dynamic
 * programme backwards over the ticks left.
 *
 * <p>A state is the work left (with the warm-up left) on a grid of a part of a tick, whether there is capacity and since when (a
 * bucket of ages), and what runs. The value of waiting is in it, as is the guard that keeps the deadline. After Wu et al. (NSDI
 * 2024), who give the rule for known run lengths; here run lengths are only known by their hazards.
 */
final class WaitingValues {

    static final int WAIT = 0;
    static final int SPOT = 1;
    static final int ON_DEMAND = 2;

    private static final int ABSENT_IDLE = 0;
    private static final int ABSENT_ON_DEMAND = 1;
    private static final int PRESENT_IDLE = 2;
    private static final int PRESENT_ON_SPOT = 3;
    private static final int PRESENT_ON_DEMAND = 4;
    private static final int MODES = 5;
    private static final int BUCKETS = AgeBuckets.COUNT;

    /** A missed deadline counts as so many times what all the work costs on on-demand capacity, or this many USD. */
    private static final double MISSED_TIMES = 100;

    private static final double LEAST_MISSED = 1e4;

    /** What is no choice costs this. */
    static final double FORBIDDEN = 1e9;

    private static final double HOUR = 3600;
    private static final double NOTHING = 1e-6;

    private final SpotTerms terms;
    private final int grid;
    private final RunHazards hazards;
    /** Share of the age's bucket that is left with each tick. */
    private final double[] leave = new double[BUCKETS];

    private final double delayTicks;
    private final double spotTick;
    private final double onDemandTick;
    private final double missed;
    private final int ticks;
    private final int[] lowest;
    private final float[] @Nullable [] layers;

    /**
     * @param grid steps of work a tick
     * @param deep whether layers are kept for every tick left, or only for the standing at the start
     */
    WaitingValues(SpotTerms terms, RunHazards stepHazards, int grid, boolean deep) {
        this.terms = terms;
        this.grid = grid;
        this.hazards = stepHazards.every(terms.tickSeconds());
        double steps = terms.tickSeconds() / AgeBuckets.STEP_SECONDS;
        for (int b = 0; b < BUCKETS; b++) {
            leave[b] = Math.min(1, steps / AgeBuckets.width(b));
        }
        delayTicks = terms.delaySeconds() / terms.tickSeconds();
        spotTick = terms.spotPrice() * terms.tickSeconds() / HOUR;
        onDemandTick = terms.onDemandPrice() * terms.tickSeconds() / HOUR;
        missed = Math.max(LEAST_MISSED, MISSED_TIMES * terms.onDemandCost());
        ticks = terms.ticks();
        lowest = new int[ticks + 1];
        layers = new float[ticks + 1][];
        solve(deep);
    }

    private void solve(boolean deep) {
        double work = terms.workSeconds() / terms.tickSeconds() * grid;
        int most = (int) Math.ceil(work + delayTicks * grid);
        for (int left = 0; left <= ticks; left++) {
            // Nobody has less work left than who made progress in every tick so far.
            int low = (int) Math.max(0, Math.floor(work) - (ticks - left) * grid - grid);
            int high = Math.max(low, Math.min(most, left * grid + grid));
            lowest[left] = low;
            layers[left] = left == 0 ? deadline(low, high) : layer(left, low, high);
            if (!deep && left >= 2) {
                layers[left - 2] = null;
            }
        }
    }

    private float[] deadline(int low, int high) {
        int size = high - low + 1;
        float[] layer = new float[MODES * BUCKETS * size];
        for (int row = 0; row < MODES * BUCKETS; row++) {
            for (int i = 0; i < size; i++) {
                layer[row * size + i] = low + i == 0 ? 0 : (float) (missed + low + i);
            }
        }
        return layer;
    }

    private float[] layer(int left, int low, int high) {
        int size = high - low + 1;
        float[] layer = new float[MODES * BUCKETS * size];
        float[] next = kept(left - 1);
        int nextLow = lowest[left - 1];
        int nextSize = next.length / (MODES * BUCKETS);
        float[] idle = new float[nextSize];
        float[] spot = new float[nextSize];
        float[] onDemand = new float[nextSize];
        int free = free(left);
        for (int present = 0; present < 2; present++) {
            for (int b = 0; b < BUCKETS; b++) {
                expected(next, nextSize, present, b, WAIT, idle);
                expected(next, nextSize, present, b, ON_DEMAND, onDemand);
                if (present == 1) {
                    expected(next, nextSize, present, b, SPOT, spot);
                }
                for (int mode = present == 0 ? 0 : 2; mode < (present == 0 ? 2 : MODES); mode++) {
                    int at = (mode * BUCKETS + b) * size;
                    for (int i = low == 0 ? 1 : 0; i < size; i++) {
                        int w = low + i;
                        boolean forced = w > free;
                        double best;
                        if (forced) {
                            best = mode == PRESENT_ON_SPOT
                                    ? step(spot, nextLow, w, true, spotTick)
                                    : step(onDemand, nextLow, w, onDemandRuns(mode), onDemandTick);
                        } else {
                            best = Math.min(
                                    read(idle, nextLow, w),
                                    step(onDemand, nextLow, w, onDemandRuns(mode), onDemandTick));
                            if (present == 1) {
                                best = Math.min(best, step(spot, nextLow, w, mode == PRESENT_ON_SPOT, spotTick));
                            }
                        }
                        layer[at + i] = (float) best;
                    }
                }
            }
        }
        return layer;
    }

    /** The most work left, in grid steps, with which the guard leaves the choice free. */
    private int free(int left) {
        // ceil(w / grid + delay) < left
        return (int) Math.floor((left - 1 - delayTicks) * grid + NOTHING);
    }

    private static boolean onDemandRuns(int mode) {
        return mode == ABSENT_ON_DEMAND || mode == PRESENT_ON_DEMAND;
    }

    /** What the next layer is worth before it is known whether the run of availability goes on, for each work left. */
    private void expected(float[] next, int size, int present, int bucket, int action, float[] out) {
        int same = modeAfter(present, action);
        int flip = modeAfter(1 - present, action == SPOT ? WAIT : action);
        double end = hazards.end(present == 1, bucket);
        double older = bucket == BUCKETS - 1 ? 0 : leave[bucket];
        float ends = (float) end;
        float stays = (float) ((1 - end) * (1 - older));
        float ages = (float) ((1 - end) * older);
        int flipped = flip * BUCKETS * size;
        int kept = (same * BUCKETS + bucket) * size;
        int aged = (same * BUCKETS + Math.min(bucket + 1, BUCKETS - 1)) * size;
        for (int i = 0; i < size; i++) {
            out[i] = ends * next[flipped + i] + stays * next[kept + i] + ages * next[aged + i];
        }
    }

    private static int modeAfter(int present, int action) {
        return switch (action) {
            case SPOT -> PRESENT_ON_SPOT;
            case ON_DEMAND -> present == 1 ? PRESENT_ON_DEMAND : ABSENT_ON_DEMAND;
            default -> present == 1 ? PRESENT_IDLE : ABSENT_IDLE;
        };
    }

    /** The cost of a tick that makes progress, and of what follows. */
    private double step(float[] expected, int nextLow, double w, boolean warm, double price) {
        double rest = w - grid + (warm ? 0 : delayTicks * grid);
        return rest <= NOTHING ? price : price + read(expected, nextLow, rest);
    }

    private static double read(float[] values, int low, double w) {
        return read(values, 0, values.length, low, w);
    }

    private static double read(float[] values, int from, int size, int low, double w) {
        double x = Math.min(Math.max(w - low, 0), size - 1);
        int i = (int) x;
        double part = x - i;
        return part == 0 || i == size - 1
                ? values[from + i]
                : values[from + i] * (1 - part) + values[from + i + 1] * part;
    }

    /**
     * The expected cost of each choice from a standing, in the order of {@link #WAIT}, {@link #SPOT}, {@link #ON_DEMAND}.
     *
     * @param left whole ticks until the deadline
     * @param workSeconds left, with the warm-up that is left
     * @param bucket age of the run of availability
     * @param running one of the three
     */
    double[] costs(int left, double workSeconds, boolean present, int bucket, int running) {
        double[] costs = {FORBIDDEN, FORBIDDEN, FORBIDDEN};
        double w = workSeconds / terms.tickSeconds() * grid;
        if (left <= 0) {
            costs[WAIT] = missed;
            return costs;
        }
        boolean forced = Math.ceil(w / grid + delayTicks - NOTHING) >= left;
        if (forced) {
            int choice = running == SPOT && present ? SPOT : ON_DEMAND;
            costs[choice] = cost(left, w, present, bucket, running, choice);
            return costs;
        }
        costs[WAIT] = cost(left, w, present, bucket, running, WAIT);
        costs[ON_DEMAND] = cost(left, w, present, bucket, running, ON_DEMAND);
        if (present) {
            costs[SPOT] = cost(left, w, true, bucket, running, SPOT);
        }
        return costs;
    }

    private double cost(int left, double w, boolean present, int bucket, int running, int action) {
        double price = switch (action) {
            case SPOT -> spotTick;
            case ON_DEMAND -> onDemandTick;
            default -> 0;
        };
        double rest = w;
        if (action != WAIT) {
            rest = w - grid + (action == running ? 0 : delayTicks * grid);
            if (rest <= NOTHING) {
                return price;
            }
        }
        float[] next = kept(left - 1);
        int size = next.length / (MODES * BUCKETS);
        int low = lowest[left - 1];
        int same = modeAfter(present ? 1 : 0, action);
        int flip = modeAfter(present ? 0 : 1, action == SPOT ? WAIT : action);
        double end = hazards.end(present, bucket);
        double older = bucket == BUCKETS - 1 ? 0 : leave[bucket];
        double flipped = read(next, flip * BUCKETS * size, size, low, rest);
        double stayed = read(next, (same * BUCKETS + bucket) * size, size, low, rest);
        double aged = read(next, (same * BUCKETS + Math.min(bucket + 1, BUCKETS - 1)) * size, size, low, rest);
        return price + end * flipped + (1 - end) * ((1 - older) * stayed + older * aged);
    }

    private float[] kept(int left) {
        float[] layer = layers[left];
        if (layer == null) {
            throw new IllegalStateException("values of " + left + " ticks left were not kept");
        }
        return layer;
    }

    RunHazards hazards() {
        return hazards;
    }

    int ticks() {
        return ticks;
    }

    @Override
    public String toString() {
        return "values of " + ticks + " ticks for " + terms + ", losses "
                + Arrays.toString(hazards.losses().toArray());
    }
}
