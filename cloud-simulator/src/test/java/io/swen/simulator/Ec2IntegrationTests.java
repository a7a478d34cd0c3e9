package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

class Ec2IntegrationTests {

    private static final String AMAZON_LINUX =
            "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    @TempDir
    static Path directory;

    private static SimulatorServer simulator;
    private static Clients clients;
    private static Ec2Client ec2;

    @BeforeAll
    static void start() {
        simulator = SimulatorServer.start(SimulatorConfig.forTests(directory).withThrottleFactor(0));
        clients = new Clients(simulator);
        ec2 = clients.ec2("us-east-1");
    }

    @AfterAll
    static void stop() {
        ec2.close();
        simulator.stop();
    }

    @Test
    void listsRegionsAndZonesWithTheirIds() {
        assertThat(ec2.describeRegions().regions()).hasSize(24).anySatisfy(r -> {
            assertThat(r.regionName()).isEqualTo("eu-central-1");
            assertThat(r.endpoint()).isEqualTo("ec2.eu-central-1.amazonaws.com");
        });
        assertThat(ec2.describeAvailabilityZones().availabilityZones())
                .hasSize(5)
                .anySatisfy(z -> {
                    assertThat(z.zoneId()).isEqualTo("use1-az4");
                    assertThat(z.zoneName()).isEqualTo("us-east-1c");
                    assertThat(z.stateAsString()).isEqualTo("available");
                    assertThat(z.regionName()).isEqualTo("us-east-1");
                });
    }

