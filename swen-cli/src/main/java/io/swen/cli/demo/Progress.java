package io.swen.cli.demo;

import io.swen.cli.console.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How far one workload of the demonstration has come. */
final class Progress {
    private static final Set<String> PLACED = Set.of("running", "moving", "completed");
    private static final Set<String> LOST = Set.of("failed", "cancelled");

    private final DemoWorkload workload;
    private String state = "submitted";
    private @Nullable JsonNode view;
    private @Nullable JsonNode decision;
    private @Nullable JsonNode change;
    private boolean everPlaced;
    private boolean everUnplaceable;
    private boolean approved;
    private boolean tornDown;
    private boolean duplicated;
    private int surplusInARow;

    Progress(DemoWorkload workload) {
        this.workload = workload;
    }

    DemoWorkload workload() {
        return workload;
    }

    String id() {
        return workload.id();
    }

    String state() {
        return state;
    }

    /** Takes what the platform says of the workload now; true if its state is another one. */
    boolean seen(JsonNode now) {
        String before = state;
        view = now;
        state = Json.text(now, "state", before);
        everPlaced |= PLACED.contains(state);
        everUnplaceable |= state.equals("unplaceable");
        return !before.equals(state);
    }

    /** Takes what really runs. More than wanted counts once it is seen twice in a row: one look may fall into a move. */
    void counted(Census census) {
        int working = census.working().getOrDefault(id(), 0);
        surplusInARow = working > workload.replicas() && !state.equals("moving") ? surplusInARow + 1 : 0;
        duplicated |= surplusInARow >= 2;
        boolean ended = state.equals("completed") || state.equals("cancelled");
        tornDown = everPlaced && ended && !census.present().contains(id());
    }

    void decided(JsonNode found) {
        decision = found;
    }

    void changed(JsonNode found) {
        change = found;
    }

    void approvedByHand() {
        approved = true;
    }

    @Nullable
    String decisionId() {
        return view == null ? null : Json.text(view, "decision_id");
    }

    @Nullable
    String changeId() {
        return view == null ? null : Json.text(view, "change_id");
    }

    @Nullable
    JsonNode decision() {
        return decision;
    }

    @Nullable
    JsonNode change() {
        return change;
    }

    @Nullable
    String unplaceableReason() {
        return view == null ? null : Json.text(view, "unplaceable_reason");
    }

    boolean isPlaced() {
        return everPlaced;
    }

    boolean isUnplaceable() {
        return everUnplaceable;
    }

    boolean isLost() {
        return (LOST.contains(state) && !everPlaced) || state.equals("failed");
    }

    /** Nothing more has to be waited for to know where it went. */
    boolean isDecided() {
        return everPlaced || everUnplaceable || isLost();
    }

    boolean isApproved() {
        return approved;
    }

    boolean isAutomatic() {
        return change != null && "automatic".equals(Json.text(change, "approval.level"));
    }

    boolean isTornDown() {
        return tornDown;
    }

    boolean isDuplicated() {
        return duplicated;
    }

    /** Whether it became what it should; null if so, else what is wrong. */
    @Nullable
    String disappointment(boolean kept) {
        return switch (workload.expected()) {
            case HAS_NO_PLACE -> everUnplaceable ? null : "should have no place, is " + state;
            case RUNS_ON -> notPlaced() != null ? notPlaced() : kept ? null : notTornDown();
            case FINISHES -> notPlaced() != null ? notPlaced() : notTornDown();
            case FINISHES_AFTER_APPROVAL ->
                notPlaced() != null ? notPlaced() : approved ? notTornDown() : "needed no approval";
        };
    }

    private @Nullable String notPlaced() {
        return everPlaced ? null : "was not placed, is " + state;
    }

    private @Nullable String notTornDown() {
        return tornDown ? null : "was not torn down, is " + state;
    }
}
