package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Instances as they are, and their end. */
final class Ec2Instances {

    private static final DateTimeFormatter REASON_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);
    private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?");

    private final Market market;
    private final Fleet fleet;
    private final SimulatedClock clock;

    Ec2Instances(Market market, Fleet fleet, SimulatedClock clock) {
        this.market = market;
        this.fleet = fleet;
        this.clock = clock;
    }

    Consumer<Xml> describeInstances(QueryParameters in, RegionMarket region, Caller caller) {
        Ec2Values.dryRun(in);
        List<String> ids = in.list("InstanceId");
        if (!ids.isEmpty() && in.get("MaxResults") != null) {
            throw AwsException.badRequest(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        int limit = in.number("MaxResults", 1_000, 5, 1_000);
        Instant now = clock.instant();
        Filters filters = new Filters(
                in.filters(),
                Set.of(
                        "instance-id",
                        "instance-state-name",
                        "instance-state-code",
                        "instance-type",
                        "instance-lifecycle",
                        "availability-zone",
                        "client-token",
                        "image-id",
                        "reservation-id",
                        "tag-key"));
        List<SimInstance> matching = (ids.isEmpty()
                        ? fleet.list(Provider.AWS, caller.account(), region.name())
                        : find(ids, region, caller))
                .stream()
                        .filter(i -> matches(filters, region, i, InstanceStatus.of(i, now)))
                        .toList();
        String after = Ec2Values.after(in);
        List<SimInstance> rest =
                matching.stream().filter(i -> i.id().compareTo(after) > 0).toList();
        List<SimInstance> page = rest.subList(0, Math.min(rest.size(), limit));
        var reservations = new LinkedHashMap<String, List<SimInstance>>();
        page.forEach(i -> reservations
                .computeIfAbsent(i.reservationId(), r -> new ArrayList<>())
                .add(i));
        return x -> {
            x.list(
                    "reservationSet",
                    "item",
                    reservations.entrySet(),
                    (item, r) -> item.leaf("reservationId", r.getKey())
                            .leaf("ownerId", caller.account())
                            .element("groupSet", g -> {})
                            .list(
                                    "instancesSet",
                                    "item",
                                    r.getValue(),
                                    (i, instance) -> write(i, region, instance, now)));
            x.leaf(
                    "nextToken",
                    rest.size() > limit ? PageToken.of(page.getLast().id()) : null);
        };
    }

    private static boolean matches(Filters filters, RegionMarket region, SimInstance i, InstanceStatus status) {
        return filters.accept("instance-id", i.id())
                && filters.accept("instance-state-name", stateName(status))
                && filters.accept("instance-state-code", Integer.toString(stateCode(status)))
                && filters.accept("instance-type", i.type())
                && filters.accept("instance-lifecycle", i.spot() ? "spot" : "")
                && filters.accept("availability-zone", ZoneNames.name(region, i.zone()))
                && filters.accept("client-token", i.clientToken())
                && filters.accept("image-id", i.imageId())
                && filters.accept("reservation-id", i.reservationId())
                && filters.acceptAny("tag-key", List.copyOf(i.tags().keySet()))
                && filters.acceptTags(i.tags());
    }

    List<SimInstance> find(List<String> ids, RegionMarket region, Caller caller) {
        var missing = new ArrayList<String>();
        var found = new LinkedHashMap<String, SimInstance>();
        for (String id : ids) {
            if (!INSTANCE_ID.matcher(id).matches()) {
                throw AwsException.badRequest("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
            }
            fleet.find(Provider.AWS, caller.account(), region.name(), id)
                    .ifPresentOrElse(i -> found.put(id, i), () -> missing.add(id));
        }
        if (missing.size() == 1) {
            throw AwsException.badRequest(
                    "InvalidInstanceID.NotFound", "The instance ID '" + missing.getFirst() + "' does not exist");
        }
        if (!missing.isEmpty()) {
            throw AwsException.badRequest(
                    "InvalidInstanceID.NotFound", "The instance IDs '" + String.join(", ", missing) + "' do not exist");
        }
        return found.values().stream()
                .sorted(Comparator.comparing(SimInstance::id))
                .toList();
    }

    void write(Xml item, RegionMarket region, SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        item.leaf("instanceId", i.id())
                .leaf("imageId", i.imageId())
                .element("instanceState", s -> s.leaf("code", stateCode(status)).leaf("name", stateName(status)))
                .leaf(
                        "privateDnsName",
                        "ip-" + i.privateIp().replace('.', '-') + "." + region.name() + ".compute.internal")
                .leaf("dnsName", "")
                .leaf("reason", transition(status, i))
                .leaf("amiLaunchIndex", i.launchIndex())
                .leaf("instanceType", i.type())
                .leaf("launchTime", Ec2Values.TIME.format(i.launchedAt()))
                .element(
                        "placement",
                        p -> p.leaf("availabilityZone", ZoneNames.name(region, i.zone()))
                                .leaf("availabilityZoneId", i.zone())
                                .leaf("groupName", "")
                                .leaf("tenancy", "default"))
                .element("monitoring", m -> m.leaf("state", i.detailedMonitoring() ? "enabled" : "disabled"));
        if (!status.ending()) {
            item.leaf("privateIpAddress", i.privateIp());
        }
        InstanceStatus.End end = status.end();
        if (end != null) {
            item.element("stateReason", r -> stateReason(r, end, i.spot()));
        } else if (status.state() == InstanceStatus.State.PENDING) {
            item.element("stateReason", r -> r.leaf("code", "pending").leaf("message", "pending"));
        }
        item.leaf(
                        "architecture",
                        Optional.ofNullable(market.types().get(i.type()))
                                .map(Ec2Places::architecture)
                                .orElse(null))
                .leaf("rootDeviceType", "ebs")
                .leaf("virtualizationType", "hvm")
                .leaf("clientToken", i.clientToken())
                .list(
                        "tagSet",
                        "item",
                        i.tags().entrySet(),
                        (t, tag) -> t.leaf("key", tag.getKey()).leaf("value", tag.getValue()))
                .leaf("hypervisor", "xen");
        if (i.spot()) {
            item.leaf("instanceLifecycle", "spot").leaf("spotInstanceRequestId", Ec2SpotRequests.id(i));
        }
    }

    private static void stateReason(Xml reason, InstanceStatus.End end, boolean spot) {
        if (end == InstanceStatus.End.INTERRUPTION && !spot) {
            // Nobody takes back what was not sold as spot: its zone was lost.
            reason.leaf("code", "Server.InternalError").leaf("message", "Server.InternalError: Internal error");
            return;
        }
        switch (end) {
            case USER ->
                reason.leaf("code", "Client.UserInitiatedShutdown")
                        .leaf("message", "Client.UserInitiatedShutdown: User initiated shutdown");
            case SHUTDOWN ->
                reason.leaf("code", "Client.InstanceInitiatedShutdown")
                        .leaf("message", "Client.InstanceInitiatedShutdown: Instance initiated shutdown");
            case INTERRUPTION ->
                reason.leaf("code", "Server.SpotInstanceTermination")
                        .leaf("message", "Server.SpotInstanceTermination: Spot instance termination");
        }
    }

    private static String transition(InstanceStatus status, SimInstance i) {
        InstanceStatus.End end = status.end();
        if (end == null) {
            return "";
        }
        return switch (end) {
            case USER ->
                "User initiated (" + REASON_TIME.format(Objects.requireNonNullElse(i.deletedAt(), status.since()))
                        + ")";
            case SHUTDOWN -> "";
            case INTERRUPTION -> i.spot() ? "Server.SpotInstanceTermination" : "Server.InternalError";
        };
    }

    Consumer<Xml> terminateInstances(QueryParameters in, RegionMarket region, Caller caller) {
        List<String> ids = in.list("InstanceId");
        if (ids.isEmpty()) {
            throw AwsException.badRequest("MissingParameter", "The request must contain the parameter InstanceId");
        }
        List<SimInstance> before = find(ids, region, caller);
        Ec2Values.dryRun(in);
        Map<String, InstanceStatus> previous = new HashMap<>();
        before.forEach(i -> previous.put(i.id(), fleet.status(i)));
        fleet.delete(before);
        List<SimInstance> after = find(ids, region, caller);
        return x -> x.list("instancesSet", "item", after, (item, i) -> {
            InstanceStatus current = fleet.status(i);
            InstanceStatus earlier = Objects.requireNonNullElse(previous.get(i.id()), current);
            item.leaf("instanceId", i.id())
                    .element(
                            "currentState",
                            s -> s.leaf("code", stateCode(current)).leaf("name", stateName(current)))
                    .element(
                            "previousState",
                            s -> s.leaf("code", stateCode(earlier)).leaf("name", stateName(earlier)));
        });
    }

    static String stateName(InstanceStatus status) {
        return switch (status.state()) {
            case PENDING -> "pending";
            case RUNNING -> "running";
            case STOPPING -> "stopping";
            case STOPPED -> "stopped";
            case SHUTTING_DOWN -> "shutting-down";
            case GONE -> "terminated";
        };
    }

    static int stateCode(InstanceStatus status) {
        return switch (status.state()) {
            case PENDING -> 0;
            case RUNNING -> 16;
            case SHUTTING_DOWN -> 32;
            case GONE -> 48;
            case STOPPING -> 64;
            case STOPPED -> 80;
        };
    }
}
