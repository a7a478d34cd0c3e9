package io.swen.gateway.live;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Permission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which permission a caller needs to be told of events of a type; a type that is not listed is told to nobody. */
final class LiveTopics {

    private static final Map<String, Permission> PERMISSIONS = Map.of(
            "PriceEpochPublished", Permission.TELEMETRY_READ,
            "TelemetryStale", Permission.TELEMETRY_READ,
            "WorkloadSubmitted", Permission.WORKLOAD_READ,
            "WorkloadChanged", Permission.WORKLOAD_READ,
            "DecisionMade", Permission.DECISION_READ,
            "ChangeStageChanged", Permission.CHANGE_READ,
            "ApprovalRequested", Permission.CHANGE_READ,
            "DeploymentObserved", Permission.DEPLOYMENT_READ,
            "UserErased", Permission.USER_READ);

    private LiveTopics() {}

    /** Whether the caller's roles allow it to hear of events of this type, whatever team they are of. */
    static boolean mayHear(Actor actor, String type) {
        Permission needed = permission(type);
        return needed != null && needed.isGrantedTo(actor);
    }

    static @Nullable Permission permission(String type) {
        return type.startsWith(CloudEvent.TYPE_PREFIX)
                ? PERMISSIONS.get(type.substring(CloudEvent.TYPE_PREFIX.length()))
                : null;
    }
}
