package io.swen.routing.model;

/** A model, learned from realised outcomes, that a decision may ask; there is no bean of it until one can be trained. */
public interface OutcomeModel {

    /** Whether the model counts at the moment, and why or why not. */
    ModelUse use();
}