    @Test
    void pagesThroughTheInstanceTypesOfARegion() {
        var types = ec2.describeInstanceTypesPaginator(r -> {}).instanceTypes().stream()
                .toList();
        assertThat(types).hasSizeGreaterThan(1_200);
        assertThat(types.stream().map(t -> t.instanceTypeAsString()).distinct()).hasSize(types.size());
        assertThat(types)
                .filteredOn(t -> t.instanceTypeAsString().equals("m7g.large"))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.vCpuInfo().defaultVCpus()).isEqualTo(2);
                    assertThat(t.memoryInfo().sizeInMiB()).isEqualTo(8_192);
                    assertThat(t.processorInfo().supportedArchitecturesAsStrings())
                            .containsExactly("arm64");
                    assertThat(t.supportedUsageClassesAsStrings()).containsExactly("on-demand", "spot");
                });
        assertThat(types)
                .filteredOn(t -> t.instanceTypeAsString().equals("g4dn.xlarge"))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.gpuInfo().gpus().getFirst().name()).isEqualTo("T4");
                    assertThat(t.gpuInfo().gpus().getFirst().count()).isEqualTo(1);
                });
    }

    @Test
    void answersTheCurrentSpotPriceOfEveryPoolExactlyOnce() {
        Instant now = simulator.clock().instant();
        var seen = new HashSet<String>();
        var prices = ec2.describeSpotPriceHistoryPaginator(r -> r.startTime(now).productDescriptions("Linux/UNIX"))
                .spotPriceHistory();
        for (SpotPrice price : prices) {
            assertThat(seen.add(price.availabilityZoneId() + "/" + price.instanceTypeAsString()))
                    .isTrue();
            assertThat(Double.parseDouble(price.spotPrice())).isPositive();
            assertThat(price.timestamp()).isBeforeOrEqualTo(simulator.clock().instant());
        }
        assertThat(seen).hasSizeGreaterThan(3_000);
    }

    @Test
    void tellsTheHistoryOfAPoolInPages() {
        Instant now = simulator.clock().instant();
        Instant start = now.minus(Duration.ofDays(30));
        List<SpotPrice> paged = ec2
                .describeSpotPriceHistoryPaginator(r -> r.startTime(start)
                        .endTime(now)
                        .instanceTypesWithStrings("m5.large")
                        .availabilityZoneId("use1-az1")
                        .maxResults(7))
                .spotPriceHistory()
                .stream()
                .toList();
        List<SpotPrice> whole = ec2.describeSpotPriceHistory(r -> r.startTime(start)
                        .endTime(now)
                        .instanceTypesWithStrings("m5.large")
                        .availabilityZone("us-east-1a"))
                .spotPriceHistory();
        assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(60);
        assertThat(whole.stream().map(SpotPrice::spotPrice).distinct()).hasSizeGreaterThan(30);
        assertThat(whole.getLast().timestamp()).isBeforeOrEqualTo(start);
    }

    @Test
    void runsDescribesTagsAndTerminatesAnInstance() {
        RunInstancesResponse run = ec2.runInstances(onDemand("m5.large")
                .placement(p -> p.availabilityZoneId("use1-az4"))
                .tagSpecifications(t -> t.resourceType("instance")
                        .tags(tag -> tag.key("swen:workload").value("w1")))
                .build());
        Instance started = run.instances().getFirst();
        assertThat(started.state().name()).isEqualTo(InstanceStateName.PENDING);
        assertThat(started.placement().availabilityZone()).isEqualTo("us-east-1c");
        assertThat(started.placement().availabilityZoneId()).isEqualTo("use1-az4");

        simulator.clock().advance(Duration.ofMinutes(2));
        ec2.createTags(t ->
                t.resources(started.instanceId()).tags(tag -> tag.key("Project").value("swen")));
        Instance running = ec2.describeInstances(d -> d.filters(
                        f -> f.name("tag:swen:workload").values("w1"),
                        f -> f.name("instance-state-name").values("running")))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
        assertThat(running.instanceId()).isEqualTo(started.instanceId());
        assertThat(running.tags())
                .anyMatch(t -> t.key().equals("Project") && t.value().equals("swen"));
        assertThat(running.privateIpAddress()).startsWith("172.31.");
        assertThat(running.clientToken()).isNotEmpty();

        var change = ec2.terminateInstances(t -> t.instanceIds(started.instanceId()))
                .terminatingInstances()
                .getFirst();
        assertThat(change.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(change.currentState().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN);
        simulator.clock().advance(Duration.ofMinutes(1));
        Instance ended = describe(started.instanceId());
        assertThat(ended.state().name()).isEqualTo(InstanceStateName.TERMINATED);
        assertThat(ended.stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
        assertThat(ended.stateTransitionReason()).startsWith("User initiated (");
    }

    @Test
    void startsOnceForAClientToken() {
        String token = UUID.randomUUID().toString();
        var first = ec2.runInstances(
                onDemand("c7i.large").maxCount(3).clientToken(token).build());
        var second = ec2.runInstances(
                onDemand("c7i.large").maxCount(3).clientToken(token).build());
        assertThat(second.instances().stream().map(Instance::instanceId))
                .containsExactlyElementsOf(
                        first.instances().stream().map(Instance::instanceId).toList());
        assertThat(ec2.describeInstances(
                                d -> d.filters(f -> f.name("client-token").values(token)))
                        .reservations()
                        .getFirst()
                        .instances())
                .hasSize(3);
        assertCode(
                () -> ec2.runInstances(
                        onDemand("c7i.large").maxCount(2).clientToken(token).build()),
                "IdempotentParameterMismatch",
                400);
    }

    @Test
    void aClientTokenDoesNotBringBackWhatWasTerminated() {
        var request = onDemand("m5.large").clientToken("spent").build();
        String id = ec2.runInstances(request).instances().getFirst().instanceId();
        ec2.terminateInstances(t -> t.instanceIds(id));
        simulator.clock().advance(Duration.ofMinutes(1));
        assertCode(() -> ec2.runInstances(request), "IdempotentInstanceTerminated", 400);
    }

    @Test
    void endsABatchWhenItsWorkIsDone() {
        String userData = "#cloud-config\nwrite_files:\n- content: |\n    export SWEN_ESTIMATED_DURATION=\"PT2H\"\n";
        Instance started = ec2.runInstances(onDemand("m5.large")
                        .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                        .userData(Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
                        .build())
                .instances()
                .getFirst();
        simulator.clock().advance(Duration.ofMinutes(119));
        assertThat(describe(started.instanceId()).state().name()).isEqualTo(InstanceStateName.RUNNING);
        simulator.clock().advance(Duration.ofMinutes(3));
        Instance ended = describe(started.instanceId());
        assertThat(ended.state().name()).isEqualTo(InstanceStateName.TERMINATED);
        assertThat(ended.stateReason().code()).isEqualTo("Client.InstanceInitiatedShutdown");
    }

    @Test
    void runsSpotAndTakesItBackWithTwoMinutesNotice() {
        Instance spot = ec2.runInstances(onDemand("m5.large")
                        .instanceMarketOptions(m -> m.marketType(MarketType.SPOT))
                        .build())
                .instances()
                .getFirst();
        assertThat(spot.instanceLifecycleAsString()).isEqualTo("spot");
        assertThat(spot.spotInstanceRequestId()).startsWith("sir-");
        simulator.clock().advance(Duration.ofMinutes(5));
        assertThat(simulator.interrupt(spot.instanceId())).isTrue();
        simulator.clock().advance(Duration.ofSeconds(100));
        assertThat(describe(spot.instanceId()).state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(ec2.describeSpotInstanceRequests(
                                d -> d.filters(f -> f.name("status-code").values("marked-for-termination")))
                        .spotInstanceRequests())
                .anyMatch(r -> r.instanceId().equals(spot.instanceId())
                        && r.spotInstanceRequestId().equals(spot.spotInstanceRequestId()));
        simulator.clock().advance(Duration.ofMinutes(2));
        Instance gone = describe(spot.instanceId());
        assertThat(gone.state().name()).isEqualTo(InstanceStateName.TERMINATED);
        assertThat(gone.stateReason().code()).isEqualTo("Server.SpotInstanceTermination");
        assertThat(simulator.interrupt(spot.instanceId())).isFalse();
    }

    @Test
    void pagesThroughInstances() {
        Ec2Client paris = clients.ec2("eu-west-3");
        paris.runInstances(onDemand("m5.large").minCount(12).maxCount(12).build());
        var ids = paris.describeInstancesPaginator(d -> d.maxResults(5)).reservations().stream()
                .flatMap(r -> r.instances().stream())
                .map(Instance::instanceId)
                .toList();
        assertThat(ids).hasSize(12).doesNotHaveDuplicates();
        assertThat(ec2.describeInstances().reservations().stream().flatMap(r -> r.instances().stream()))
                .noneMatch(i -> ids.contains(i.instanceId()));
    }

    @Test
    void answersErrorsWithTheCodesOfEc2() {
        assertCode(() -> ec2.runInstances(onDemand("m99.large").build()), "InvalidParameterValue", 400);
        assertCode(() -> ec2.runInstances(onDemand("m7g.large").build()), "InvalidParameterValue", 400);
        assertCode(
                () -> ec2.runInstances(onDemand("m5.large").imageId("nothing").build()), "InvalidAMIID.Malformed", 400);
        assertCode(() -> ec2.runInstances(onDemand("m5.large").imageId(null).build()), "MissingParameter", 400);
        assertCode(
                () -> ec2.runInstances(onDemand("m5.large")
                        .placement(p -> p.availabilityZone("us-east-1z"))
                        .build()),
                "InvalidParameterValue",
                400);
        assertCode(
                () -> ec2.runInstances(
                        onDemand("m5.large").minCount(3).maxCount(2).build()),
                "InvalidParameterCombination",
                400);
        assertCode(
                () -> ec2.runInstances(onDemand("m5.large").userData("%%%").build()), "InvalidUserData.Malformed", 400);
        assertCode(
                () -> ec2.runInstances(onDemand("m5.large")
                        .instanceMarketOptions(
                                m -> m.marketType(MarketType.SPOT).spotOptions(s -> s.maxPrice("0.000001")))
                        .build()),
                "SpotMaxPriceTooLow",
                400);
        assertCode(() -> ec2.runInstances(onDemand("m5.large").dryRun(true).build()), "DryRunOperation", 412);
        assertCode(
                () -> ec2.describeInstances(d -> d.instanceIds("i-0123456789abcdef0")),
                "InvalidInstanceID.NotFound",
                400);
        assertCode(() -> ec2.describeInstances(d -> d.instanceIds("i-x")), "InvalidInstanceID.Malformed", 400);
        assertCode(
                () -> ec2.terminateInstances(d -> d.instanceIds("i-0123456789abcdef0")),
                "InvalidInstanceID.NotFound",
                400);
        assertCode(() -> ec2.describeInstances(d -> d.nextToken("nonsense")), "InvalidNextToken", 400);
        assertCode(
                () -> ec2.describeInstances(
                        d -> d.filters(f -> f.name("no-such").values("x"))),
                "InvalidParameterValue",
                400);
        assertCode(() -> ec2.describeVpcs(), "InvalidAction", 400);
        assertCode(() -> clients.ec2("mars-north-1").describeRegions(), "AuthFailure", 401);
    }

    @Test
    void refusesWrongSecretsAndUnknownKeys() {
        var key = simulator.credentials().aws().getFirst();
        assertCode(() -> clients.ec2("us-east-1", key.accessKeyId(), "wrong").describeRegions(), "AuthFailure", 401);
        assertCode(
                () -> clients.ec2("us-east-1", "AKIAUNKNOWN", key.secretAccessKey())
                        .describeRegions(),
                "AuthFailure",
                401);
    }

    private static RunInstancesRequest.Builder onDemand(String type) {
        return RunInstancesRequest.builder()
                .imageId(AMAZON_LINUX)
                .instanceType(type)
                .minCount(1)
                .maxCount(1);
    }

    private static Instance describe(String id) {
        return ec2.describeInstances(d -> d.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    static AbstractThrowableAssert<?, ?> assertCode(ThrowingCallable call, String code, int status) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.requestId()).isNotEmpty();
        });
    }
}
