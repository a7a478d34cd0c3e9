package io.swen.simulator.protocol;

/** A cloud that answers signed requests. */
public interface Cloud {

    Outcome answer(ApiRequest request);

    /** What this cloud says when it fails itself. */
    ApiResponse failure(String requestId);
}
