package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceEvent;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;

/** What runs on EC2, and what EC2's own checks say of it. */
@Component
class AwsInstances implements SdkTelemetrySource.Instances {

    private static final int IN_ONE_CALL = 1000;
    /** "User initiated (2026-11-23 18:00:00 GMT)". */
    private static final Pattern TRANSITION = Pattern.compile("\\((\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) GMT\\)");

    private static final DateTimeFormatter TRANSITION_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Filter MANAGED =
            Filter.builder().name("tag:ManagedBy").values("swen").build();

    private final AwsClients aws;
    private final AwsPlaces places;

    AwsInstances(AwsClients aws, AwsPlaces places) {
        this.aws = aws;
        this.places = places;
    }

    @Override
    public List<SeenInstance> managed(String region) {
        return read(region, List.of(MANAGED));
    }

    @Override
    public List<SeenInstance> all(String region) {
        return read(region, List.of());
    }

    @Override
    public List<InstanceHealth> health(String region) {
        List<InstanceHealth> all = new ArrayList<>();
        Pages.readAll(Provider.AWS, "instance status of " + region, token -> {
            var answer = aws.call(
                    CloudAction.AWS_DESCRIBE_INSTANCE_STATUS,
                    region,
                    () -> aws.ec2(region)
                            .describeInstanceStatus(
                                    request -> request.maxResults(IN_ONE_CALL).nextToken(token)));
            answer.instanceStatuses().forEach(status -> all.add(health(status)));
            return answer.nextToken();
        });
        return all;
    }

    static State state(InstanceStateName name) {
        return switch (name) {
            case PENDING -> State.PENDING;
            case RUNNING -> State.RUNNING;
            case SHUTTING_DOWN, STOPPING -> State.STOPPING;
            case STOPPED -> State.STOPPED;
            case TERMINATED -> State.TERMINATED;
            case UNKNOWN_TO_SDK_VERSION -> State.PENDING;
        };
    }

    private List<SeenInstance> read(String region, List<Filter> filters) {
        List<SeenInstance> seen = new ArrayList<>();
        Pages.readAll(Provider.AWS, "instances of " + region, token -> {
            var answer = aws.call(
                    CloudAction.AWS_DESCRIBE_INSTANCES,
                    region,
                    () -> aws.ec2(region)
                            .describeInstances(request -> request.maxResults(IN_ONE_CALL)
                                    .nextToken(token)
                                    .filters(filters)));
            answer.reservations()
                    .forEach(reservation ->
                            reservation.instances().forEach(instance -> seen.add(instance(region, instance))));
            return answer.nextToken();
        });
        return seen;
    }

    private SeenInstance instance(String region, Instance instance) {
        Map<String, String> tags = new HashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        State state = state(instance.state().name());
        return new SeenInstance(
                region,
                places.zone(
                        region,
                        instance.placement().availabilityZoneId(),
                        instance.placement().availabilityZone()),
                instance.instanceId(),
                instance.instanceTypeAsString(),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                state,
                state != State.STOPPED && state != State.TERMINATED,
                instance.launchTime(),
                state == State.TERMINATED || state == State.STOPPED
                        ? transition(instance.stateTransitionReason())
                        : null,
                tags);
    }

    private static @Nullable Instant transition(@Nullable String reason) {
        Matcher matcher = TRANSITION.matcher(reason == null ? "" : reason);
        if (!matcher.find()) {
            return null;
        }
        try {
            return LocalDateTime.parse(matcher.group(1), TRANSITION_TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static InstanceHealth health(InstanceStatus status) {
        List<InstanceEvent> events = new ArrayList<>();
        for (var event : status.events()) {
            String description = event.description() == null ? "" : event.description();
            // What is over stays listed for a week, with its description beginning so.
            if (!description.startsWith("[Completed]") && !description.startsWith("[Canceled]")) {
                String code = event.codeAsString();
                events.add(new InstanceEvent(
                        event.instanceEventId() == null
                                ? status.instanceId() + "/" + code + "/" + event.notBefore()
                                : event.instanceEventId(),
                        code,
                        description,
                        event.notBefore(),
                        event.notAfter()));
            }
        }
        return new InstanceHealth(status.instanceId(), summary(status), events);
    }

    /** The worse of the two checks. */
    private static String summary(InstanceStatus status) {
        List<SummaryStatus> checks = new ArrayList<>();
        if (status.instanceStatus() != null) {
            checks.add(status.instanceStatus().status());
        }
        if (status.systemStatus() != null) {
            checks.add(status.systemStatus().status());
        }
        if (checks.contains(SummaryStatus.IMPAIRED)) {
            return "impaired";
        }
        if (checks.contains(SummaryStatus.INITIALIZING)) {
            return "initializing";
        }
        return checks.size() == 2 && checks.stream().allMatch(SummaryStatus.OK::equals) ? "ok" : "unknown";
    }
}
