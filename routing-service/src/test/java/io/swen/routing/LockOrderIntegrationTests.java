package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who waits for a workload holds nothing that others take after a workload: otherwise two could wait for each other, and the
 * database would end one of them. Each test holds a workload itself, waits until somebody waits for it, and looks what is free.
 */
@RoutingIntegrationTest
class LockOrderIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private List<EventConsumer> consumers;

    @AfterEach
    void letGitopsGoOn() {
        fixture.peers().letGitopsAnswer();
        fixture.peers().gitopsAnswers(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 503, 422})
    void aHandOverIsTouchedOnlyByWhoHasItsWorkload(int answer) {
        String id = RoutingFixture.newName("order");
        fixture.peers().holdGitops();
        fixture.peers().gitopsAnswers(answer);
        fixture.post("/workload", RoutingFixture.batch(id));
        await().atMost(PATIENCE).until(() -> fixture.peers().holds(id));

        transactions.executeWithoutResult(status -> {
            lock(id);
            fixture.peers().letGitopsAnswer();
            awaitSomebodyWaitingForUs();
            assertFree("select key from handover where workload_id = ? for update nowait", id);
        });

        fixture.peers().gitopsAnswers(202);
        if (answer == 422) {
            await().atMost(PATIENCE).until(() -> fixture.state(id).equals("failed"));
        } else {
            await().atMost(PATIENCE)
                    .until(() ->
                            !fixture.workload(id).path("change_id").asString("").isEmpty());
        }
    }

    @Test
    void aChangeOfSeveralWorkloadsTakesThemInTheOrderOfTheirIds() {
        String first = RoutingFixture.newName("several-a");
        String second = RoutingFixture.newName("several-b");
        fixture.post("/workload", RoutingFixture.batch(second));
        fixture.post("/workload", RoutingFixture.batch(first));
        await().atMost(PATIENCE)
                .until(() -> !fixture.peers().changesOf(first).isEmpty()
                        && !fixture.peers().changesOf(second).isEmpty());

        transactions.executeWithoutResult(status -> {
            lock(first);
            fixture.peers()
                    .event(
                            "ChangeStageChanged",
                            "{\"change_id\":\"" + UUID.randomUUID()
                                    + "\",\"state\":\"awaiting_approval\",\"stage\":\"approval\",\"items\":["
                                    + item(second) + "," + item(first) + "],\"failure\":null}");
            awaitSomebodyWaitingForUs();
            assertFree("select id from workload where id = ? for update nowait", second);
        });

        await().atMost(PATIENCE)
                .until(() -> fixture.state(first).equals("awaiting_approval")
                        && fixture.state(second).equals("awaiting_approval"));
    }

    @Test
    void anErasureTakesTheWorkloadsOfThePersonInTheOrderOfTheirIds() throws InterruptedException {
        String first = RoutingFixture.newName("erased-a");
        String second = RoutingFixture.newName("erased-b");
        String gone = TestIssuer.token("gone", Role.OPERATOR);
        for (String id : List.of(second, first)) {
            fixture.call(HttpMethod.POST, "/workload", RoutingFixture.batch(id), gone, headers -> {});
        }
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from workload where id in (?, ?) and change_id is not null",
                                first,
                                second)
                        == 2);
        EventConsumer consumer = consumers.stream()
                .filter(each -> each.name().equals("routing-erased-users"))
                .findFirst()
                .orElseThrow();

        Thread erasure = Thread.ofVirtual()
                .unstarted(() -> transactions.executeWithoutResult(
                        status -> consumer.handle(erased(TestIssuer.actorId("gone")))));
        transactions.executeWithoutResult(status -> {
            lock(first);
            erasure.start();
            awaitSomebodyWaitingForUs();
            assertFree("select id from workload where id = ? for update nowait", second);
        });
        erasure.join(PATIENCE);

        assertThat(fixture.workload(second).at("/author/name").asString()).isEqualTo("erased");
    }

    private void lock(String id) {
        assertThat(jdbc.queryForList("select id from workload where id = ? for update", String.class, id))
                .containsExactly(id);
    }

    private void awaitSomebodyWaitingForUs() {
        await().pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> fixture.count("select count(*) from pg_locks where not granted"
                                + " and pg_backend_pid() = any(pg_blocking_pids(pid))")
                        > 0);
    }

    private void assertFree(String lock, String argument) {
        assertThatCode(() -> jdbc.queryForList(lock, String.class, argument)).doesNotThrowAnyException();
    }

    private String item(String workloadId) {
        String decision = fixture.peers()
                .changesOf(workloadId)
                .getFirst()
                .request()
                .at("/items/0/decision/id")
                .asString();
        return "{\"workload_id\":\"" + workloadId + "\",\"action\":\"deploy\",\"decision_id\":\"" + decision + "\"}";
    }

    private static CloudEvent erased(UUID actor) {
        return new CloudEvent(
                "1.0",
                UUID.randomUUID(),
                "/swen/identity",
                "io.swen.UserErased",
                actor.toString(),
                Instant.now(),
                "application/json",
                "urn:swen:event:UserErased",
                null,
                null,
                null,
                null,
                JsonMapper.shared().readTree("{\"actor_id\":\"" + actor + "\"}"));
    }
}
