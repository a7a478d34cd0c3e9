package io.swen.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every overlay, rendered as kubectl renders it: readable to the letter, by the policy, and in agreement with the code. */
class KubernetesManifestsTests {

    private static final List<String> OVERLAYS = List.of("dev", "staging", "prod", "prod-standby");
    private static final Pattern SERIES = Pattern.compile("\\bswen_[a-z_]+");

    private static final Sources SOURCES = new Sources();
    private static final StrictModel MODEL = new StrictModel();

    static List<String> overlays() {
        return OVERLAYS;
    }

    @BeforeAll
    static void kubectlIsThere() {
        Optional<String> obstacle = Manifests.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "manifests are not checked: " + obstacle.orElse(""));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyFieldOfEveryObjectIsKnown(String overlay) {
        assertThat(strict(overlay("overlays/" + overlay))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void keepsToThePolicy(String overlay) {
        assertThat(Policy.findings(overlay("overlays/" + overlay), SOURCES.variables()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void opensTheEdgesThatTheCodeHasAndNoOthers(String overlay) {
        Manifests manifests = overlay("overlays/" + overlay);
        Map<String, Set<String>> wanted = new TreeMap<>(SOURCES.callees());

        assertThat(edges(manifests, true)).as("by what may come in").isEqualTo(wanted);
        assertThat(edges(manifests, false)).as("by what may go out").isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "prod"})
    void theMeshAllowsTheSameEdges(String overlay) {
        Map<String, Set<String>> allowed = new TreeMap<>();
        Sources.PORTS.keySet().forEach(service -> allowed.put(service, new TreeSet<>()));
        overlay("overlays/" + overlay).all("AuthorizationPolicy").forEach(policy -> {
            String callee = policy.at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                    .asString("");
            Policy.elements(policy.at("/spec/rules"))
                    .flatMap(rule -> Policy.elements(rule.path("from")))
                    .flatMap(from -> Policy.elements(from.at("/source/principals")))
                    .map(principal -> principal.asString(""))
                    .filter(principal -> principal.startsWith("cluster.local/ns/swen/sa/"))
                    .map(principal -> principal.substring(principal.lastIndexOf('/') + 1))
                    .filter(allowed::containsKey)
                    .forEach(caller -> allowed.get(caller).add(callee));
        });

        assertThat(allowed).isEqualTo(new TreeMap<>(SOURCES.callees()));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void hasOnePublicAddress(String overlay) {
        Manifests manifests = overlay("overlays/" + overlay);
        String address = manifests
                .all("ConfigMap")
                .map(map -> map.at("/data/SWEN_PUBLIC_URL").asString(""))
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElseThrow()
                .substring("https://".length());

        Set<String> hosts = new TreeSet<>();
        manifests
                .all("Gateway")
                .forEach(gateway -> Policy.elements(gateway.at("/spec/listeners"))
                        .forEach(listener -> hosts.add(listener.path("hostname").asString(""))));
        manifests.all("HTTPRoute").forEach(route -> hosts.addAll(Policy.texts(route.at("/spec/hostnames"))));
        manifests
                .all("Certificate")
                .forEach(certificate -> hosts.addAll(Policy.texts(certificate.at("/spec/dnsNames"))));
        manifests
                .all("ServiceMonitor")
                .forEach(monitor -> hosts.add(monitor.at("/spec/endpoints/0/oauth2/tokenUrl")
                        .asString("")
                        .split("/")[2]));
        assertThat(hosts).containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "prod"})
    void scalesAndJudgesByWhatTheServicesMeasure(String overlay) {
        Manifests manifests = overlay("overlays/" + overlay);
        String adapter =
                manifests.one("ConfigMap", "prometheus-adapter").orElseThrow().toString();
        List<String> unanswered = manifests
                .all("HorizontalPodAutoscaler")
                .flatMap(scaler -> Policy.elements(scaler.at("/spec/metrics")))
                .flatMap(metric -> Stream.of(metric.at("/pods/metric/name"), metric.at("/external/metric/name")))
                .filter(name -> !name.isMissingNode())
                .map(name -> name.asString(""))
                .filter(name -> !adapter.contains("as: " + name))
                .toList();
        assertThat(unanswered).as("metrics that the adapter does not answer").isEmpty();

        String queries = adapter
                + manifests.all("AnalysisTemplate").map(JsonNode::toString).collect(Collectors.joining());
        List<String> unmeasured = SERIES.matcher(queries)
                .results()
                .map(match -> match.group())
                .distinct()
                // The adapter's own name for what it computes.
                .filter(series -> !series.equals("swen_request_seconds"))
                .filter(series -> !SOURCES.measures(series))
                .toList();
        assertThat(unmeasured).as("series that no service has").isEmpty();
    }

    @Test
    void aPassiveRegionRunsNothingAndWritesNothing() {
        Manifests standby = overlay("overlays/prod-standby");

        assertThat(standby.all("Job")).isEmpty();
        assertThat(standby.all("HorizontalPodAutoscaler")).isEmpty();
        assertThat(Stream.concat(standby.all("Deployment"), standby.all("Rollout"))
                        .map(each -> each.at("/spec/replicas").asInt(-1)))
                .isNotEmpty()
                .containsOnly(0);
    }

    @Test
    void whatArgoCdIsToldIsKnownToIt() {
        List<String> findings = new ArrayList<>(strict(overlay("../argocd/apps")));
        findings.addAll(strict(overlay("../argocd/config")));
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theProjectOfArgoCdAllowsAllThatIsThere(String overlay) {
        JsonNode project = overlay("../argocd/apps").one("AppProject", "swen").orElseThrow();
        Set<String> allowed = Stream.of("/spec/clusterResourceWhitelist", "/spec/namespaceResourceWhitelist")
                .flatMap(list -> Policy.elements(project.at(list)))
                .map(each -> each.path("group").asString("") + "/"
                        + each.path("kind").asString(""))
                .collect(Collectors.toSet());

        assertThat(overlay("overlays/" + overlay).objects())
                .extracting(object -> {
                    String version = object.path("apiVersion").asString("");
                    String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
                    return group + "/" + Manifests.kind(object);
                })
                .isSubsetOf(allowed);
    }

    private static Manifests overlay(String folder) {
        return Manifests.of(folder.startsWith("../") ? folder.substring(3) : "kubernetes/" + folder);
    }

    private static List<String> strict(Manifests manifests) {
        assertThat(manifests.objects()).isNotEmpty();
        return manifests.objects().stream()
                .flatMap(object -> MODEL.findings(object).stream())
                .toList();
    }

    /** Who may call whom among the services, by the policies of one direction. */
    private static Map<String, Set<String>> edges(Manifests manifests, boolean ingress) {
        Map<String, JsonNode> pods = new TreeMap<>();
        manifests
                .all("Deployment")
                .filter(each -> Sources.PORTS.containsKey(Manifests.name(each)))
                .forEach(each -> pods.put(Manifests.name(each), each.at("/spec/template/metadata/labels")));
        Map<String, Set<String>> edges = new TreeMap<>();
        pods.keySet().forEach(service -> edges.put(service, new TreeSet<>()));
        manifests
                .all("NetworkPolicy")
                .forEach(policy -> pods.forEach((self, labels) -> {
                    if (!Policy.matches(policy.at("/spec/podSelector"), labels)) {
                        return;
                    }
                    JsonNode rules = policy.at(ingress ? "/spec/ingress" : "/spec/egress");
                    Policy.elements(rules)
                            .forEach(rule -> Policy.elements(rule.path(ingress ? "from" : "to"))
                                    .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
                                    .forEach(peer -> pods.forEach((other, otherLabels) -> {
                                        String callee = ingress ? self : other;
                                        boolean port = Policy.elements(rule.path("ports"))
                                                .anyMatch(each ->
                                                        each.path("port").asInt(0) == Sources.PORTS.get(callee));
                                        if (port && Policy.matches(peer.path("podSelector"), otherLabels)) {
                                            edges.get(ingress ? other : self).add(callee);
                                        }
                                    })));
                }));
        return edges;
    }
}
