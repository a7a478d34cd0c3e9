package io.swen.gitops.kubernetes;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.DeploymentRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes objects of a workload: a Deployment and a Service of a service, a Job of a batch. The same request gives the same
 * objects.
 */
public final class Manifests {

    public static final String WORKLOAD = "swen.io/workload";
    public static final String CHANGE = "swen.io/change";

    private static final int LONGEST_STEM = 50;
    private static final int TAIL = 8;
    private static final long START_ATTEMPTS = 60L;
    private static final String SECRET_SCHEME = "k8s:";

    private Manifests() {}

    /**
     * The objects, each as a map in the order of its YAML.
     *
     * @throws CloudException where the workload asks for what a cluster does not have
     */
    public static List<Map<String, Object>> of(DeploymentRequest request, String namespace, boolean pinNodes) {
        Workload workload = request.desired().workload();
        List<Map<String, Object>> manifests = new ArrayList<>();
        manifests.add(
                workload.kind() == WorkloadKind.BATCH
                        ? job(request, namespace, pinNodes)
                        : deployment(request, namespace, pinNodes));
        List<Integer> ports = workload.container().ports();
        if (workload.kind() == WorkloadKind.SERVICE && ports != null && !ports.isEmpty()) {
            manifests.add(service(request, namespace, ports));
        }
        return List.copyOf(manifests);
    }

    /** The name of what runs; another one for each change, so that the new runs before the old goes. */
    public static String name(String workloadId, UUID changeId) {
        String id = changeId.toString();
        String stem = workloadId.length() > LONGEST_STEM ? workloadId.substring(0, LONGEST_STEM) : workloadId;
        return stem + "-" + id.substring(id.length() - TAIL);
    }

