package io.swen.gitops.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object says of itself, by the rules that kstatus and kubectl's rollout status follow: a status that was written for an older
 * generation says nothing.
 */
record Health(State state, @Nullable String reason) {

    enum State {
        PROGRESSING,
        RUNNING,
        COMPLETED,
        FAILED
    }

    static Health of(GenericKubernetesResource object) {
        return switch (object.getKind()) {
            case "Deployment" -> deployment(object);
            case "Job" -> job(object);
            default -> new Health(State.RUNNING, null);
        };
    }

    private static Health deployment(GenericKubernetesResource object) {
        long generation = object.getMetadata().getGeneration() == null
                ? 0
                : object.getMetadata().getGeneration();
        if (number(object, "observedGeneration") < generation) {
            return new Health(State.PROGRESSING, "the cluster has not looked at it yet");
        }
        Map<String, Object> progressing = condition(object, "Progressing");
        if (progressing != null && "ProgressDeadlineExceeded".equals(progressing.get("reason"))) {
            return new Health(State.FAILED, String.valueOf(progressing.get("message")));
        }
        Map<String, Object> failure = condition(object, "ReplicaFailure");
        if (failure != null && "True".equals(failure.get("status"))) {
            return new Health(State.PROGRESSING, String.valueOf(failure.get("message")));
        }
        Object wanted = object.get("spec", "replicas");
        long replicas = wanted instanceof Number given ? given.longValue() : 1;
        long updated = number(object, "updatedReplicas");
        long available = number(object, "availableReplicas");
        if (updated < replicas || number(object, "replicas") > updated || available < replicas) {
            return new Health(State.PROGRESSING, available + " of " + replicas + " replicas are available");
        }
        return new Health(State.RUNNING, null);
    }

    private static Health job(GenericKubernetesResource object) {
        Map<String, Object> failed = condition(object, "Failed");
        if (failed != null && "True".equals(failed.get("status"))) {
            return new Health(State.FAILED, failed.get("reason") + ": " + failed.get("message"));
        }
        Map<String, Object> complete = condition(object, "Complete");
        if (complete != null && "True".equals(complete.get("status"))) {
            return new Health(State.COMPLETED, "all replicas ended by themselves");
        }
        Object completions = object.get("spec", "completions");
        long wanted = completions instanceof Number given ? given.longValue() : 1;
        return number(object, "ready") + number(object, "succeeded") >= wanted
                ? new Health(State.RUNNING, null)
                : new Health(State.PROGRESSING, number(object, "ready") + " of " + wanted + " replicas are ready");
    }

    private static long number(GenericKubernetesResource object, String field) {
        Object value = object.get("status", field);
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable Map<String, Object> condition(GenericKubernetesResource object, String type) {
        List<Map<String, Object>> conditions = object.get("status", "conditions");
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> type.equals(condition.get("type")))
                        .findFirst()
                        .orElse(null);
    }
}
