package io.swen.cli.deploy;

import static io.swen.cli.deploy.Manifests.called;
import static io.swen.cli.deploy.Manifests.kind;
import static io.swen.cli.deploy.Manifests.name;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What every workload has to be like, and that everything that is named is there. */
final class Policy {

    private static final Pattern TAGGED =
            Pattern.compile(".+(:(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$");
    private static final Set<String> PROBES = Set.of("startupProbe", "livenessProbe", "readinessProbe");
    private static final String RUN_BY_ARGO = "Rollout";

    private final Manifests manifests;
    private final Map<String, Set<String>> secrets = new TreeMap<>();
    private final Map<String, Set<String>> configMaps = new TreeMap<>();
    private final Set<String> readVariables;
    private final List<String> findings = new ArrayList<>();

    private Policy(Manifests manifests, Set<String> readVariables) {
        this.manifests = manifests;
        this.readVariables = readVariables;
        collectSecrets();
        manifests.all("ConfigMap").forEach(map -> configMaps.put(name(map), keys(map.path("data"))));
    }

    /**
     * What is wrong, in words.
     *
     * @param readVariables the environment variables that the services read
     */
    static List<String> findings(Manifests manifests, Set<String> readVariables) {
        Policy policy = new Policy(manifests, readVariables);
        policy.defaultDeny();
        policy.workloads().forEach(policy::workload);
        manifests.all("Service").forEach(policy::service);
        manifests.all("HorizontalPodAutoscaler").forEach(policy::autoscaler);
        manifests.all("ServiceMonitor").forEach(policy::serviceMonitor);
        manifests.all("Rollout").forEach(policy::rollout);
        manifests.all("VirtualService").forEach(policy::virtualService);
        manifests.all("AuthorizationPolicy").forEach(policy::authorization);
        manifests.all("HTTPRoute").forEach(policy::route);
        manifests.all("Gateway").forEach(policy::gateway);
        manifests.all("Cluster").forEach(policy::database);
        manifests.all("Secret").forEach(secret -> policy.findings.add(called(secret) + ": a secret in plain sight"));
        return policy.findings;
    }

    private Stream<JsonNode> workloads() {
        return manifests.objects().stream()
                .filter(object ->
                        Set.of("Deployment", "StatefulSet", "DaemonSet", "Job").contains(kind(object)));
    }

