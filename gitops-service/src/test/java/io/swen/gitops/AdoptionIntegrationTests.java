package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import tools.jackson.databind.JsonNode;

/** Instances that somebody started by hand are brought under management. */
class AdoptionIntegrationTests extends GitopsTest {

    private static final String TYPE = "m7i.large";

    @Test
    void whatRunsIsAdoptedAsItIsWithAPlanThatDoesNothing() {
        String workload = Requests.newId("adopt");
        List<Instance> instances = byHand(workload, 2);
        inventory(workload, instances, false);

        UUID id = adopted(adopt(workload, Map.of("tag", Map.of("key", "app", "value", workload))));
        JsonNode change = awaitState(id, "succeeded", "failed", "awaiting_approval");

        assertThat(change.at("/state").asString()).as(change.toString()).isEqualTo("succeeded");
        assertThat(change.at("/origin").asString()).isEqualTo("adoption");
        assertThat(change.at("/title").asString()).startsWith("adopt " + workload + " in aws:us-east-1");
        assertThat(change.at("/plan/actions")).isEmpty();
        assertThat(change.at("/plan/hourly_cost_before")).isEqualTo(change.at("/plan/hourly_cost_after"));
        JsonNode deployment = awaitDeployment(workload, "running");
        assertThat(deployment
                        .at("/instances")
                        .valueStream()
                        .map(instance -> instance.at("/instance_id").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        instances.stream().map(Instance::instanceId).toList());
        assertThat(repository.fileOnMain("environments/dev/workloads/" + workload + ".yaml"))
                .hasValueSatisfying(file -> assertThat(file).contains("replicas: 2", TYPE));
        assertThat(described(workload))
                .extracting(Instance::instanceId, Instance::launchTime)
                .containsExactlyInAnyOrderElementsOf(instances.stream()
                        .map(instance ->
                                org.assertj.core.api.Assertions.tuple(instance.instanceId(), instance.launchTime()))
                        .toList());
        problem(
                adopt(
                        workload + "-x",
                        Map.of("instance_ids", List.of(instances.getFirst().instanceId()))),
                409,
                "conflict");
    }

    @Test
    void whatDoesNotRunAnyMoreEndsTheChangeAndNothingIsTouched() {
        String workload = Requests.newId("adopt");
        List<Instance> instances = byHand(workload, 2);
        inventory(workload, instances, false);
        try (Ec2Client ec2 = ec2()) {
            ec2.terminateInstances(
                    request -> request.instanceIds(instances.getFirst().instanceId()));
        }

        UUID id = adopted(adopt(
                workload,
                Map.of(
                        "instance_ids",
                        instances.stream().map(Instance::instanceId).toList())));
        JsonNode change = awaitState(id, "succeeded", "failed");

        assertThat(change.at("/failure/code").asString()).as(change.toString()).isEqualTo("adoption-differs");
        assertThat(change.at("/failure/detail").asString())
                .contains(instances.getFirst().instanceId());
        assertThat(described(workload))
                .filteredOn(instance ->
                        instance.instanceId().equals(instances.getLast().instanceId()))
                .allMatch(instance -> instance.state().nameAsString().equals("running"));
    }

    @Test
    void aCancelledAdoptionLetsGoOfItsInstancesAndEndsNone() {
        String workload = Requests.newId("adopt");
        List<Instance> instances = byHand(workload, 1);
        inventory(workload, instances, false);

        UUID id = adopted(adopt(workload, Map.of("tag", Map.of("key", "app", "value", workload)), "look"));
        awaitState(id, "awaiting_approval");
        call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", operator(), null);
        awaitState(id, "cancelled");
        UUID again = adopted(adopt(workload, Map.of("tag", Map.of("key", "app", "value", workload))));

        assertThat(awaitState(again, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(described(workload))
                .allMatch(instance -> instance.state().nameAsString().equals("running"));
    }

    @Test
    void whatIsNotThereOrManagedAlreadyOrNotSaidIsRefused() {
        String workload = Requests.newId("adopt");
        inventory(workload, byHand(workload, 1), true);

        problem(adopt(workload, Map.of("instance_ids", List.of("i-0"))), 400, "invalid-field");
        assertThat(problem(adopt(workload, Map.of("tag", Map.of("key", "app", "value", workload))), 409, "conflict")
                        .at("/detail")
                        .asString())
                .startsWith("SWEN manages already: i-");
        problem(adopt(workload, Map.of("tag", Map.of("key", "app", "value", "nothing"))), 422, "unprocessable");
        problem(adopt(workload, Map.of()), 400, "invalid-field");
        problem(call(HttpMethod.POST, "/api/v1/adoptions", operator(), Map.of()), 400, "invalid-field");
        ROUTING.telemetry.remove("/api/v1/inventory");
        problem(adopt(workload, Map.of("tag", Map.of("key", "app", "value", workload))), 502, "remote-failed");
    }

    private UUID adopted(ResponseEntity<String> answer) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).at("/id").asString());
    }

