package io.swen.telemetry.cloud;

import com.aliyuncs.ecs.model.v20140526.DescribeInstancesFullStatusRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceEvent;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What runs on ECS, and what ECS's own checks say of it. */
@Component
class AlibabaInstances implements SdkTelemetrySource.Instances {

    private static final int IN_ONE_CALL = 100;

    private final AlibabaClients alibaba;

    AlibabaInstances(AlibabaClients alibaba) {
        this.alibaba = alibaba;
    }

    @Override
    public List<SeenInstance> managed(String region) {
        DescribeInstancesRequest.Tag tag = new DescribeInstancesRequest.Tag();
        tag.setKey("ManagedBy");
        tag.setValue("swen");
        return read(region, List.of(tag));
    }

    @Override
    public List<SeenInstance> all(String region) {
        return read(region, List.of());
    }

    @Override
    public List<InstanceHealth> health(String region) {
        List<InstanceHealth> all = new ArrayList<>();
        Pages.readAll(Provider.ALIBABA, "instance status of " + region, token -> {
            int page = token == null ? 1 : Integer.parseInt(token);
            DescribeInstancesFullStatusRequest request = new DescribeInstancesFullStatusRequest();
            request.setPageNumber(page);
            request.setPageSize(IN_ONE_CALL);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCES_FULL_STATUS, region, request);
            for (JsonNode status : answer.at("/InstanceFullStatusSet/InstanceFullStatusType")) {
                all.add(health(status));
            }
            return (long) page * IN_ONE_CALL < answer.path("TotalCount").asLong(0) ? Integer.toString(page + 1) : null;
        });
        return all;
    }

    private List<SeenInstance> read(String region, List<DescribeInstancesRequest.Tag> tags) {
        List<SeenInstance> seen = new ArrayList<>();
        Pages.readAll(Provider.ALIBABA, "instances of " + region, token -> {
            DescribeInstancesRequest request = new DescribeInstancesRequest();
            request.setMaxResults(IN_ONE_CALL);
            request.setNextToken(token);
            if (!tags.isEmpty()) {
                request.setTags(tags);
            }
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCES, region, request);
            for (JsonNode instance : answer.at("/Instances/Instance")) {
                seen.add(instance(region, instance));
            }
            return answer.path("NextToken").asString("");
        });
        return seen;
    }

    private static SeenInstance instance(String region, JsonNode instance) {
        Map<String, String> tags = new HashMap<>();
        for (JsonNode tag : instance.at("/Tags/Tag")) {
            tags.put(tag.path("TagKey").asString(), tag.path("TagValue").asString(""));
        }
        State state = switch (instance.path("Status").asString("")) {
            case "Running" -> State.RUNNING;
            case "Stopping" -> State.STOPPING;
            case "Stopped" -> State.STOPPED;
            default -> State.PENDING;
        };
        return new SeenInstance(
                region,
                Provider.ALIBABA.qualify(instance.path("ZoneId").asString()),
                instance.path("InstanceId").asString(),
                instance.path("InstanceType").asString(),
                !instance.path("SpotStrategy").asString("NoSpot").equals("NoSpot"),
                state,
                // A stopped instance is charged for until it is released, unless it was stopped to save.
                state != State.STOPPED
                        || !instance.path("StoppedMode").asString("").equals("StopCharging"),
                AlibabaClients.instant(instance.path("CreationTime").asString()),
                null,
                tags);
    }

    private static InstanceHealth health(JsonNode status) {
        List<InstanceEvent> events = new ArrayList<>();
        for (JsonNode event : status.at("/ScheduledSystemEventSet/ScheduledSystemEventType")) {
            events.add(new InstanceEvent(
                    event.path("EventId").asString(),
                    event.at("/EventType/Name").asString(""),
                    event.path("Reason").asString(""),
                    AlibabaClients.instantOrNull(event.path("NotBefore")),
                    null));
        }
        String health = switch (status.at("/HealthStatus/Name").asString("")) {
            case "Ok" -> "ok";
            case "Impaired", "Warning" -> "impaired";
            case "Initializing", "Maintaining" -> "initializing";
            default -> "unknown";
        };
        return new InstanceHealth(status.path("InstanceId").asString(), health, events);
    }
}
