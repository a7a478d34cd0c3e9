package io.swen.routing.spot;

import java.util.BitSet;
import java.util.List;

/**
 * Runs a policy over what spot capacity there was, by the rules of the benchmark of deadlines on spot capacity (Wu et al.,
 * "Can't Be Late: Optimizing Spot Instance Savings under Deadlines", NSDI 2024), extended to several zones.
 */
public final class SpotSimulator {

    private static final double HOUR = 3600;
    private static final double ROUNDING = 1e-6;

    /**
     * What a run came to.
     *
     * @param cost USD, with what moving checkpoints cost
     * @param met whether all was done by the deadline
     * @param starts how often something was started
     * @param moves how often it was started in another region than the one before
     */
    public record Outcome(double cost, boolean met, int starts, int moves) {}

    private final SpotTerms terms;
    private final int[] regions;
    private final double moveCost;

    /** All zones are in one region. */
    public SpotSimulator(SpotTerms terms) {
        this(terms, new int[0], 0);
    }

    /**
     * @param regions the number of the region of each zone; zones beyond it are in region 0
     * @param moveCost USD for each start in another region than the one that ran before, for the checkpoint's transfer
     */
    public SpotSimulator(SpotTerms terms, int[] regions, double moveCost) {
        this.terms = terms;
        this.regions = regions.clone();
        this.moveCost = moveCost;
    }

    /** One zone. */
    public Outcome run(DeadlinePolicy policy, boolean[] available) {
        return run(policy, List.of(available));
    }

    /** Several zones, a row of availability each, all of one length. */
    public Outcome run(DeadlinePolicy policy, List<boolean[]> zones) {
        int ticks = zones.getFirst().length;
        double tick = terms.tickSeconds();
        double done = 0;
        double warmup = 0;
        double cost = 0;
        int starts = 0;
        int moves = 0;
        int place = -1;
        SpotChoice last = SpotChoice.WAIT;
        for (int t = 0; ; t++) {
            if (!(last instanceof SpotChoice.Wait)) {
                double progress = Math.max(tick - warmup, 0);
                warmup = Math.max(warmup - (tick - progress), 0);
                if (warmup < DeadlineGuard.NOTHING) {
                    warmup = 0;
                }
                done += Math.min(progress, terms.workSeconds() - done);
                cost += terms.price(last) * tick / HOUR;
            }
            double elapsed = t * tick;
            if (terms.workSeconds() - done <= DeadlineGuard.NOTHING) {
                return new Outcome(cost, elapsed <= terms.deadlineSeconds() + ROUNDING, starts, moves);
            }
            if (t == ticks) {
                return new Outcome(cost, false, starts, moves);
            }
            BitSet available = new BitSet(zones.size());
            for (int zone = 0; zone < zones.size(); zone++) {
                available.set(zone, zones.get(zone)[t]);
            }
            SpotChoice running = has(last, available) ? last : SpotChoice.WAIT;
            SpotStanding standing = new SpotStanding(terms, elapsed, done, warmup, running, available);
            SpotChoice choice = DeadlineGuard.check(standing, policy.choose(standing));
            if (!has(choice, available)) {
                choice = SpotChoice.WAIT;
            }
            if (!(choice instanceof SpotChoice.Wait) && !choice.equals(running)) {
                warmup = terms.delaySeconds();
                starts++;
            }
            if (choice instanceof SpotChoice.Spot spot) {
                int region = spot.zone() < regions.length ? regions[spot.zone()] : 0;
                if (place >= 0 && place != region) {
                    moves++;
                    cost += moveCost;
                }
                place = region;
            }
            last = choice;
        }
    }

    private static boolean has(SpotChoice choice, BitSet available) {
        return !(choice instanceof SpotChoice.Spot spot) || available.get(spot.zone());
    }
}
