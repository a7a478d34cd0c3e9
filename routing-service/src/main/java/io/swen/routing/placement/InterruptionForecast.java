package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndex;

/** How likely a replica is to be taken back by its provider; immutable, and a pure function of its arguments. */
public interface InterruptionForecast extends KnowledgePart {

    /** The newest forecast; a bean of it replaces the rates that come with the offers. */
    interface Source {

        /** Answers at once and the same object until there is something newer. */
        InterruptionForecast newest();

        /**
         * The forecast that a source of this kind gave out before, as {@link #bytes()} stored it.
         *
         * @throws IllegalArgumentException where the bytes are none of its forecasts
         */
        default InterruptionForecast read(byte[] bytes) {
            throw new IllegalArgumentException("forecasts of interruptions cannot be read again");
        }
    }

    /** The forecast for one run; used by one thread, so that it may keep what it computed. */
    interface Horizon {

        /** Chance from 0 to 1 that a replica on this offer is lost at least once within the run. */
        double probability(int offer);

        /** How often a replica is expected to be lost: that of a Poisson process with this chance. */
        default double interruptions(int offer) {
            return expected(probability(offer));
        }
    }

    /** A chance is never counted as more certain than this, so that the expected number stays finite. */
    double HIGHEST = 0.999999;

    /**
     * Chance from 0 to 1 that a replica on this offer is lost at least once within {@code hours}; 0 for what is not taken
     * back, such as on-demand; never falls with {@code hours}.
     */
    double probability(OfferIndex index, int offer, double hours);

    /** The same for many offers and one length of run. */
    default Horizon at(OfferIndex index, double hours) {
        return offer -> probability(index, offer, hours);
    }

    /** Why a chance is what it is, in a few words for a person, such as "5 % of such instances are interrupted in a month". */
    String explain(OfferIndex index, int offer);

    /** The expected number of events of a Poisson process that has this chance of at least one. */
    static double expected(double probability) {
        return -StrictMath.log1p(-Math.min(probability, HIGHEST));
    }
}
