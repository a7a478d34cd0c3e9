package io.swen.routing.placement;

/** Whether a model had a say in a decision, and why or why not. */
public record ModelUse(boolean used, String reason) {

    /** What a decision says while nothing has been learned. */
    public static ModelUse none() {
        return new ModelUse(
                false, "no model yet: none has been trained on realised outcomes, so the score is the transparent one");
    }
}
