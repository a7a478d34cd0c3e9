package io.swen.routing.model;

/** Whatever expects something of a placement: a model, or the baseline. */
@FunctionalInterface
public interface Judge {

    Expectation expect(Sample sample);
}