    private ResponseEntity<String> adopt(String workload, Map<String, Object> selection) {
        return adopt(workload, selection, "dev");
    }

    private ResponseEntity<String> adopt(String workload, Map<String, Object> selection, String environment) {
        Map<String, Object> body = new HashMap<>(selection);
        body.put("provider", "aws");
        body.put("region", "aws:us-east-1");
        body.put(
                "workload",
                Map.of(
                        "id",
                        workload,
                        "team",
                        "research",
                        "environment",
                        environment,
                        "kind",
                        "service",
                        "container",
                        Map.of("image", "ghcr.io/acme/api:3.2"),
                        "cpu_cores",
                        2,
                        "memory_gb",
                        8));
        return call(HttpMethod.POST, "/api/v1/adoptions", operator(), body);
    }

    /** Instances that no change made, running. */
    private static List<Instance> byHand(String app, int many) {
        try (Ec2Client ec2 = ec2()) {
            ec2.runInstances(request -> request.imageId("ami-0123456789abcdef0")
                    .instanceType(TYPE)
                    .minCount(many)
                    .maxCount(many)
                    .placement(place -> place.availabilityZone("us-east-1a"))
                    .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                            .tags(tag -> tag.key("app").value(app))));
        }
        return org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> described(app),
                        seen -> seen.size() == many
                                && seen.stream()
                                        .allMatch(instance ->
                                                instance.state().nameAsString().equals("running")));
    }

    private static List<Instance> described(String app) {
        try (Ec2Client ec2 = ec2()) {
            return ec2
                    .describeInstances(request ->
                            request.filters(filter -> filter.name("tag:app").values(app)))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .toList();
        }
    }

    private static Ec2Client ec2() {
        return Ec2Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(SIMULATOR.awsEndpoint().toString()))
                .credentialsProvider(SystemPropertyCredentialsProvider.create())
                .httpClient(ApacheHttpClient.create())
                .build();
    }

    /** What telemetry would answer of these instances. */
    private static void inventory(String app, List<Instance> instances, boolean managed) {
        ROUTING.telemetry.put(
                "/api/v1/inventory",
                "{\"items\":["
                        + instances.stream()
                                .map(instance -> "{\"instance_id\":\"" + instance.instanceId()
                                        + "\",\"zone\":\"aws:use1-az1\",\"instance_type\":\"" + TYPE
                                        + "\",\"purchase_option\":\"on_demand\",\"state\":\"running\",\"managed\":"
                                        + managed
                                        + ",\"tags\":{\"app\":\"" + app + "\"}}")
                                .collect(Collectors.joining(","))
                        + "],\"next\":null}");
        ROUTING.telemetry.put(
                "/api/v1/offers",
                "{\"items\":[{\"offer_id\":\"aws:use1-az1/m7i.large/on_demand\",\"provider\":\"aws\",\"region\":\"aws:us-east-1\","
                        + "\"zone\":\"aws:use1-az1\",\"instance_type\":\"m7i.large\",\"purchase_option\":\"on_demand\","
                        + "\"architecture\":\"amd64\",\"vcpu\":2,\"memory_gb\":8.0,\"gpus\":0,"
                        + "\"price\":{\"amount\":\"0.1008\",\"currency\":\"USD\"},\"simulated\":true}],\"next\":null}");
    }

    private static String operator() {
        return TestIssuer.token("operator", Role.OPERATOR);
    }
}
