package io.swen.telemetry.cloud;

import com.aliyuncs.ecs.model.v20140526.DescribeInstanceHistoryEventsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What ECS announces: system events, which stay listed for a week, and the lock {@code Recycling}, which a spot instance wears in
 * the five minutes before it is released.
 */
@Component
class AlibabaNotices implements SdkTelemetrySource.Notices {

    private static final int IN_ONE_CALL = 100;
    private static final String RECYCLING = "Recycling";
    /** ECS releases a spot instance five minutes after it locked it. */
    private static final Duration UNTIL_RELEASE = Duration.ofMinutes(5);

    private final AlibabaClients alibaba;

    private final Clock clock;

    AlibabaNotices(AlibabaClients alibaba, Clock clock) {
        this.alibaba = alibaba;
        this.clock = clock;
    }

    @Override
    public List<String> feeds(Collection<String> regions) {
        return regions.stream().sorted().distinct().toList();
    }

    @Override
    public void acknowledge(String feed, List<Notice> stored) {
        // ECS lists its events for a week, whoever has read them.
    }

    @Override
    public List<Notice> notices(String region, Instant since) {
        List<Notice> notices = events(region, since);
        notices.addAll(locks(region));
        return notices;
    }

    private List<Notice> locks(String region) {
        List<Notice> notices = new ArrayList<>();
        Instant now = clock.instant();
        Pages.readAll(Provider.ALIBABA, "locked instances of " + region, token -> {
            DescribeInstancesRequest request = new DescribeInstancesRequest();
            request.setLockReason(RECYCLING);
            request.setMaxResults(IN_ONE_CALL);
            request.setNextToken(token);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCES, region, request);
            for (JsonNode instance : answer.at("/Instances/Instance")) {
                for (JsonNode lock : instance.at("/OperationLocks/LockReason")) {
                    if (lock.path("LockReason").asString("").equals(RECYCLING)) {
                        String id = instance.path("InstanceId").asString();
                        notices.add(new Notice(
                                release(id),
                                null,
                                NoticeKind.INTERRUPTION,
                                region,
                                id,
                                lock.path("LockMsg").asString(RECYCLING),
                                now,
                                // When exactly the lock began is not told, so this is the latest it can be.
                                now.plus(UNTIL_RELEASE),
                                null));
                    }
                }
            }
            return answer.path("NextToken").asString("");
        });
        return notices;
    }

    private List<Notice> events(String region, Instant since) {
        List<Notice> notices = new ArrayList<>();
        Pages.readAll(Provider.ALIBABA, "events of " + region, token -> {
            int page = token == null ? 1 : Integer.parseInt(token);
            DescribeInstanceHistoryEventsRequest request = new DescribeInstanceHistoryEventsRequest();
            request.setEventPublishTimeStart(
                    since.truncatedTo(ChronoUnit.SECONDS).toString());
            request.setResourceType("instance");
            request.setPageNumber(page);
            request.setPageSize(IN_ONE_CALL);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCE_HISTORY_EVENTS, region, request);
            for (JsonNode event : answer.at("/InstanceSystemEventSet/InstanceSystemEventType")) {
                notices.add(notice(region, event));
            }
            return (long) page * IN_ONE_CALL < answer.path("TotalCount").asLong(0) ? Integer.toString(page + 1) : null;
        });
        return notices;
    }

    private static Notice notice(String region, JsonNode event) {
        String type = event.at("/EventType/Name").asString("");
        NoticeKind kind = switch (type) {
            case "InstanceExpiration.Delete", "SpotInstance.Interruption", "SpotInstanceInterruption" ->
                NoticeKind.INTERRUPTION;
            default -> NoticeKind.SCHEDULED_EVENT;
        };
        String instance = event.path("InstanceId").asString();
        return new Notice(
                kind == NoticeKind.INTERRUPTION
                        ? release(instance)
                        : event.path("EventId").asString(),
                null,
                kind,
                region,
                instance,
                type
                        + (event.path("Reason").asString("").isEmpty()
                                ? ""
                                : ": " + event.path("Reason").asString("")),
                AlibabaClients.instant(event.path("EventPublishTime").asString("")),
                AlibabaClients.instantOrNull(event.path("NotBefore")),
                null);
    }

    /** An instance is released once, so that its event and its lock are one notice. */
    private static String release(String instanceId) {
        return instanceId + "/release";
    }
}
