package io.swen.gitops.remediation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is done when something happens, as code.
 *
 * @param trigger the event that asks for it
 * @param guard what has to hold before anything is done without a person
 * @param steps in order: preparations, one action, what follows it
 * @param otherwise what is done when the action did not come to anything
 * @param handOverAfter domain time after which a person is asked, whatever it waits for
 */
record Runbook(
        String name,
        String title,
        Trigger trigger,
        Guard guard,
        List<Step> steps,
        Otherwise otherwise,
        Duration handOverAfter) {

    Runbook {
        steps = List.copyOf(steps);
    }

    /**
     * An event of this type whose data has one of these values in each of these fields.
     *
     * @param event a full type name
     */
    record Trigger(String event, Map<String, Set<String>> when) {

        boolean matches(String type, JsonNode data) {
            return type.equals(event)
                    && when.entrySet().stream()
                            .allMatch(condition -> condition
                                    .getValue()
                                    .contains(data.path(condition.getKey()).asString("")));
        }
    }

    /**
     * @param mostPerHour remediations of this runbook that were opened within an hour of wall time; beyond it a person is asked
     * @param unobservedFor domain time for which this service itself must not have seen the deployment; null where that does not matter
     * @param failover whether the environment's failover policy decides
     */
    record Guard(int mostPerHour, @Nullable Duration unobservedFor, boolean failover) {}

    /** What is done when there is no other place in time. */
    enum Otherwise {
        /** The workload is decided anew when it has lost its place, and begins from its checkpoint. */
        RESTART,
        /** Nothing: it is only at risk. */
        LEAVE,
        /** It is asked for again and again until a person is asked. */
        INSIST
    }

    /** What a replacement keeps away from. */
    enum Avoid {
        NOTHING,
        /** The spot pools that instances were taken back from lately, its own among them. */
        POOLS,
        /** The region where it is. */
        REGION
    }

    /** One thing to do, from a fixed catalogue. */
    sealed interface Step {

        /** The instances are marked as about to go. */
        record Drain() implements Step {}

        /** What becomes of the work that was done is put on record: the instance's own hook saves it. */
        record Checkpoint() implements Step {}

        /** Nothing of the environment is put into the region until it has been back for a while. */
        record CordonRegion() implements Step {}

        /** Whoever listens to remediations is told. */
        record Notify(String message) implements Step {}

        /** An action: routing-service decides, and a change does it. */
        sealed interface Action extends Step {
            int attempts();
        }

        /** @param soft only where a place elsewhere costs about the same */
        record Replace(Avoid avoid, boolean soft, int attempts) implements Action {}

        /** New instances at the same place. */
        record Restart(int attempts) implements Action {}

        /** More replicas, or fewer. */
        record Scale(int by, int attempts) implements Action {}

        /** Domain time for which it has to have run before it is verified. */
        record Wait(Duration duration) implements Step {}

        /** @param within domain time, of the change from when it was applied */
        record Verify(Duration within) implements Step {}
    }

    Step.Action action() {
        return steps.stream()
                .filter(Step.Action.class::isInstance)
                .map(Step.Action.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** What is done before the action. */
    List<Step> preparations() {
        return steps.subList(0, steps.indexOf(action()));
    }

    Duration waits() {
        return steps.stream()
                .filter(Step.Wait.class::isInstance)
                .map(step -> ((Step.Wait) step).duration())
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Nullable
    Duration verifiedWithin() {
        return steps.stream()
                .filter(Step.Verify.class::isInstance)
                .map(step -> ((Step.Verify) step).within())
                .findFirst()
                .orElse(null);
    }
}
