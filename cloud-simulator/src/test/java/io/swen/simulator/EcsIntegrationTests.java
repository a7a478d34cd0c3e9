package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteInstanceRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceTypesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse;
import com.aliyuncs.ecs.model.v20140526.DescribePriceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeRegionsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotPriceHistoryRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeVpcsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeZonesRequest;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.TagResourcesRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcsIntegrationTests {

    private static final String REGION = "cn-hangzhou";

    @TempDir
    static Path directory;

    private static SimulatorServer simulator;
    private static Clients.Alibaba ecs;

    @BeforeAll
    static void start() {
        simulator = SimulatorServer.start(SimulatorConfig.forTests(directory).withThrottleFactor(0));
        ecs = new Clients(simulator).alibaba(REGION);
    }

    @AfterAll
    static void stop() {
        simulator.stop();
    }

    @Test
    void listsRegionsZonesAndTypes() throws ClientException {
        assertThat(ecs.call(new DescribeRegionsRequest()).getRegions())
                .hasSize(27)
                .anyMatch(r ->
                        r.getRegionId().equals("cn-hangzhou") && r.getStatus().equals("available"));
        var zones = ecs.call(new DescribeZonesRequest()).getZones();
        assertThat(zones).extracting(z -> z.getZoneId()).contains("cn-hangzhou-h", "cn-hangzhou-k");
        assertThat(zones.stream().flatMap(z -> z.getAvailableInstanceTypes().stream()))
                .contains("ecs.g7.large");

        var all = ecs.call(new DescribeInstanceTypesRequest()).getInstanceTypes();
        var paged = new ArrayList<String>();
        String token = null;
        do {
            var request = new DescribeInstanceTypesRequest();
            request.setMaxResults(100L);
            request.setNextToken(token);
            var page = ecs.call(request);
            page.getInstanceTypes().forEach(t -> paged.add(t.getInstanceTypeId()));
            token = page.getNextToken();
        } while (token != null && !token.isEmpty());
        assertThat(paged).hasSizeGreaterThan(600).doesNotHaveDuplicates().hasSize(all.size());
        assertThat(all)
                .filteredOn(t -> t.getInstanceTypeId().equals("ecs.g8y.large"))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.getCpuArchitecture()).isEqualTo("ARM");
                    assertThat(t.getCpuCoreCount()).isEqualTo(2);
                    assertThat(t.getMemorySize()).isEqualTo(8f);
                });
    }

    @Test
    void speaksXmlAsWellAsJson() throws ClientException {
        var json = ecs.call(new DescribeRegionsRequest(), FormatType.JSON).getRegions();
        var xml = ecs.call(new DescribeRegionsRequest(), FormatType.XML).getRegions();
        assertThat(xml).usingRecursiveComparison().isEqualTo(json);
    }

    @Test
    void tellsOnDemandAndSpotPricesInYuan() throws ClientException {
        var request = new DescribePriceRequest();
        request.setResourceType("instance");
        request.setInstanceType("ecs.g7.large");
        request.setZoneId("cn-hangzhou-h");
        var price = ecs.call(request).getPriceInfo().getPrice();
        assertThat(price.getCurrency()).isEqualTo("CNY");
        assertThat(price.getTradePrice()).isPositive().isEqualTo(price.getOriginalPrice());

        request = new DescribePriceRequest();
        request.setResourceType("instance");
        request.setInstanceType("ecs.g7.large");
        request.setZoneId("cn-hangzhou-h");
        request.setSpotStrategy("SpotAsPriceGo");
        var spot = ecs.call(request).getPriceInfo().getPrice();
        assertThat(spot.getOriginalPrice()).isEqualTo(price.getOriginalPrice());
        assertThat(spot.getTradePrice()).isPositive().isLessThan(spot.getOriginalPrice());
    }

    @Test
    void tellsTheHistoryOfSpotPrices() throws ClientException {
        var request = new DescribeSpotPriceHistoryRequest();
        request.setInstanceType("ecs.g7.large");
        request.setNetworkType("vpc");
        request.setStartTime(
                simulator.clock().instant().minus(Duration.ofDays(20)).toString());
        var history = ecs.call(request);
        assertThat(history.getCurrency()).isEqualTo("CNY");
        assertThat(history.getSpotPrices()).hasSizeGreaterThan(50).allSatisfy(p -> {
            assertThat(p.getSpotPrice()).isPositive().isLessThanOrEqualTo(p.getOriginPrice());
            assertThat(p.getInstanceType()).isEqualTo("ecs.g7.large");
        });
    }

    @Test
    void runsDescribesTagsAndDeletesAnInstance() throws ClientException {
        RunInstancesRequest run = run("ecs.g7.large");
        run.setZoneId("cn-hangzhou-h");
        run.setInstanceName("swen-w1");
        run.setTags(List.of(tag("swen:workload", "w1")));
        String id = ecs.call(run).getInstanceIdSets().getFirst();
        assertThat(describe(id).getStatus()).isEqualTo("Starting");

        simulator.clock().advance(Duration.ofMinutes(2));
        var tags = new TagResourcesRequest();
        tags.setResourceType("instance");
        tags.setResourceIds(List.of(id));
        var project = new TagResourcesRequest.Tag();
        project.setKey("Project");
        project.setValue("swen");
        tags.setTags(List.of(project));
        ecs.call(tags);
        var query = new DescribeInstancesRequest();
        var wanted = new DescribeInstancesRequest.Tag();
        wanted.setKey("swen:workload");
        wanted.setValue("w1");
        query.setTags(List.of(wanted));
        assertThat(ecs.call(query).getInstances()).singleElement().satisfies(i -> {
            assertThat(i.getInstanceId()).isEqualTo(id);
            assertThat(i.getStatus()).isEqualTo("Running");
            assertThat(i.getZoneId()).isEqualTo("cn-hangzhou-h");
            assertThat(i.getTags()).anyMatch(t -> t.getTagKey().equals("Project"));
        });

        var delete = new DeleteInstanceRequest();
        delete.setInstanceId(id);
        assertCode(delete, "IncorrectInstanceStatus");
        delete = new DeleteInstanceRequest();
        delete.setInstanceId(id);
        delete.setForce(true);
        ecs.call(delete);
        assertThat(list(id)).isEmpty();
        delete = new DeleteInstanceRequest();
        delete.setInstanceId(id);
        delete.setForce(true);
        assertCode(delete, "InvalidInstanceId.NotFound");
    }

    @Test
    void startsOnceForAClientTokenAndDeletesManyAtOnce() throws ClientException {
        RunInstancesRequest run = run("ecs.c7.large");
        run.setAmount(3);
        run.setClientToken("once-and-only-once");
        var ids = ecs.call(run).getInstanceIdSets();
        run = run("ecs.c7.large");
        run.setAmount(3);
        run.setClientToken("once-and-only-once");
        assertThat(ecs.call(run).getInstanceIdSets()).isEqualTo(ids).hasSize(3);
        run = run("ecs.c7.large");
        run.setAmount(4);
        run.setClientToken("once-and-only-once");
        assertCode(run, "IdempotentParameterMismatch");

        var delete = new DeleteInstancesRequest();
        delete.setInstanceIds(ids);
        delete.setForce(true);
        ecs.call(delete);
        assertThat(list(ids.toArray(String[]::new))).isEmpty();
    }

    @Test
    void pagesThroughInstancesByNumberAndByToken() throws ClientException {
        RunInstancesRequest run = run("ecs.g7.xlarge");
        run.setAmount(23);
        var ids = ecs.call(run).getInstanceIdSets();

        var byNumber = new ArrayList<String>();
        for (int page = 1; page <= 3; page++) {
            var request = new DescribeInstancesRequest();
            request.setInstanceType("ecs.g7.xlarge");
            request.setPageNumber(page);
            request.setPageSize(10);
            var answer = ecs.call(request);
            assertThat(answer.getTotalCount()).isEqualTo(23);
            answer.getInstances().forEach(i -> byNumber.add(i.getInstanceId()));
        }
        assertThat(byNumber).containsExactlyInAnyOrderElementsOf(ids);

        var byToken = new ArrayList<String>();
        String token = null;
        do {
            var request = new DescribeInstancesRequest();
            request.setInstanceType("ecs.g7.xlarge");
            request.setMaxResults(10);
            request.setNextToken(token);
            var answer = ecs.call(request);
            answer.getInstances().forEach(i -> byToken.add(i.getInstanceId()));
            token = answer.getNextToken();
        } while (token != null && !token.isEmpty());
        assertThat(byToken).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void stopsABatchWhenItsWorkIsDone() throws ClientException {
        RunInstancesRequest run = run("ecs.g7.large");
        run.setUserData(Base64.getEncoder()
                .encodeToString("#!/bin/sh\nexport SWEN_ESTIMATED_DURATION=PT30M\n".getBytes(StandardCharsets.UTF_8)));
        String id = ecs.call(run).getInstanceIdSets().getFirst();
        simulator.clock().advance(Duration.ofMinutes(29));
        assertThat(describe(id).getStatus()).isEqualTo("Running");
        simulator.clock().advance(Duration.ofMinutes(3));
        assertThat(describe(id).getStatus()).isEqualTo("Stopped");
    }

    @Test
    void locksASpotInstanceBeforeItIsReleased() throws ClientException {
        RunInstancesRequest run = run("ecs.g7.large");
        run.setSpotStrategy("SpotAsPriceGo");
        String id = ecs.call(run).getInstanceIdSets().getFirst();
        simulator.clock().advance(Duration.ofMinutes(2));
        assertThat(describe(id).getOperationLocks()).isEmpty();
        simulator.interrupt(id);
        assertThat(describe(id).getOperationLocks())
                .anyMatch(l -> l.getLockReason().equals("Recycling"));
        assertThat(describe(id).getSpotStrategy()).isEqualTo("SpotAsPriceGo");
        simulator.clock().advance(Duration.ofMinutes(6));
        assertThat(list(id)).isEmpty();
    }

    @Test
    void answersErrorsWithTheCodesOfEcs() {
        assertCode(run("ecs.g99.large"), "InvalidInstanceType.ValueNotSupported");
        RunInstancesRequest noImage = new RunInstancesRequest();
        noImage.setInstanceType("ecs.g7.large");
        assertCode(noImage, "MissingParameter");
        RunInstancesRequest wrongZone = run("ecs.g7.large");
        wrongZone.setZoneId("cn-hangzhou-z");
        assertCode(wrongZone, "InvalidZoneId.NotFound");
        RunInstancesRequest tooMany = run("ecs.g7.large");
        tooMany.setAmount(1_000);
        assertCode(tooMany, "InvalidParameter");
        RunInstancesRequest lowLimit = run("ecs.g7.large");
        lowLimit.setSpotStrategy("SpotWithPriceLimit");
        lowLimit.setSpotPriceLimit(0.0001f);
        assertCode(lowLimit, "InvalidSpotPriceLimit.LowerThanPublicPrice");
        assertCode(new DescribePriceRequest(), "MissingParameter");
        assertCode(new DescribeVpcsRequest(), "InvalidAction.NotFound");
        var elsewhere = new DescribeZonesRequest();
        elsewhere.setSysRegionId("cn-mars");
        assertCode(elsewhere, "InvalidRegionId.NotFound");
    }

    @Test
    void refusesWrongSecretsAndUnknownKeys() {
        var key = simulator.credentials().alibaba().getFirst();
        var clients = new Clients(simulator);
        assertThatThrownBy(() ->
                        clients.alibaba(REGION, key.accessKeyId(), "wrong").call(new DescribeRegionsRequest()))
                .isInstanceOfSatisfying(
                        ClientException.class,
                        e -> assertThat(e.getErrCode()).isIn("SignatureDoesNotMatch", "SDK.InvalidAccessKeySecret"));
        assertThatThrownBy(() -> clients.alibaba(REGION, "LTAIunknown", key.accessKeySecret())
                        .call(new DescribeRegionsRequest()))
                .isInstanceOfSatisfying(
                        ClientException.class,
                        e -> assertThat(e.getErrCode()).isEqualTo("InvalidAccessKeyId.NotFound"));
    }

    static RunInstancesRequest run(String type) {
        var run = new RunInstancesRequest();
        run.setInstanceType(type);
        run.setImageFamily("acs:alibaba_cloud_linux_3_2104_lts_x64");
        return run;
    }

    private static RunInstancesRequest.Tag tag(String key, String value) {
        var tag = new RunInstancesRequest.Tag();
        tag.setKey(key);
        tag.setValue(value);
        return tag;
    }

    private static DescribeInstancesResponse.Instance describe(String id) throws ClientException {
        return list(id).getFirst();
    }

    private static List<DescribeInstancesResponse.Instance> list(String... ids) throws ClientException {
        var request = new DescribeInstancesRequest();
        request.setInstanceIds("[\"" + String.join("\",\"", ids) + "\"]");
        return ecs.call(request).getInstances();
    }

    private static void assertCode(AcsRequest<?> request, String code) {
        assertThatThrownBy(() -> ecs.call(request)).isInstanceOfSatisfying(ClientException.class, e -> {
            assertThat(e.getErrCode()).isEqualTo(code);
            assertThat(e.getRequestId()).isNotEmpty();
        });
    }
}
