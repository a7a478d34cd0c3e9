package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndex;
import org.jspecify.annotations.Nullable;

/** A model, learned from realised outcomes, that has a say in scores; immutable, and a pure function of its arguments. */
public interface OutcomePredictor extends KnowledgePart {

    /** The model that counts; a bean of it lets placements ask one. */
    interface Source {

        /** Answers at once and the same object until there is something newer; null before the first model. */
        @Nullable
        OutcomePredictor newest();

        /** Why there is none, for decisions to say. */
        ModelUse none();

        /**
         * The model that a source of this kind gave out before, as {@link #bytes()} stored it.
         *
         * @throws IllegalArgumentException where the bytes are none of its models
         */
        default OutcomePredictor read(byte[] bytes) {
            throw new IllegalArgumentException("models cannot be read again");
        }
    }

    /** The model's judgement of the offers for one workload; used by one thread. */
    interface Scorer {

        /** 0 (bad) to 1,000,000 (as good as can be). */
        long millionths(int offer);

        /** What no offer's judgement exceeds; the closer, the fewer offers are asked about. */
        long upperBound();
    }

    /** Whether it counts at the moment, and why or why not; one that does not is not asked. */
    ModelUse use();

    /** Judges offers for one workload. */
    Scorer scorer(OfferIndex index, PlacementRequest request);

    /** What the judgement of an offer stands for, in a few words for a person. */
    String explain(OfferIndex index, PlacementRequest request, int offer);
}
