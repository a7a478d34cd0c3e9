package io.swen.routing.model;

/** The data of the event that tells of models coming into use and going out of it; its schema stands in docs/events. */
final class ModelEvents {

    static final String CHANGED = "ModelChanged";

    private ModelEvents() {}

    record Changed(String modelId, ModelVersion.State state, String reason) {}
}
