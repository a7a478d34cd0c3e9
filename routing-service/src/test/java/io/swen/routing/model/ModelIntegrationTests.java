package io.swen.routing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.platform.id.Uuids;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import io.swen.routing.outcome.OutcomeReader;
import io.swen.routing.outcome.PlacementFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models from stored outcomes to decisions, with the worker held so that each turn is the test's. */
@RoutingIntegrationTest
class ModelIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long WEEK = 7 * 24 * 3_600;

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private ModelTrainer trainer;

    @Autowired
    private ModelStore store;

    @Autowired
    private CurrentModel current;

    @Autowired
    private ModelWorker worker;

    @Autowired
    private OutcomeReader outcomes;

    @Autowired
    private JsonMapper json;

    @BeforeEach
    void holdTheWorkerAndForget() {
        worker.stop();
        forget();
    }

    @AfterEach
    void leaveNoModelToOtherTests() {
        forget();
        worker.start();
    }

    private void forget() {
        fixture.jdbc().update("delete from model_version");
        fixture.jdbc().update("delete from model_event");
        fixture.jdbc().update("delete from placement_outcome where workload_id = 'learned-from'");
        fixture.jdbc()
                .update("update model_progress set tried_until = (select coalesce(max(seq), 0) from placement_outcome),"
                        + " requested = false");
        current.follow();
    }

    @Test
    void aModelThatBeatsTheBaselineHasASayInDecisionsUntilItDoesWorse() throws Exception {
        fixture.jdbc().update("update model_progress set tried_until = 0");
        assertThat(models().at("/use/used").asBoolean()).isFalse();
        remember(Worlds.spot(500, 0, 0.5, 1));
        assertThat(trainer.turn()).isTrue();
        current.follow();

        JsonNode use = models().path("use");
        assertThat(use.path("used").asBoolean()).as(use.toString()).isTrue();
        ModelVersion champion = store.champion().orElseThrow();
        assertThat(champion.cause()).isEqualTo(ModelVersion.Cause.FIRST);
        JsonNode detail = fixture.json(fixture.get("/api/v1/models/" + champion.id()));
        assertThat(detail.at("/summary/state").asString()).isEqualTo("champion");
        assertThat(detail.path("columns")).hasSize(LearnedModel.COLUMNS.size());
        assertThat(detail.at("/hold_out/over_baseline/low").asDouble()).isPositive();
        assertThat(detail.at("/hold_out/model/loss").asDouble())
                .isLessThan(detail.at("/hold_out/baseline/loss").asDouble());
        assertThat(detail.at("/provenance/interruption").toString())
                .contains("org.tribuo.regression.xgboost.XGBoostRegressionTrainer")
                .contains("MeanStdDevTransformation");
        assertThat(detail.path("log")
                        .valueStream()
                        .map(entry -> entry.path("kind").asString()))
                .containsExactly("promoted", "trained");

        String id = RoutingFixture.newName("asked");
        fixture.post("/workload", RoutingFixture.batch(id, "\"interruptible\":true"));
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("decided"));
        JsonNode decision =
                fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id)).at("/items/0");
        assertThat(decision.at("/model/used").asBoolean())
                .as(decision.path("model").toString())
                .isTrue();

        // The world turns around: the zone that took places back keeps them, and the good one takes all.
        remember(Worlds.spot(120, WEEK, 0.5, 2).stream()
                .map(sample -> new Sample(
                        sample.row(),
                        sample.zone(),
                        sample.decidedAt(),
                        sample.endedAt(),
                        sample.zone().equals("aws:usw2-az1") ? 1.0 : 1.6,
                        !sample.zone().equals("aws:usw2-az1"),
                        sample.queueSeconds()))
                .toList());
        fixture.jdbc().update("update model_progress set tried_until = ?", outcomes.newest());
        assertThat(trainer.turn()).isTrue();
        current.follow();
        assertThat(store.find(champion.id()).orElseThrow().state()).isEqualTo(ModelVersion.State.DEMOTED);
        assertThat(models().at("/use/used").asBoolean()).isFalse();
        assertThat(models().at("/use/reason").asString())
                .contains("demoted")
                .contains("worse than the analytic baseline");
        FreshLook watch = store.find(champion.id()).orElseThrow().watch();
        assertThat(watch).isNotNull();
        assertThat(java.util.Objects.requireNonNull(watch).drifted()).contains("calibration");

        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/events/ModelChanged.json")), InputFormat.JSON);
        List<String> told = fixture.jdbc()
                .query(
                        "select data::text from event_log where type = 'io.swen.ModelChanged' and subject = ? order by seq",
                        (row, i) -> row.getString(1),
                        champion.id());
        assertThat(told)
                .hasSize(2)
                .allSatisfy(data ->
                        assertThat(schema.validate(data, InputFormat.JSON)).isEmpty());
        assertThat(told.getLast()).contains("demoted");
    }

    @Test
    void aCandidateThatACrashLeftBehindIsSettledByTheNextTurn() throws Exception {
        List<Sample> samples = Worlds.spot(400, 0, 0.5, 3);
        remember(samples);
        long until = outcomes.newest();
        Gate.Result result = Gate.meet(samples, null, 200, 42);
        assertThat(result).isInstanceOf(Gate.Result.Met.class);
        if (result instanceof Gate.Result.Met met) {
            met.challenger().close();
            assertThat(store.addCandidate(met, ModelVersion.Cause.OUTCOMES, null, until))
                    .isTrue();
        }
        assertThat(store.champion()).isEmpty();
        assertThat(trainer.turn()).isTrue();
        assertThat(store.champion()).isPresent();
        assertThat(fixture.count("select count(*) from model_version")).isEqualTo(1);
        // A candidate that met a champion who has gone since is not put in its place.
        fixture.jdbc().update("update model_version set state = 'candidate', rival = 'sha256:gone'");
        assertThat(trainer.turn()).isTrue();
        assertThat(store.champion()).isEmpty();
        assertThat(fixture.count("select count(*) from model_version where state = 'rejected'"))
                .isEqualTo(1);
    }

    @Test
    void trainsOnceWhenSeveralInstancesAreAskedAtOnce() throws Exception {
        remember(Worlds.spot(400, 0, 0.5, 4));
        fixture.jdbc().update("update model_progress set tried_until = ?", outcomes.newest());
        fixture.problem(
                fixture.call(HttpMethod.POST, "/api/v1/models/retrain", null, RoutingFixture.operator(), headers -> {}),
                403,
                "forbidden");
        String admin = TestIssuer.token("admin", Role.ADMIN);
        for (int i = 0; i < 2; i++) {
            assertThat(fixture.call(HttpMethod.POST, "/api/v1/models/retrain", null, admin, headers -> {})
                            .getStatusCode()
                            .value())
                    .isEqualTo(202);
        }
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<CompletableFuture<Boolean>> turns = List.of(
                    CompletableFuture.supplyAsync(trainer::turn, both),
                    CompletableFuture.supplyAsync(trainer::turn, both));
            assertThat(turns).allSatisfy(turn -> assertThat(turn.join()).isNotNull());
        }
        assertThat(fixture.count("select count(*) from model_event where kind = 'trained'"))
                .isEqualTo(1);
        assertThat(fixture.count("select count(*) from model_version where state <> 'candidate'"))
                .isEqualTo(1);
        assertThat(fixture.count("select count(*) from audit.event where action = 'model.retrain'"))
                .isEqualTo(2);
    }

    @Test
    void refusesToTrainOnTooFewOutcomesAndToShowWhatIsNotThere() {
        fixture.jdbc().update("delete from placement_outcome");
        JsonNode problem = fixture.problem(
                fixture.call(
                        HttpMethod.POST,
                        "/api/v1/models/retrain",
                        null,
                        TestIssuer.token("admin", Role.ADMIN),
                        headers -> {}),
                409,
                "conflict");
        assertThat(problem.path("detail").asString()).contains("at least 200");
        fixture.problem(fixture.get("/api/v1/models/sha256:none"), 404, "not-found");
        fixture.problem(fixture.get("/api/v1/models?limit=900"), 400, "invalid-field");
    }

    private JsonNode models() {
        return fixture.json(fixture.get("/api/v1/models"));
    }

    /** Stores samples as outcomes. */
    private void remember(List<Sample> samples) {
        fixture.jdbc()
                .batchUpdate(
                        "insert into placement_outcome (decision_id, workload_id, team, environment, kind, offer_id, zone,"
                                + " simulated, horizon_hours, features, decided_at, started_at, ended_at, ending, interrupted,"
                                + " hours_run, queue_seconds, predicted_cost, realised_cost, cost_ratio, cost_basis, recorded_at)"
                                + " values (?, 'learned-from', 'research', 'dev', 'batch', ?, ?, true, ?, ?::jsonb, ?, ?, ?, ?, ?,"
                                + " ?, ?, 1, ?, ?, 'own_meter', ?)",
                        samples.stream()
                                .map(sample -> {
                                    boolean interrupted = Boolean.TRUE.equals(sample.interrupted());
                                    Timestamp ended = Timestamp.from(sample.endedAt());
                                    Map<String, Double> features = new LinkedHashMap<>();
                                    for (int i = 0; i < sample.row().length; i++) {
                                        features.put(PlacementFeatures.NAMES.get(i), sample.row()[i]);
                                    }
                                    return new Object[] {
                                        Uuids.next(),
                                        sample.zone() + "/m7i.large/spot",
                                        sample.zone(),
                                        sample.row()[0],
                                        json.writeValueAsString(features),
                                        Timestamp.from(sample.decidedAt()),
                                        Timestamp.from(sample.decidedAt()),
                                        ended,
                                        interrupted ? "interrupted" : "completed",
                                        interrupted,
                                        Duration.between(sample.decidedAt(), sample.endedAt())
                                                        .toMillis()
                                                / 3_600_000.0,
                                        sample.queueSeconds(),
                                        sample.costRatio(),
                                        sample.costRatio(),
                                        ended
                                    };
                                })
                                .toList());
    }
}