    /** The labels of everything that a change made. */
    static Map<String, String> labels(DeploymentRequest request) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("app.kubernetes.io/name", request.desired().workload().id());
        labels.put("app.kubernetes.io/managed-by", "swen");
        labels.put(WORKLOAD, request.desired().workload().id());
        labels.put(CHANGE, request.changeId().toString());
        labels.put("swen.io/team", request.team());
        labels.put("swen.io/environment", request.environment());
        return labels;
    }

    private static Map<String, Object> deployment(DeploymentRequest request, String namespace, boolean pinNodes) {
        Workload workload = request.desired().workload();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("replicas", workload.replicas());
        spec.put("selector", Map.of("matchLabels", selector(request)));
        spec.put("template", pod(request, pinNodes, "Always"));
        return object("apps/v1", "Deployment", name(workload.id(), request.changeId()), namespace, request, spec);
    }

    private static Map<String, Object> job(DeploymentRequest request, String namespace, boolean pinNodes) {
        Workload workload = request.desired().workload();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("completions", workload.replicas());
        spec.put("parallelism", workload.replicas());
        spec.put("completionMode", "Indexed");
        // Whether and where it runs again is decided by SWEN.
        spec.put("backoffLimit", 0);
        spec.put("template", pod(request, pinNodes, "Never"));
        return object("batch/v1", "Job", name(workload.id(), request.changeId()), namespace, request, spec);
    }

    /** Its name stays over changes, so that callers find the workload wherever it is. */
    private static Map<String, Object> service(DeploymentRequest request, String namespace, List<Integer> ports) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", Map.of(WORKLOAD, request.desired().workload().id()));
        spec.put(
                "ports",
                ports.stream()
                        .map(port -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", "port-" + port);
                            one.put("port", port);
                            one.put("targetPort", port);
                            one.put("protocol", "TCP");
                            return one;
                        })
                        .toList());
        return object("v1", "Service", request.desired().workload().id(), namespace, request, spec);
    }

    private static Map<String, Object> object(
            String apiVersion,
            String kind,
            String name,
            String namespace,
            DeploymentRequest request,
            Map<String, Object> spec) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("labels", labels(request));
        metadata.put(
                "annotations",
                Map.of(
                        "swen.io/decision",
                        request.desired().placement().decisionId().toString()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.put("spec", spec);
        return object;
    }

    private static Map<String, String> selector(DeploymentRequest request) {
        return new TreeMap<>(Map.of(
                WORKLOAD,
                request.desired().workload().id(),
                CHANGE,
                request.changeId().toString()));
    }

    private static Map<String, Object> pod(DeploymentRequest request, boolean pinNodes, String restart) {
        DesiredState.Placement placement = request.desired().placement();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("restartPolicy", restart);
        spec.put("automountServiceAccountToken", false);
        spec.put("securityContext", Map.of("seccompProfile", Map.of("type", "RuntimeDefault")));
        Map<String, String> nodes = new TreeMap<>();
        nodes.put("kubernetes.io/arch", placement.architecture());
        if (pinNodes) {
            nodes.put("node.kubernetes.io/instance-type", placement.instanceType());
            nodes.put("topology.kubernetes.io/region", placement.provider().unqualified(placement.region()));
        }
        spec.put("nodeSelector", nodes);
        spec.put("containers", List.of(container(request.desired().workload())));
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("metadata", Map.of("labels", labels(request)));
        pod.put("spec", spec);
        return pod;
    }

    private static Map<String, Object> container(Workload workload) {
        Workload.Container from = workload.container();
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "workload");
        container.put("image", from.image());
        if (from.command() != null && !from.command().isEmpty()) {
            // What a container runtime calls the command is the arguments here.
            container.put("args", List.copyOf(from.command()));
        }
        container.put("env", environment(workload));
        if (from.ports() != null && !from.ports().isEmpty()) {
            container.put(
                    "ports",
                    from.ports().stream()
                            .map(port -> Map.of("containerPort", port, "protocol", "TCP"))
                            .toList());
        }
        container.put("resources", resources(workload));
        Workload.HealthCheck health = from.healthCheck();
        if (health != null) {
            Map<String, Object> probe = new LinkedHashMap<>();
            probe.put("httpGet", Map.of("path", health.path(), "port", health.port()));
            probe.put(
                    "periodSeconds",
                    health.interval() == null
                            ? 10L
                            : Math.max(1L, health.interval().toSeconds()));
            Map<String, Object> startup = new LinkedHashMap<>(probe);
            startup.put("failureThreshold", START_ATTEMPTS);
            container.put("readinessProbe", probe);
            container.put("livenessProbe", probe);
            container.put("startupProbe", startup);
        }
        container.put("securityContext", Map.of("allowPrivilegeEscalation", false));
        return container;
    }

    private static List<Map<String, Object>> environment(Workload workload) {
        List<Map<String, Object>> environment = new ArrayList<>();
        environment.add(variable("SWEN_WORKLOAD", workload.id()));
        Map<String, String> given = workload.container().env() == null
                ? Map.of()
                : workload.container().env();
        new TreeMap<>(given).forEach((name, value) -> environment.add(variable(name, value)));
        List<Workload.SecretReference> secrets = workload.container().secrets() == null
                ? List.of()
                : workload.container().secrets();
        for (Workload.SecretReference secret : secrets) {
            environment.add(secret(workload.id(), secret));
        }
        return environment;
    }

    private static Map<String, Object> variable(String name, String value) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put("value", value);
        return variable;
    }

    private static Map<String, Object> secret(String workloadId, Workload.SecretReference secret) {
        String ref = secret.ref();
        int hash = ref.indexOf('#');
        if (!ref.startsWith(SECRET_SCHEME) || hash < SECRET_SCHEME.length() + 1 || hash == ref.length() - 1) {
            String why = "secret " + secret.name() + " of " + workloadId
                    + " must be k8s:<secret>#<key> where the workload runs on Kubernetes";
            throw new CloudException(CloudException.Kind.BAD_REQUEST, why, new IllegalArgumentException(ref));
        }
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("name", ref.substring(SECRET_SCHEME.length(), hash));
        key.put("key", ref.substring(hash + 1));
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", secret.name());
        variable.put("valueFrom", Map.of("secretKeyRef", key));
        return variable;
    }

    private static Map<String, Object> resources(Workload workload) {
        Map<String, String> requests = new TreeMap<>();
        requests.put("cpu", quantity(workload.cpuCores()));
        requests.put("memory", quantity(workload.memoryGb()) + "Gi");
        requests.put("ephemeral-storage", workload.diskGb() + "Gi");
        Map<String, String> limits = new TreeMap<>();
        limits.put("memory", quantity(workload.memoryGb()) + "Gi");
        limits.put("ephemeral-storage", workload.diskGb() + "Gi");
        Integer gpus = workload.gpus();
        if (gpus != null && gpus > 0) {
            limits.put("nvidia.com/gpu", gpus.toString());
        }
        return new TreeMap<>(Map.of("requests", requests, "limits", limits));
    }

    private static String quantity(@Nullable BigDecimal value) {
        return value == null ? "1" : value.stripTrailingZeros().toPlainString();
    }
}
