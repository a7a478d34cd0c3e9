package io.swen.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** That the checks of manifests find what they are for: production's, with one thing made wrong. */
class PolicyTests {

    private static final Set<String> VARIABLES = new Sources().variables();

    @BeforeAll
    static void kubectlIsThere() {
        assumeTrue(
                Manifests.obstacle().isEmpty(),
                () -> "manifests are not checked: " + Manifests.obstacle().orElse(""));
    }

    @ParameterizedTest(name = "{0} {1} = {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Deployment/telemetry | /spec/template/spec/securityContext/runAsNonRoot | false | may run as root
            Deployment/telemetry | /spec/template/spec/securityContext/seccompProfile/type | "Unconfined" | has no seccomp profile
            Deployment/telemetry | /spec/template/spec/automountServiceAccountToken | true | gets a token of the cluster's API
            Deployment/telemetry | /spec/template/spec/serviceAccountName | "nobody" | has no service account of its own
            Deployment/telemetry | /spec/template/spec/hostNetwork | true | shares the node: hostNetwork
            Deployment/telemetry | /spec/template/spec/terminationGracePeriodSeconds | 15 | is killed before what it answers is done
            Deployment/telemetry | /spec/template/spec/containers/0/image | "registry.example.com/swen:latest" | has an image without a fixed tag or digest
            Deployment/telemetry | /spec/template/spec/containers/0/image | "swen/telemetry-service" | has an image without a fixed tag or digest
            Deployment/telemetry | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | true | may gain privileges
            Deployment/telemetry | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | false | can write to its root file system
            Deployment/telemetry | /spec/template/spec/containers/0/securityContext/capabilities | {"add":["SYS_ADMIN"]} | has capabilities
            Deployment/telemetry | /spec/template/spec/containers/0/resources/limits | {"cpu":"1"} | has no memory among its limits
            Deployment/telemetry | /spec/template/spec/containers/0/readinessProbe | null | has no readinessProbe
            Deployment/telemetry | /spec/template/spec/containers/0/livenessProbe/httpGet/port | "metrics" | asks a port that is not there
            Deployment/telemetry | /spec/template/spec/containers/0/lifecycle | null | stops before others know that it leaves
            Deployment/telemetry | /spec/template/spec/containers/0/env/0/name | "SWEN_TELEMETRY_URI" | sets a variable that no service reads
            Deployment/telemetry | /spec/template/spec/volumes/0 | {"name":"secrets","hostPath":{"path":"/"}} | mounts a folder of the node
            Deployment/telemetry | /spec/template/metadata/labels/app.kubernetes.io~1name | "telemetri" | does not select its own pods
            PodDisruptionBudget/telemetry | /spec/selector/matchLabels/app.kubernetes.io~1name | "other" | has no disruption budget
            HorizontalPodAutoscaler/gitops | /spec/scaleTargetRef/name | "other" | has neither replicas nor an autoscaler
            HorizontalPodAutoscaler/routing | /spec/scaleTargetRef/kind | "Deployment" | scales a Deployment that is a Rollout's template
            NetworkPolicy/default-deny | /spec/ingress | [{}] | has no network policy that denies everything by default
            Deployment/telemetry | /spec/template/spec/containers/0/ports/0 | {"name":"other","containerPort":9999} | has a port that no network policy opens
            Service/telemetry | /spec/selector/app.kubernetes.io~1name | "other" | selects no pods
            Service/telemetry | /spec/ports/0/targetPort | "web" | leads to a port that Deployment/telemetry does not have
            ExternalSecret/swen-issuer | /spec/target/name | "other" | mounts a secret that nobody makes: swen-issuer
            ExternalSecret/swen-prometheus | /spec/target/template/data | {"client-id":"x"} | reads a key that nobody puts into a secret
            VirtualService/routing | /spec/http/0/route/1/destination/host | "other" | leads to what is not there: other:8082
            AuthorizationPolicy/routing | /spec/rules/0/from/0/source/principals/0 | "cluster.local/ns/swen/sa/other" | allows an account that is not there
            Rollout/routing | /spec/strategy/canary/analysis/templates/0/templateName | "other" | is judged by what is not there
            HTTPRoute/public | /spec/rules/0/backendRefs/0/port | 1 | leads to what is not there
            """)
    void findsWhatIsWrong(String object, String path, String value, String finding) {
        Manifests broken = with(object, path, value);

        assertThat(Policy.findings(broken, VARIABLES))
                .anySatisfy(each -> assertThat(each).contains(finding));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Deployment/telemetry | /spec/template/spec/containers/0/livenesProbe | {}
            Deployment/telemetry | /spec/minReadySeconds | "soon"
            NetworkPolicy/telemetry | /spec/egres | []
            HorizontalPodAutoscaler/routing | /spec/maxReplica | 3
            PodDisruptionBudget/telemetry | /spec/maxunavailable | 1
            HTTPRoute/public | /spec/host | "x"
            VirtualService/routing | /spec/http/0/retry | {}
            DestinationRule/routing | /spec/trafficPolicy/tls/mode | "MUTUALLY"
            PeerAuthentication/default | /spec/mtls/mode | "SOMETIMES"
            Rollout/routing | /spec/strategy/canary/step | []
            AnalysisTemplate/requests | /spec/metrics/0/success | "x"
            ExternalSecret/swen-issuer | /spec/refresh | "1h"
            ServiceMonitor/routing | /spec/endpoints/0/oauth | {}
            Certificate/swen-tls | /spec/secret | "x"
            """)
    void findsFieldsThatNobodyKnows(String object, String path, String value) {
        Manifests broken = with(object, path, value);
        StrictModel model = new StrictModel();

        assertThat(broken.objects().stream().flatMap(each -> model.findings(each).stream()))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding).startsWith(object + ":"));
    }

    @Test
    void findsKindsThatNobodyKnows() {
        JsonNode unknown = Manifests.parse("{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}}")
                .getFirst();

        assertThat(new StrictModel().findings(unknown))
                .singleElement()
                .asString()
                .contains("nobody knows kind Thing");
    }

    private static Manifests with(String object, String path, String value) {
        Manifests good = Manifests.of("kubernetes/overlays/prod");
        List<JsonNode> objects = good.objects().stream().map(JsonNode::deepCopy).toList();
        JsonNode changed = objects.stream()
                .filter(each -> Manifests.called(each).equals(object))
                .findFirst()
                .orElseThrow();
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = changed.at(pointer.head());
        JsonNode put = Manifests.YAML.readTree(value);
        String last = pointer.last().getMatchingProperty();
        switch (parent) {
            case ObjectNode map when put.isNull() -> map.remove(last);
            case ObjectNode map -> map.set(last, put);
            case ArrayNode list -> list.set(pointer.last().getMatchingIndex(), put);
            default -> throw new IllegalArgumentException(object + " has nothing at " + path);
        }
        return new Manifests(good.name(), objects);
    }
}
