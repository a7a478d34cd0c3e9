package io.swen.gateway.live;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Permission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which permission a caller needs to be told of events of a type; a type that is not listed is told to nobody. */
final class LiveTopics {

    private static final Map<String, Permission> PERMISSIONS = Map.ofEntries(
            Map.entry("PriceEpochPublished", Permission.TELEMETRY_READ),
            Map.entry("TelemetryStale", Permission.TELEMETRY_READ),
            Map.entry("WorkloadSubmitted", Permission.WORKLOAD_READ),
            Map.entry("WorkloadChanged", Permission.WORKLOAD_READ),
            Map.entry("DecisionMade", Permission.DECISION_READ),
            Map.entry("WorkloadOutcomeRecorded", Permission.DECISION_READ),
            Map.entry("ModelChanged", Permission.DECISION_READ),
            Map.entry("RecommendationChanged", Permission.RECOMMENDATION_READ),
            Map.entry("ChangeStageChanged", Permission.CHANGE_READ),
            Map.entry("ApprovalRequested", Permission.CHANGE_READ),
            Map.entry("PinChanged", Permission.CHANGE_READ),
            Map.entry("DriftChanged", Permission.DEPLOYMENT_READ),
            Map.entry("DeploymentObserved", Permission.DEPLOYMENT_READ),
            Map.entry("WorkloadReported", Permission.DEPLOYMENT_READ),
            Map.entry("ApprovalReminder", Permission.CHANGE_READ),
            Map.entry("BreakGlassUsed", Permission.CHANGE_READ),
            Map.entry("AutomationChanged", Permission.AUTOMATION_READ),
            Map.entry("ReplacementWanted", Permission.CHANGE_READ),
            Map.entry("ReplacementDecided", Permission.DECISION_READ),
            Map.entry("RegionCordonChanged", Permission.CHANGE_READ),
            Map.entry("RemediationChanged", Permission.REMEDIATION_READ),
            Map.entry("UserErased", Permission.USER_READ),
            Map.entry("InterruptionNoticed", Permission.TELEMETRY_READ),
            Map.entry("AnomalyDetected", Permission.TELEMETRY_READ),
            Map.entry("AlertChanged", Permission.ALERT_READ),
            Map.entry("IncidentChanged", Permission.ALERT_READ));

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
