package io.swen.routing.spot;

import java.util.ArrayList;
import java.util.List;

/** Makes policies for work that may run in any of several zones of several regions, where leaving a region costs a transfer. */
public final class RegionsPlanner {

    /**
     * A region.
     *
     * @param zones their numbers, as in what the policy is shown
     * @param experience of traces of as many zones taken together as the region has: {@link SpotTrace#anyOf}
     */
    public record Region(List<Integer> zones, SpotExperience experience) {

        public Region {
            zones = List.copyOf(zones);
            if (zones.isEmpty()) {
                throw new IllegalArgumentException("a region without zones has no capacity");
            }
        }
    }

    private final SpotTerms terms;
    private final List<Region> regions;
    private final List<DeadlinePlanner> planners;
    private final LossCurve curve;
    private final double moveCost;

    /**
     * @param curve how capacity is lost in a single zone
     * @param moveCost USD for the checkpoint's way from one region to another
     */
    public RegionsPlanner(SpotTerms terms, List<Region> regions, LossCurve curve, double moveCost) {
        this.terms = terms;
        this.regions = List.copyOf(regions);
        this.planners = regions.stream()
                .map(region -> new DeadlinePlanner(terms, region.experience()))
                .toList();
        this.curve = curve;
        this.moveCost = moveCost;
    }

    /** A policy for one run. */
    public DeadlinePolicy policy() {
        List<RegionsPolicy.Part> parts = new ArrayList<>();
        for (int r = 0; r < regions.size(); r++) {
            parts.add(new RegionsPolicy.Part(
                    regions.get(r).zones(), planners.get(r).learning()));
        }
        return new RegionsPolicy(terms, parts, curve, moveCost);
    }
}
