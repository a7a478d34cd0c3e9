package io.swen.routing.workload;

/** The answer to a submission: it is stored, and this is where to look. */
record SubmitAnswer(String id, WorkloadState state, Links links) {

    record Links(String self, String decision) {}

    static SubmitAnswer of(String id) {
        return new SubmitAnswer(
                id,
                WorkloadState.SUBMITTED,
                new Links("/api/v1/workloads/" + id, "/api/v1/decisions?workload_id=" + id));
    }
}