    private void workload(JsonNode workload) {
        JsonNode pod = workload.at("/spec/template/spec");
        JsonNode labels = workload.at("/spec/template/metadata/labels");
        String called = called(workload);
        require(pod.at("/securityContext/runAsNonRoot").asBoolean(false), called, "may run as root");
        require(pod.at("/securityContext/runAsUser").asInt(0) > 0, called, "names no user to run as");
        require(
                pod.at("/securityContext/seccompProfile/type").asString("").equals("RuntimeDefault"),
                called,
                "has no seccomp profile");
        require(
                pod.has("automountServiceAccountToken")
                        && !pod.path("automountServiceAccountToken").asBoolean(true),
                called,
                "gets a token of the cluster's API");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            require(!pod.path(shared).asBoolean(false), called, "shares the node: " + shared);
        }
        String account = pod.path("serviceAccountName").asString("");
        require(
                manifests.one("ServiceAccount", account).isPresent(),
                called,
                "has no service account of its own: \"" + account + "\"");
        elements(pod.path("volumes")).forEach(volume -> volume(called, volume));
        List<JsonNode> containers = Stream.concat(
                        elements(pod.path("initContainers")), elements(pod.path("containers")))
                .toList();
        containers.forEach(container -> container(called, container, pod));
        network(workload, containers);
        if (kind(workload).equals("Deployment")) {
            JsonNode selector = workload.at("/spec/selector");
            require(matches(selector, labels), called, "does not select its own pods");
            require(
                    manifests
                            .all("PodDisruptionBudget")
                            .anyMatch(budget -> matches(budget.at("/spec/selector"), labels)),
                    called,
                    "has no disruption budget");
            require(
                    workload.at("/spec/replicas").isNumber() || autoscaled(name(workload)),
                    called,
                    "has neither replicas nor an autoscaler");
            containers.forEach(container -> serving(called, container, pod));
        }
    }

    private boolean autoscaled(String deployment) {
        return manifests
                .all("HorizontalPodAutoscaler")
                .anyMatch(scaler ->
                        scaler.at("/spec/scaleTargetRef/name").asString("").equals(deployment));
    }

    private void container(String workload, JsonNode container, JsonNode pod) {
        String called = workload + ", container " + container.path("name").asString("");
        String image = container.path("image").asString("");
        require(TAGGED.matcher(image).matches(), called, "has an image without a fixed tag or digest: " + image);
        JsonNode security = container.path("securityContext");
        require(
                security.has("allowPrivilegeEscalation")
                        && !security.path("allowPrivilegeEscalation").asBoolean(true),
                called,
                "may gain privileges");
        require(!security.path("privileged").asBoolean(false), called, "is privileged");
        require(security.path("readOnlyRootFilesystem").asBoolean(false), called, "can write to its root file system");
        require(
                texts(security.at("/capabilities/drop")).contains("ALL")
                        && texts(security.at("/capabilities/add")).isEmpty(),
                called,
                "has capabilities");
        require(security.path("runAsUser").asInt(1) > 0, called, "runs as root");
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory")) {
                require(
                        container.path("resources").path(kind).has(resource),
                        called,
                        "has no " + resource + " among its " + kind);
            }
        }
        Set<String> mounted = new HashSet<>();
        elements(container.path("volumeMounts"))
                .forEach(mount -> mounted.add(mount.path("name").asString("")));
        Set<String> volumes = new HashSet<>();
        elements(pod.path("volumes"))
                .forEach(volume -> volumes.add(volume.path("name").asString("")));
        require(volumes.containsAll(mounted), called, "mounts what is no volume: " + mounted);
        elements(container.path("envFrom")).forEach(from -> {
            String map = from.at("/configMapRef/name").asString("");
            require(configMaps.containsKey(map), called, "takes variables from a ConfigMap that is not there: " + map);
            configMaps.getOrDefault(map, Set.of()).forEach(variable -> variable(called, variable));
        });
        elements(container.path("env")).forEach(variable -> {
            variable(called, variable.path("name").asString(""));
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            if (!secret.isMissingNode()) {
                secretKey(
                        called,
                        secret.path("name").asString(""),
                        secret.path("key").asString(""));
            }
            JsonNode map = variable.at("/valueFrom/configMapKeyRef");
            if (!map.isMissingNode()) {
                String key = map.path("key").asString("");
                require(
                        configMaps
                                .getOrDefault(map.path("name").asString(""), Set.of())
                                .contains(key),
                        called,
                        "reads a key of a ConfigMap that is not there: " + map);
            }
        });
    }

    private void variable(String called, String variable) {
        require(readVariables.contains(variable), called, "sets a variable that no service reads: " + variable);
    }

    /** What holds for whatever takes requests. */
    private void serving(String workload, JsonNode container, JsonNode pod) {
        String called = workload + ", container " + container.path("name").asString("");
        Set<String> ports = new HashSet<>();
        elements(container.path("ports")).forEach(port -> {
            ports.add(port.path("name").asString(""));
            ports.add(Integer.toString(port.path("containerPort").asInt(0)));
        });
        for (String probe : PROBES) {
            JsonNode port = container.path(probe).at("/httpGet/port");
            require(!port.isMissingNode(), called, "has no " + probe);
            require(
                    port.isMissingNode() || ports.contains(port.asString("")),
                    called,
                    probe + " asks a port that is not there: " + port);
        }
        int leaves = container.at("/lifecycle/preStop/sleep/seconds").asInt(0);
        require(leaves > 0, called, "stops before others know that it leaves");
        require(
                pod.path("terminationGracePeriodSeconds").asInt(30) >= leaves + 20,
                called,
                "is killed before what it answers is done");
    }

    private void volume(String called, JsonNode volume) {
        require(!volume.has("hostPath"), called, "mounts a folder of the node");
        JsonNode secret = volume.path("secret");
        if (!secret.isMissingNode()) {
            String name = secret.path("secretName").asString("");
            require(secrets.containsKey(name), called, "mounts a secret that nobody makes: " + name);
            elements(secret.path("items"))
                    .forEach(item -> secretKey(called, name, item.path("key").asString("")));
        }
        JsonNode map = volume.path("configMap");
        if (!map.isMissingNode()) {
            String name = map.path("name").asString("");
            require(configMaps.containsKey(name), called, "mounts a ConfigMap that is not there: " + name);
        }
        JsonNode claim = volume.at("/persistentVolumeClaim/claimName");
        if (!claim.isMissingNode()) {
            require(
                    manifests.one("PersistentVolumeClaim", claim.asString("")).isPresent(),
                    called,
                    "has a claim that is not there: " + claim.asString(""));
        }
    }

    private void secretKey(String called, String secret, String key) {
        require(
                secrets.getOrDefault(secret, Set.of()).contains(key),
                called,
                "reads a key that nobody puts into a secret: " + secret + ", " + key);
    }

    private void defaultDeny() {
        boolean there = manifests
                .all("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .anyMatch(spec -> spec.path("podSelector").isEmpty()
                        && texts(spec.path("policyTypes")).containsAll(Set.of("Ingress", "Egress"))
                        && spec.path("ingress").isMissingNode()
                        && spec.path("egress").isMissingNode());
        require(there, manifests.name(), "has no network policy that denies everything by default");
    }

    private void network(JsonNode workload, List<JsonNode> containers) {
        JsonNode labels = workload.at("/spec/template/metadata/labels");
        List<JsonNode> policies = manifests
                .all("NetworkPolicy")
                .filter(policy ->
                        !policy.at("/spec/podSelector").isEmpty() && matches(policy.at("/spec/podSelector"), labels))
                .toList();
        require(!policies.isEmpty(), called(workload), "has no network policy of its own");
        for (JsonNode container : containers) {
            elements(container.path("ports")).forEach(port -> {
                boolean open = policies.stream()
                        .flatMap(policy -> elements(policy.at("/spec/ingress")))
                        .flatMap(rule -> elements(rule.path("ports")))
                        .map(allowed -> allowed.path("port").asString(""))
                        .anyMatch(allowed -> allowed.equals(port.path("name").asString(""))
                                || allowed.equals(Integer.toString(
                                        port.path("containerPort").asInt(0))));
                require(open, called(workload), "has a port that no network policy opens: " + port);
            });
        }
    }

    private void service(JsonNode service) {
        JsonNode selector = service.at("/spec/selector");
        List<JsonNode> selected = workloads()
                .filter(workload -> containsAll(workload.at("/spec/template/metadata/labels"), selector))
                .toList();
        require(!selected.isEmpty(), called(service), "selects no pods");
        for (JsonNode workload : selected) {
            elements(service.at("/spec/ports")).forEach(port -> {
                JsonNode target = port.has("targetPort") ? port.path("targetPort") : port.path("port");
                boolean there = elements(workload.at("/spec/template/spec/containers"))
                        .flatMap(container -> elements(container.path("ports")))
                        .anyMatch(open ->
                                target.asString("").equals(open.path("name").asString(""))
                                        || target.asInt(-1)
                                                == open.path("containerPort").asInt(0));
                require(
                        there,
                        called(service),
                        "leads to a port that " + called(workload) + " does not have: " + target);
                // Others name the port of the Service in addresses and policies name the pods'.
                boolean same = elements(workload.at("/spec/template/spec/containers"))
                        .flatMap(container -> elements(container.path("ports")))
                        .anyMatch(open -> open.path("containerPort").asInt(0)
                                == port.path("port").asInt(-1));
                require(same, called(service), "has another port than its pods: " + port.path("port"));
            });
        }
    }

    private void autoscaler(JsonNode scaler) {
        JsonNode target = scaler.at("/spec/scaleTargetRef");
        String kind = target.path("kind").asString("");
        String name = target.path("name").asString("");
        require(
                manifests.one(kind, name).isPresent(),
                called(scaler),
                "scales what is not there: " + kind + "/" + name);
        require(
                kind.equals(RUN_BY_ARGO) || manifests.one(RUN_BY_ARGO, name).isEmpty(),
                called(scaler),
                "scales a Deployment that is a Rollout's template");
        int least = scaler.at("/spec/minReplicas").asInt(1);
        require(least <= scaler.at("/spec/maxReplicas").asInt(0), called(scaler), "has a range without a number");
    }

    private void serviceMonitor(JsonNode monitor) {
        List<JsonNode> selected = manifests
                .all("Service")
                .filter(service -> matches(monitor.at("/spec/selector"), service.at("/metadata/labels")))
                .toList();
        require(!selected.isEmpty(), called(monitor), "measures no service");
        elements(monitor.at("/spec/endpoints")).forEach(endpoint -> {
            String port = endpoint.path("port").asString("");
            require(
                    selected.stream()
                            .flatMap(service -> elements(service.at("/spec/ports")))
                            .anyMatch(open -> open.path("name").asString("").equals(port)),
                    called(monitor),
                    "asks a port that is not there: " + port);
            JsonNode id = endpoint.at("/oauth2/clientId/secret");
            secretKey(
                    called(monitor),
                    id.path("name").asString(""),
                    id.path("key").asString(""));
            JsonNode secret = endpoint.at("/oauth2/clientSecret");
            secretKey(
                    called(monitor),
                    secret.path("name").asString(""),
                    secret.path("key").asString(""));
        });
    }

    private void rollout(JsonNode rollout) {
        String called = called(rollout);
        String template = rollout.at("/spec/workloadRef/name").asString("");
        Optional<JsonNode> deployment = manifests.one("Deployment", template);
        require(deployment.isPresent(), called, "has a template that is not there: " + template);
        deployment.ifPresent(each -> require(
                matches(rollout.at("/spec/selector"), each.at("/spec/template/metadata/labels")),
                called,
                "does not select its own pods"));
        JsonNode canary = rollout.at("/spec/strategy/canary");
        JsonNode blueGreen = rollout.at("/spec/strategy/blueGreen");
        for (JsonNode service : List.of(
                canary.path("stableService"),
                canary.path("canaryService"),
                blueGreen.path("activeService"),
                blueGreen.path("previewService"))) {
            require(
                    service.isMissingNode()
                            || manifests.one("Service", service.asString("")).isPresent(),
                    called,
                    "leads to a service that is not there: " + service);
        }
        JsonNode routed = canary.at("/trafficRouting/istio/virtualService");
        if (!routed.isMissingNode()) {
            Optional<JsonNode> virtual =
                    manifests.one("VirtualService", routed.path("name").asString(""));
            require(virtual.isPresent(), called, "splits by a virtual service that is not there: " + routed);
            Set<String> routes = new HashSet<>();
            Set<String> hosts = new HashSet<>();
            virtual.ifPresent(each -> elements(each.at("/spec/http")).forEach(http -> {
                routes.add(http.path("name").asString(""));
                elements(http.path("route"))
                        .forEach(
                                route -> hosts.add(route.at("/destination/host").asString("")));
            }));
            require(
                    routes.containsAll(texts(routed.path("routes"))),
                    called,
                    "splits a route that is not there: " + routed);
            require(
                    hosts.equals(Set.of(
                            canary.path("stableService").asString(""),
                            canary.path("canaryService").asString(""))),
                    called,
                    "splits between other services than its own: " + hosts);
        }
        Stream.of(
                        canary.at("/analysis/templates"),
                        blueGreen.at("/prePromotionAnalysis/templates"),
                        blueGreen.at("/postPromotionAnalysis/templates"))
                .flatMap(Policy::elements)
                .map(each -> each.path("templateName").asString(""))
                .forEach(each -> require(
                        manifests.one("AnalysisTemplate", each).isPresent(),
                        called,
                        "is judged by what is not there: " + each));
    }

    private void virtualService(JsonNode virtual) {
        elements(virtual.at("/spec/http"))
                .flatMap(http -> elements(http.path("route")))
                .forEach(route -> {
                    String host = route.at("/destination/host").asString("");
                    int port = route.at("/destination/port/number").asInt(0);
                    require(hasPort(host, port), called(virtual), "leads to what is not there: " + host + ":" + port);
                });
    }

    private void authorization(JsonNode policy) {
        elements(policy.at("/spec/rules"))
                .flatMap(rule -> elements(rule.path("from")))
                .flatMap(from -> elements(from.at("/source/principals")))
                .map(principal -> principal.asString(""))
                .filter(principal -> principal.contains("/ns/swen/"))
                .map(principal -> principal.substring(principal.lastIndexOf('/') + 1))
                // Made by the controller of the public entry, and named after it and its class.
                .filter(account -> manifests
                        .all("Gateway")
                        .noneMatch(gateway -> account.equals(name(gateway) + "-"
                                + gateway.at("/spec/gatewayClassName").asString(""))))
                .forEach(account -> require(
                        manifests.one("ServiceAccount", account).isPresent(),
                        called(policy),
                        "allows an account that is not there: " + account));
    }

    private void route(JsonNode route) {
        elements(route.at("/spec/rules"))
                .flatMap(rule -> elements(rule.path("backendRefs")))
                .forEach(backend -> require(
                        hasPort(
                                backend.path("name").asString(""),
                                backend.path("port").asInt(0)),
                        called(route),
                        "leads to what is not there: " + backend));
        elements(route.at("/spec/parentRefs"))
                .forEach(parent -> require(
                        manifests.one("Gateway", parent.path("name").asString("")).stream()
                                .flatMap(gateway -> elements(gateway.at("/spec/listeners")))
                                .anyMatch(listener -> listener.path("name").equals(parent.path("sectionName"))),
                        called(route),
                        "hangs on a listener that is not there: " + parent));
    }

    private void gateway(JsonNode gateway) {
        elements(gateway.at("/spec/listeners"))
                .flatMap(listener -> elements(listener.at("/tls/certificateRefs")))
                .forEach(certificate ->
                        secretKey(called(gateway), certificate.path("name").asString(""), "tls.crt"));
    }

    private void database(JsonNode cluster) {
        elements(cluster.at("/spec/managed/roles"))
                .forEach(role -> secretKey(
                        called(cluster), role.at("/passwordSecret/name").asString(""), "password"));
    }

    private boolean hasPort(String service, int port) {
        return manifests.one("Service", service).stream()
                .flatMap(each -> elements(each.at("/spec/ports")))
                .anyMatch(each -> each.path("port").asInt(-1) == port);
    }

    /** Which secrets there will be, by who makes them. */
    private void collectSecrets() {
        manifests.all("ExternalSecret").forEach(external -> {
            JsonNode template = external.at("/spec/target/template/data");
            Set<String> keys = new TreeSet<>();
            if (template.isMissingNode()) {
                elements(external.at("/spec/data"))
                        .forEach(each -> keys.add(each.path("secretKey").asString("")));
            } else {
                keys.addAll(keys(template));
            }
            secrets.put(external.at("/spec/target/name").asString(name(external)), keys);
        });
        manifests
                .all("Certificate")
                .forEach(certificate -> secrets.put(
                        certificate.at("/spec/secretName").asString(""), Set.of("tls.crt", "tls.key", "ca.crt")));
        manifests.all("Cluster").forEach(cluster -> secrets.put(name(cluster) + "-ca", Set.of("ca.crt", "ca.key")));
    }

    private void require(boolean holds, String who, String otherwise) {
        if (!holds) {
            findings.add(who + " " + otherwise);
        }
    }

    /** Whether a label selector takes these labels. */
    static boolean matches(JsonNode selector, JsonNode labels) {
        if (!containsAll(labels, selector.path("matchLabels"))) {
            return false;
        }
        return elements(selector.path("matchExpressions")).allMatch(expression -> {
            String value = labels.path(expression.path("key").asString("")).asString("");
            boolean among = texts(expression.path("values")).contains(value);
            return switch (expression.path("operator").asString("")) {
                case "In" -> among;
                case "NotIn" -> !among;
                case "Exists" -> !value.isEmpty();
                case "DoesNotExist" -> value.isEmpty();
                default -> false;
            };
        });
    }

    private static boolean containsAll(JsonNode labels, JsonNode wanted) {
        return wanted.properties().stream()
                .allMatch(each -> labels.path(each.getKey()).equals(each.getValue()));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        elements(array).forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    private static Set<String> keys(JsonNode map) {
        Set<String> keys = new TreeSet<>();
        map.properties().forEach(each -> keys.add(each.getKey()));
        return keys;
    }
}
