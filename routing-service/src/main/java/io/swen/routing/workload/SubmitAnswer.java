package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;

/** The answer to a submission: it is stored, and this is where to look. */
@Schema(name = "Submitted")
record SubmitAnswer(String id, WorkloadState state, Links links) {

    @Schema(name = "SubmittedLinks")
    record Links(String self, String decision) {}

    static SubmitAnswer of(String id) {
        return new SubmitAnswer(
                id,
                WorkloadState.SUBMITTED,
                new Links("/api/v1/workloads/" + id, "/api/v1/decisions?workload_id=" + id));
    }
}
