package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The events that EC2 puts on EventBridge: state changes, rebalance recommendations and interruption warnings.
 *
 * <p>This is where AWS notices come from. Nothing sends them: they follow from what the fleet knows of each instance, so that
 * whatever interrupts an instance there, a draw, a price, a person or a scenario, is announced here without more ado.
 */
final class InstanceEvents {

    /** EC2 promises no lead; this one lets a listener do something with it. */
    private static final Duration REBALANCE_LEAD = Duration.ofMinutes(10);

    private final Fleet fleet;

    InstanceEvents(Fleet fleet) {
        this.fleet = fleet;
    }

    /** An event as EventBridge writes it. */
    record Event(String id, Map<String, Object> body) {}

    /** Something that happened; its event is written when somebody takes it, for thousands may wait at once. */
    record Occurred(SimInstance instance, Instant at, String detailType, String state, Map<String, Object> detail) {

        /** Tells it apart from everything else that happened. */
        String key() {
            return instance.id() + "/" + detailType + "/" + state;
        }
    }

    /** All that happened to an account's instances up to a moment, as far as the instances can still be seen, in no order. */
    List<Occurred> upTo(String account, Instant now) {
        var occurred = new ArrayList<Occurred>();
        for (SimInstance instance : fleet.list(Provider.AWS, account, null)) {
            stateChanges(instance, now, occurred);
            if (instance.spot()) {
                warnings(instance, now, occurred);
            }
        }
        return occurred;
    }

    private static void stateChanges(SimInstance i, Instant now, List<Occurred> into) {
        InstanceStatus status = InstanceStatus.of(i, now);
        state(i, i.launchedAt(), "pending", into);
        if (!i.runningAt().isAfter(now)
                && InstanceStatus.of(i, i.runningAt()).state() == InstanceStatus.State.RUNNING) {
            state(i, i.runningAt(), "running", into);
        }
        InstanceStatus.End end = status.end();
        if (end == null) {
            return;
        }
        Instant ended = switch (end) {
            case USER -> i.deletedAt();
            case SHUTDOWN -> i.workEndsAt();
            case INTERRUPTION -> i.interruptedAt();
        };
        if (ended == null) {
            return;
        }
        state(i, ended, status.ending() ? "shutting-down" : "stopping", into);
        switch (status.state()) {
            case GONE -> state(i, status.since(), "terminated", into);
            case STOPPED -> state(i, status.since(), "stopped", into);
            case PENDING, RUNNING, STOPPING, SHUTTING_DOWN -> {
                // Still on the way.
            }
        }
    }

    private static void state(SimInstance i, Instant at, String state, List<Occurred> into) {
        into.add(new Occurred(
                i, at, "EC2 Instance State-change Notification", state, Map.of("instance-id", i.id(), "state", state)));
    }

    private static void warnings(SimInstance i, Instant now, List<Occurred> into) {
        Instant interruption = i.interruptedAt();
        if (interruption == null) {
            return;
        }
        Instant warned = interruption.minus(InstanceStatus.notice(i));
        // Who ended before had no warning.
        if (!warned.isAfter(now) && InstanceStatus.of(i, warned).noticedUntil() != null) {
            into.add(new Occurred(
                    i,
                    warned,
                    "EC2 Spot Instance Interruption Warning",
                    "",
                    Map.of("instance-id", i.id(), "instance-action", "terminate")));
        }
        Instant recommended = interruption.minus(REBALANCE_LEAD);
        if (!recommended.isAfter(now)
                && recommended.isAfter(i.runningAt())
                && InstanceStatus.of(i, recommended).state() == InstanceStatus.State.RUNNING) {
            into.add(new Occurred(
                    i, recommended, "EC2 Instance Rebalance Recommendation", "", Map.of("instance-id", i.id())));
        }
    }

    static Event event(String account, Occurred o) {
        SimInstance i = o.instance();
        String id =
                UUID.nameUUIDFromBytes(o.key().getBytes(StandardCharsets.UTF_8)).toString();
        var body = new LinkedHashMap<String, Object>();
        body.put("version", "0");
        body.put("id", id);
        body.put("detail-type", o.detailType());
        body.put("source", "aws.ec2");
        body.put("account", account);
        body.put("time", o.at().truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("region", i.region());
        body.put("resources", List.of("arn:aws:ec2:" + i.region() + ":" + account + ":instance/" + i.id()));
        body.put("detail", o.detail());
        return new Event(id, body);
    }
}
