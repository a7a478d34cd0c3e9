package io.swen.routing.decision;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.placement.InterruptionForecast;

/** A forecast in which one offer is interrupted so many times as often; for questions only, never stored. */
record ScaledInterruptions(InterruptionForecast base, String offerId, double factor) implements InterruptionForecast {

    @Override
    public double probability(OfferIndex index, int offer, double hours) {
        double chance = base.probability(index, offer, hours);
        return offer == index.find(offerId) ? scaled(chance) : chance;
    }

    @Override
    public Horizon at(OfferIndex index, double hours) {
        Horizon known = base.at(index, hours);
        int target = index.find(offerId);
        return new Horizon() {
            @Override
            public double probability(int offer) {
                return offer == target ? scaled(known.probability(offer)) : known.probability(offer);
            }

            @Override
            public double interruptions(int offer) {
                return offer == target ? factor * known.interruptions(offer) : known.interruptions(offer);
            }
        };
    }

    @Override
    public String explain(OfferIndex index, int offer) {
        return base.explain(index, offer);
    }

    @Override
    public String id() {
        throw new UnsupportedOperationException("a supposed forecast is not stored");
    }

    @Override
    public byte[] bytes() {
        throw new UnsupportedOperationException("a supposed forecast is not stored");
    }

    /** Of a Poisson process whose rate is so many times as high. */
    private double scaled(double chance) {
        return -StrictMath.expm1(factor * StrictMath.log1p(-Math.min(chance, HIGHEST)));
    }
}
