package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.catalog.PriceCatalog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScenarioIntegrationTests {

    private static final PriceCatalog CATALOG = PriceCatalog.load();
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private SimulatorServer simulator;
    private final Clients clients;

    ScenarioIntegrationTests(@TempDir Path directory) {
        this.directory = directory;
        simulator = started(directory);
        clients = new Clients(simulator);
    }

    /** At the slowest speed time stands still but for what a test advances. */
    private static SimulatorServer started(Path folder) {
        return SimulatorServer.start(
                SimulatorConfig.forTests(folder).withSpeed(0.001).withThrottleFactor(0), CATALOG);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void listsAllScenariosAndNoneIsActive() throws Exception {
        JsonNode items = call("GET", "", "").at("/items");

        assertThat(names(items))
                .containsExactly(
                        "steady",
                        "daily-season",
                        "price-war",
                        "spot-storm",
                        "regional-outage",
                        "sensor-silence",
                        "runaway-spend",
                        "cpu-saturation");
        assertThat(items).noneMatch(item -> item.at("/active").asBoolean());
    }

    @Test
    void oneScenarioIsActiveAtATimeAndItsTruthIsToldAfterItsEnd() throws Exception {
        call("POST", "/steady/start", "");
        assertThat(status("POST", "/price-war/start", "")).isEqualTo(409);
        assertThat(status("POST", "/price-war/stop", "")).isEqualTo(409);
        assertThat(status("GET", "/price-war/truth", "")).isEqualTo(404);
        assertThat(status("POST", "/nonsense/start", "")).isEqualTo(404);
        assertThat(status("POST", "/steady/start", "{\"seed\":\"x\"}")).isEqualTo(400);

        simulator.clock().advance(Duration.ofMinutes(5));
        call("POST", "/steady/stop", "");
        JsonNode truth = call("GET", "/steady/truth", "");

        assertThat(truth.at("/events")).isEmpty();
        assertThat(truth.at("/active").asBoolean()).isFalse();
        assertThat(status("POST", "/price-war/start", "{\"seed\":7}")).isEqualTo(200);
    }

    @Test
    void inAPriceWarSpotPricesFallWhenTheTruthSaysSoAndThePastStaysAsItWas() throws Exception {
        Instant before = simulator.clock().instant().minus(Duration.ofHours(6));
        call("POST", "/price-war/start", "{\"seed\":3}");
        JsonNode first = event(call("GET", "/price-war/truth", ""), "price", 0);
        simulator.clock().advance(Duration.ofHours(7));
        List<SpotPrice> history = spotHistory("us-east-1", "m5.large", before);
        Instant fell = Instant.parse(first.at("/from").asString());

        assertThat(history)
                .anySatisfy(price -> assertThat(price.timestamp())
                        .isEqualTo(fell.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        double earlier = priceAt(history, fell.minusSeconds(1));
        assertThat(priceAt(history, fell) / earlier).isCloseTo(0.7, org.assertj.core.data.Offset.offset(0.01));
        assertThat(spotHistory("us-east-1", "m5.large", before))
                .as("the past after the end")
                .isEqualTo(history);
    }

    @Test
    void aSpotStormTakesInstancesBackWithNoticeAndSellsNoneUntilCapacityReturns() throws Exception {
        try (Ec2Client ec2 = clients.ec2("us-west-2")) {
            List<String> ids = new ArrayList<>();
            call("POST", "/spot-storm/start", "{\"seed\":1}");
            JsonNode truth = call("GET", "/spot-storm/truth", "");
            List<JsonNode> gaps = StreamSupport.stream(truth.at("/events").spliterator(), false)
                    .filter(event -> event.at("/detail/trace").asString("").equals("us-west-2a_v100_1"))
                    .toList();
            assertThat(gaps).isNotEmpty();
            Instant now = simulator.clock().instant();
            JsonNode gap = gaps.stream()
                    .filter(each -> Instant.parse(each.at("/from").asString()).isAfter(now.plusSeconds(900)))
                    .findFirst()
                    .orElseThrow();
            Instant lost = Instant.parse(gap.at("/from").asString());
            simulator.clock().advance(Duration.between(now, lost).minusSeconds(300));
            ids.add(spot(ec2, "g5.xlarge").instanceId());

            simulator.clock().advance(Duration.ofSeconds(301));
            assertThat(call("GET", "/spot-storm/truth", "").at("/interruptions"))
                    .anySatisfy(each -> {
                        assertThat(each.at("/instance").asString()).isEqualTo(ids.getFirst());
                        assertThat(Instant.parse(each.at("/notice").asString())).isEqualTo(lost);
                    });
            assertThatThrownBy(() -> spot(ec2, "g5.xlarge"))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InsufficientInstanceCapacity"));

            Instant back = Instant.parse(gap.at("/to").asString());
            simulator
                    .clock()
                    .advance(Duration.between(simulator.clock().instant(), back).plusSeconds(1));
            assertThat(spot(ec2, "g5.xlarge").instanceId()).isNotEmpty();
        }
    }

    @Test
    void stoppingAStormGivesItsInstancesBackTheirFuture() throws Exception {
        try (Ec2Client ec2 = clients.ec2("us-west-2")) {
            call("POST", "/spot-storm/start", "{\"seed\":1}");
            JsonNode event = StreamSupport.stream(
                            call("GET", "/spot-storm/truth", "").at("/events").spliterator(), false)
                    .filter(each -> each.at("/detail/trace").asString("").equals("us-west-2a_v100_1"))
                    .filter(each -> Instant.parse(each.at("/from").asString())
                            .isAfter(simulator.clock().instant().plusSeconds(900)))
                    .findFirst()
                    .orElseThrow();
            Instant lost = Instant.parse(event.at("/from").asString());
            simulator
                    .clock()
                    .advance(Duration.between(simulator.clock().instant(), lost).minusSeconds(300));
            spot(ec2, "g5.xlarge");
            call("POST", "/spot-storm/stop", "");
            simulator.clock().advance(Duration.ofMinutes(10));

            assertThat(states(ec2)).containsExactly("running");
        }
    }

    @Test
    void inAnOutageOneRegionFailsAndAnotherWorks() throws Exception {
        call("POST", "/regional-outage/start", "{\"seed\":2}");
        JsonNode outage = event(call("GET", "/regional-outage/truth", ""), "outage", 0);
        try (Ec2Client struck = clients.ec2("us-east-1");
                Ec2Client other = clients.ec2("us-west-2")) {
            assertThat(struck.describeInstances().reservations()).isEmpty();
            simulator
                    .clock()
                    .advance(Duration.between(
                                    simulator.clock().instant(),
                                    Instant.parse(outage.at("/from").asString()))
                            .plusSeconds(1));

            assertThatThrownBy(struck::describeInstances)
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(503));
            assertThat(other.describeInstances().reservations()).isEmpty();

            simulator.clock().advance(Duration.ofHours(1));
            assertThat(struck.describeInstances().reservations()).isEmpty();
        }
    }

    @Test
    void whatIsSilentRunsOnWithoutMetricsAndWhatIsSaturatedIsFull() throws Exception {
        try (Ec2Client ec2 = clients.ec2("us-east-1");
                CloudWatchClient watch = clients.cloudWatch("us-east-1")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                ids.add(onDemand(ec2));
                simulator.clock().advance(Duration.ofSeconds(7));
            }
            simulator.clock().advance(Duration.ofMinutes(10));
            call("POST", "/sensor-silence/start", "{\"seed\":5}");
            JsonNode silence = event(call("GET", "/sensor-silence/truth", ""), "silence", 0);
            Instant from = Instant.parse(silence.at("/from").asString());
            Instant to = Instant.parse(silence.at("/to").asString());
            simulator.clock().advance(Duration.ofHours(2));

            long silent = ids.stream()
                    .filter(id -> cpu(watch, id, from.plusSeconds(300), to).isEmpty())
                    .count();
            assertThat(silent).as("about half of forty-eight").isBetween(8L, 40L);
            assertThat(states(ec2)).containsOnly("running");
            assertThat(cpu(watch, ids.getFirst(), to, simulator.clock().instant()))
                    .isNotEmpty();

            simulator.clock().advance(Duration.ofMinutes(1));
            call("POST", "/cpu-saturation/start", "{\"seed\":5}");
            JsonNode load = event(call("GET", "/cpu-saturation/truth", ""), "load", 0);
            simulator.clock().advance(Duration.ofHours(3));
            assertThat(cpu(
                            watch,
                            ids.getFirst(),
                            Instant.parse(load.at("/from").asString()).plusSeconds(1_200),
                            Instant.parse(load.at("/to").asString())))
                    .isNotEmpty()
                    .allSatisfy(value -> assertThat(value).isGreaterThan(90));
        }
    }

    @Test
    void aRunawayStartsInstancesWhenTheTruthSaysSoUntilItIsStopped() throws Exception {
        call("POST", "/runaway-spend/start", "{\"seed\":4}");
        simulator.clock().advance(Duration.ofMinutes(47));
        try (Ec2Client ec2 = clients.ec2("us-east-1")) {
            JsonNode event = event(call("GET", "/runaway-spend/truth", ""), "launches", 0);
            List<Instant> due = StreamSupport.stream(
                            event.at("/detail/launches").spliterator(), false)
                    .map(each -> Instant.parse(each.asString()))
                    .filter(at -> !at.isAfter(simulator.clock().instant()))
                    .toList();
            List<Instance> running = ec2.describeInstances().reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .toList();

            assertThat(due).hasSizeBetween(3, 4);
            assertThat(running).hasSize(4 * due.size());
            assertThat(running)
                    .allSatisfy(instance -> assertThat(instance.tags())
                            .anyMatch(tag ->
                                    tag.key().equals("swen:team") && tag.value().equals("research")));

            call("POST", "/runaway-spend/stop", "");
            simulator.clock().advance(Duration.ofMinutes(30));
            assertThat(states(ec2)).isNotEmpty().containsOnly("terminated");
        }
    }

    @Test
    void aSteadyDayTakesNothingBackAndLeavesNoGapInTheMetrics() throws Exception {
        try (Ec2Client ec2 = clients.ec2("us-east-1");
                CloudWatchClient watch = clients.cloudWatch("us-east-1")) {
            String id = onDemand(ec2);
            simulator.clock().advance(Duration.ofMinutes(10));
            Instant start = Instant.parse(
                    call("POST", "/steady/start", "").at("/started_at").asString());
            simulator.clock().advance(Duration.ofHours(23));

            JsonNode truth = call("GET", "/steady/truth", "");
            assertThat(truth.at("/active").asBoolean()).isTrue();
            assertThat(truth.at("/events")).isEmpty();
            assertThat(truth.at("/interruptions")).isEmpty();
            assertThat(states(ec2)).containsExactly("running");
            assertThat(cpu(watch, id, start, start.plus(Duration.ofHours(23))))
                    .as("a value every five minutes")
                    .hasSizeGreaterThanOrEqualTo(23 * 12 - 1);
        }
    }

    @Test
    void inADailySeasonProcessorsFollowTheDayAndInstancesComeInTheMorningAndGoInTheEvening() throws Exception {
        try (Ec2Client ec2 = clients.ec2("us-east-1");
                CloudWatchClient watch = clients.cloudWatch("us-east-1")) {
            String id = onDemand(ec2);
            simulator.clock().advance(Duration.ofMinutes(10));
            Instant start = Instant.parse(call("POST", "/daily-season/start", "{\"seed\":6}")
                    .at("/started_at")
                    .asString());
            simulator.clock().advance(Duration.ofHours(12));
            List<String> noon = states(ec2);
            simulator.clock().advance(Duration.ofHours(11));
            List<String> night = states(ec2);
            simulator.clock().advance(Duration.ofHours(25));

            assertThat(noon).as("ours and the four of the morning").hasSize(5).containsOnly("running");
            assertThat(night).filteredOn(state -> state.equals("running")).hasSize(1);
            List<Double> first = hours(watch, id, start);
            List<Double> second = hours(watch, id, start.plus(Duration.ofDays(1)));
            assertThat(first).anyMatch(mean -> mean > 70).anyMatch(mean -> mean < 25);
            for (int hour = 0; hour < first.size(); hour++) {
                assertThat(second.get(hour))
                        .as("hour " + hour + " of the second day")
                        .isCloseTo(first.get(hour), org.assertj.core.data.Offset.offset(15.0));
            }
        }
    }

    /** The mean of each hour of a day. */
    private static List<Double> hours(CloudWatchClient watch, String id, Instant day) {
        return IntStream.range(0, 24)
                .mapToObj(hour ->
                        cpu(watch, id, day.plus(Duration.ofHours(hour)), day.plus(Duration.ofHours(hour + 1))).stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow())
                .toList();
    }

    @Test
    void theSameSeedReplaysTheSameTruthAndAnotherSeedAnother() throws Exception {
        assertThat(relative("spot-storm", 9)).isEqualTo(relative("spot-storm", 9));
        assertThat(relative("spot-storm", 9)).isNotEqualTo(relative("spot-storm", 10));
        assertThat(relative("price-war", 9)).isEqualTo(relative("price-war", 9));
    }

    @Test
    void aRestartOfTheSimulatorDoesNotEndAScenario() throws Exception {
        call("POST", "/price-war/start", "{\"seed\":8}");
        JsonNode before = call("GET", "/price-war/truth", "");
        simulator.close();
        simulator = started(directory);

        assertThat(call("GET", "/price-war/truth", "")).isEqualTo(before);
    }

    /** Kinds, targets, and times since the start, of a run that is stopped at once. */
    private List<String> relative(String name, long seed) throws Exception {
        call("POST", "/" + name + "/start", "{\"seed\":" + seed + "}");
        JsonNode truth = call("GET", "/" + name + "/truth", "");
        call("POST", "/" + name + "/stop", "");
        Instant start = Instant.parse(truth.at("/started_at").asString());
        return StreamSupport.stream(truth.at("/events").spliterator(), false)
                .map(event -> event.at("/kind").asString()
                        + event.at("/zone").asString("")
                        + event.at("/types")
                        + Duration.between(
                                start, Instant.parse(event.at("/from").asString()))
                        + Duration.between(start, Instant.parse(event.at("/to").asString())))
                .toList();
    }

    private static List<String> names(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.at("/name").asString())
                .toList();
    }

    private static JsonNode event(JsonNode truth, String kind, int index) {
        return StreamSupport.stream(truth.at("/events").spliterator(), false)
                .filter(event -> event.at("/kind").asString().equals(kind))
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private List<SpotPrice> spotHistory(String region, String type, Instant from) {
        try (Ec2Client ec2 = clients.ec2(region)) {
            return ec2.describeSpotPriceHistory(request -> request.instanceTypes(InstanceType.fromValue(type))
                            .availabilityZone(region + "a")
                            .productDescriptions("Linux/UNIX")
                            .startTime(from))
                    .spotPriceHistory();
        }
    }

    private static double priceAt(List<SpotPrice> newestFirst, Instant at) {
        return newestFirst.stream()
                .filter(price -> !price.timestamp().isAfter(at))
                .findFirst()
                .map(price -> Double.parseDouble(price.spotPrice()))
                .orElseThrow();
    }

    private static Instance spot(Ec2Client ec2, String type) {
        return ec2.runInstances(request -> request.imageId("ami-12345678")
                        .instanceType(type)
                        .minCount(1)
                        .maxCount(1)
                        .placement(placement -> placement.availabilityZone("us-west-2a"))
                        .instanceMarketOptions(options -> options.marketType(MarketType.SPOT)))
                .instances()
                .getFirst();
    }

    private static String onDemand(Ec2Client ec2) {
        return ec2.runInstances(request -> request.imageId("ami-12345678")
                        .instanceType(InstanceType.M7_I_LARGE)
                        .minCount(1)
                        .maxCount(1)
                        .placement(placement -> placement.availabilityZone("us-east-1a")))
                .instances()
                .getFirst()
                .instanceId();
    }

    private static List<String> states(Ec2Client ec2) {
        return ec2.describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(instance -> instance.state().nameAsString())
                .toList();
    }

    private static List<Double> cpu(CloudWatchClient watch, String id, Instant from, Instant to) {
        return watch.getMetricData(request -> request.startTime(from)
                        .endTime(to)
                        .metricDataQueries(query -> query.id("q1")
                                .metricStat(stat -> stat.period(300)
                                        .stat("Average")
                                        .metric(metric -> metric.namespace("AWS/EC2")
                                                .metricName("CPUUtilization")
                                                .dimensions(Dimension.builder()
                                                        .name("InstanceId")
                                                        .value(id)
                                                        .build())))))
                .metricDataResults()
                .getFirst()
                .values();
    }

    private int status(String method, String path, String body) throws Exception {
        return send(method, path, body).statusCode();
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        URI address = simulator.awsEndpoint().resolve("/simulator/scenarios" + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
