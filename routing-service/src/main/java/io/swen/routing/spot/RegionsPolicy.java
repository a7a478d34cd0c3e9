package io.swen.routing.spot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Chooses over zones and regions. The zones of a region count as one for whether to use spot capacity, because a checkpoint moves
 * freely among them; another region is taken when starting and staying there is expected to cost less, by a multiple of what the
 * transfer costs.
 *
 * <p>It stays where it runs, because each start costs a delay. When it has to start anew, it does so in the zone of the region
 * where the fewest losses are expected in the next hours.
 */
final class RegionsPolicy implements DeadlinePolicy {

    /** A region's zones, and what decides on them together. */
    record Part(List<Integer> zones, LearningPolicy together) {}

    private static final double TIE = 1e-9;

    /** How many times its price a move has to be worth: what it is worth is a guess, and the best of several guesses flatters. */
    private static final double MARGIN = 4;

    /** How far ahead losses are counted when a zone is chosen; a stay is rarely longer. */
    private static final double HOURS = 6;

    private static final double HOUR = 3600;
    private static final double HALF_LIFE_SECONDS = 48 * HOUR;

    /** What the curve is worth against what was seen of a zone, in expected losses. */
    private static final double PRIOR = 4;

    private final SpotTerms terms;
    private final List<Part> regions;
    private final LossCurve curve;
    private final double moveCost;
    private final RunAge[] runs;
    private final LossCount[] losses;
    /** The region with the checkpoint; -1 before the first start. */
    private int home = -1;

    RegionsPolicy(SpotTerms terms, List<Part> regions, LossCurve curve, double moveCost) {
        this.terms = terms;
        this.regions = List.copyOf(regions);
        this.curve = curve;
        this.moveCost = moveCost;
        int zones = 1
                + regions.stream()
                        .flatMap(region -> region.zones().stream())
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElseThrow();
        this.runs = new RunAge[zones];
        Arrays.setAll(runs, zone -> new RunAge(terms.tickSeconds()));
        this.losses = new LossCount[zones];
        Arrays.fill(losses, LossCount.NOTHING);
    }

    @Override
    public SpotChoice choose(SpotStanding standing) {
        for (int zone = 0; zone < runs.length; zone++) {
            observe(zone, standing.available(zone));
        }
        SpotChoice choice = SpotChoice.WAIT;
        int chosen = home;
        double least = Double.POSITIVE_INFINITY;
        for (int r = 0; r < regions.size(); r++) {
            Part region = regions.get(r);
            BitSet here = here(region, standing);
            double[] costs = region.together().costs(seenFrom(region, standing, here));
            boolean away = home >= 0 && r != home;
            if (!away && costs[WaitingValues.WAIT] < least - TIE) {
                least = costs[WaitingValues.WAIT];
                choice = SpotChoice.WAIT;
                chosen = home;
            }
            if (!here.isEmpty() && costs[WaitingValues.SPOT] + (away ? MARGIN * moveCost : 0) < least - TIE) {
                least = costs[WaitingValues.SPOT] + (away ? MARGIN * moveCost : 0);
                choice = start(region, standing, here);
                chosen = r;
            }
            if (!away && costs[WaitingValues.ON_DEMAND] < least - TIE) {
                least = costs[WaitingValues.ON_DEMAND];
                choice = SpotChoice.ON_DEMAND;
                chosen = r;
            }
        }
        home = chosen;
        return choice;
    }

    /** A region takes for nothing what runs in another. */
    private static SpotStanding seenFrom(Part region, SpotStanding standing, BitSet here) {
        boolean elsewhere = standing.running() instanceof SpotChoice.Spot spot
                && !region.zones().contains(spot.zone());
        return new SpotStanding(
                standing.terms(),
                standing.elapsedSeconds(),
                standing.doneSeconds(),
                standing.warmupSeconds(),
                elsewhere ? SpotChoice.WAIT : standing.running(),
                here);
    }

    private static BitSet here(Part region, SpotStanding standing) {
        BitSet here = new BitSet();
        region.zones().stream().filter(standing::available).forEach(here::set);
        return here;
    }

    private SpotChoice start(Part region, SpotStanding standing, BitSet here) {
        if (standing.running() instanceof SpotChoice.Spot running
                && region.zones().contains(running.zone())) {
            return running;
        }
        int best = here.nextSetBit(0);
        double fewest = Double.POSITIVE_INFINITY;
        for (int zone = best; zone >= 0; zone = here.nextSetBit(zone + 1)) {
            double expected = curve.hazard(runs[zone].bucket(), HOURS) * losses[zone].factor(PRIOR);
            if (expected < fewest - TIE) {
                fewest = expected;
                best = zone;
            }
        }
        return SpotChoice.spot(best);
    }

    private void observe(int zone, boolean present) {
        RunAge run = runs[zone];
        boolean had = run.started() && run.present();
        double expected = had ? curve.hazard(run.bucket(), terms.tickSeconds() / HOUR) : 0;
        losses[zone] =
                losses[zone].faded(terms.tickSeconds(), HALF_LIFE_SECONDS).plus(had && !present ? 1 : 0, expected);
        run.observe(present);
    }
}
