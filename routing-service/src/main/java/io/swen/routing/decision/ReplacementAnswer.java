package io.swen.routing.decision;

import java.util.List;
import java.util.UUID;

/** What became of a {@link ReplacementOrder}, for gitops-service; its schema stands in docs/events. */
public record ReplacementAnswer(UUID requestId, List<Placed> decided, List<Refused> refused) {

    static final String TYPE = "ReplacementDecided";

    /** A workload that has a new decision. */
    public record Placed(String workloadId, UUID decisionId, String offerId) {}

    /** A workload that stays as it is; {@code why} is for a person. */
    public record Refused(String workloadId, String why) {}

    public ReplacementAnswer {
        decided = List.copyOf(decided);
        refused = List.copyOf(refused);
    }
}
