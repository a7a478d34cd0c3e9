package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.Requests.Change;
import io.swen.gitops.approval.Envelope;
import io.swen.gitops.approval.Envelopes;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Author;
import io.swen.platform.money.Money;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What approvers allow beforehand for replacements. */
class EnvelopeIntegrationTests extends GitopsTest {

    private static final Set<String> HERE = Set.of("aws:us-east-1");

    @Autowired
    private Envelopes envelopes;

    @Autowired
    private Changes changes;

    @Autowired
    private ChangeOpening opening;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Clock clock;

    @Test
    void coversReplacementsWithinItsTermsAndIsUsedUp() {
        Change first = Change.deploy(Requests.newId("spot")).costing("20", 0.9);
        granted(
                first,
                Map.of(
                        "max_hourly_cost",
                        usd("25"),
                        "regions",
                        List.of("aws:us-east-1", "aws:us-west-2"),
                        "count",
                        2,
                        "valid_for",
                        "P30D"));
        UUID one = waiting(first);
        UUID two = waiting(first);
        UUID three = waiting(first);

        Optional<Envelope> covered = covers(one, "25", HERE);
        assertThat(covered).isPresent();
        assertThat(covered.orElseThrow().used()).isEqualTo(1);
        assertThat(covers(one, "25", HERE).orElseThrow().used()).isEqualTo(1);
        assertThat(covers(two, "25.01", HERE)).isEmpty();
        assertThat(covers(two, "20", Set.of("aws:us-east-1", "aws:eu-west-1"))).isEmpty();
        assertThat(covers(two, "20", Set.of("aws:us-west-2")).orElseThrow().used())
                .isEqualTo(2);
        assertThat(covers(three, "20", HERE)).isEmpty();

        JsonNode shown = body(call(
                HttpMethod.GET,
                "/api/v1/envelopes/" + covered.orElseThrow().id(),
                TestIssuer.token("viewer", Role.VIEWER),
                null));
        assertThat(shown.at("/uses")
                        .valueStream()
                        .map(use -> use.at("/change_id").asString()))
                .containsExactlyInAnyOrder(one.toString(), two.toString());
    }

    @Test
    void letsAReplacementPassThatWasAllowedBeforehandAndNamesWhoAllowedIt() {
        Change first = Change.deploy(Requests.newId("lost")).costing("20", 0.9);
        granted(first, terms());
        UUID asAnyOther = waiting(first);
        List<ChangeItem> items = changes.get(asAnyOther).items();
        call(HttpMethod.POST, "/api/v1/changes/" + asAnyOther + "/cancel", service(), null);

        UUID id = Objects.requireNonNull(transactions.execute(status -> opening.open(
                        new ChangeRequest(null, "dev", "research", "it was taken back", items),
                        ChangeOrigin.REMEDIATION,
                        null,
                        null,
                        new Author(TestIssuer.actorId("operator"), "operator"))))
                .id();

        JsonNode done = awaitState(id, "succeeded", "failed", "awaiting_approval");
        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(done.at("/approval/level").asString()).isEqualTo("automatic");
        assertThat(done.at("/approval/reasons/0").asString()).contains("allowed beforehand by envelope", "alice");
    }

    @Test
    void coversNothingThatNeedsMoreThanItsGranterCouldGive() {
        Change first = Change.deploy(Requests.newId("spot")).costing("20", 0.9);
        granted(first, terms());
        UUID dear = waiting(first);

        assertThat(envelopes.covers(
                        changes.get(dear), ApprovalLevel.TWO_APPROVERS, Money.usd("20"), HERE, clock.instant()))
                .isEmpty();
        assertThat(envelopes.covers(
                        changes.get(dear), ApprovalLevel.ONE_APPROVER, Money.usd("20"), HERE, clock.instant()))
                .isPresent();
    }

    @Test
    void coversNothingAfterItsTimeOrItsRevocationAndNothingElse() {
        Change first = Change.deploy(Requests.newId("spot")).costing("20", 0.9);
        granted(first, terms());
        UUID replacement = waiting(first);
        UUID stranger = waiting(Change.deploy(Requests.newId("other")).costing("20", 0.9));
        Instant later = clock.instant().plus(Duration.ofDays(40));

        assertThat(envelopes.covers(changes.get(replacement), Money.usd("20"), HERE, later))
                .isEmpty();
        assertThat(covers(stranger, "20", HERE)).isEmpty();
        String id = body(call(
                        HttpMethod.GET,
                        "/api/v1/envelopes?usable=true&workload_id=" + first.workloadId(),
                        TestIssuer.token("viewer", Role.VIEWER),
                        null))
                .at("/items/0/id")
                .asString();
        String path = "/api/v1/envelopes/" + id + "/revoke";
        String alice = TestIssuer.token("alice", Role.APPROVER);
        problem(call(HttpMethod.POST, path, alice, Map.of("reason", "")), 400, "invalid-field");
        problem(
                call(HttpMethod.POST, path, TestIssuer.token("operator", Role.OPERATOR), Map.of("reason", "enough")),
                403,
                "forbidden");
        assertThat(call(HttpMethod.POST, path, alice, Map.of("reason", "prices went up"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        problem(call(HttpMethod.POST, path, alice, Map.of("reason", "prices went up")), 409, "conflict");
        assertThat(covers(replacement, "20", HERE)).isEmpty();
    }

    @Test
    void doesNotCountBeforeTheOthersAgreed() {
        Change first = Change.deploy(Requests.newId("two")).costing("60", 0.9);
        UUID id = post(first);
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(verdict(
                                id,
                                waiting,
                                "approve",
                                "alice",
                                Map.of(
                                        "max_hourly_cost",
                                        usd("70"),
                                        "regions",
                                        List.of("aws:us-east-1"),
                                        "count",
                                        1,
                                        "valid_for",
                                        "P1D"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        UUID replacement = waiting(first);

        assertThat(covers(replacement, "60", HERE)).isEmpty();
    }

    @Test
    void isUsedOnceByEachOfManyAtTheSameMoment() throws Exception {
        Change first = Change.deploy(Requests.newId("storm")).costing("20", 0.9);
        granted(first, terms());
        List<UUID> replacements = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            replacements.add(waiting(first));
        }
        List<Callable<Boolean>> calls = replacements.stream()
                .<Callable<Boolean>>map(id -> () -> covers(id, "20", HERE).isPresent())
                .toList();

        int covered = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : executor.invokeAll(calls)) {
                covered += answer.get() ? 1 : 0;
            }
        }

        assertThat(covered).isEqualTo(3);
    }

    @Test
    void refusesTermsThatAreNoBoundAndEnvelopesOfRejections() {
        UUID id = post(Change.deploy(Requests.newId("bad")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(refused(id, waiting, "max_hourly_cost", usd("1000.01"))).isEqualTo("envelope.max_hourly_cost");
        assertThat(refused(id, waiting, "regions", List.of())).isEqualTo("envelope.regions");
        assertThat(refused(id, waiting, "regions", List.of("us-east-1"))).isEqualTo("envelope.regions");
        assertThat(refused(id, waiting, "count", 0)).isEqualTo("envelope.count");
        assertThat(refused(id, waiting, "valid_for", "P400D")).isEqualTo("envelope.valid_for");
        problem(verdict(id, waiting, "reject", "alice", terms()), 400, "invalid-field");
        assertThat(change(id).at("/approval/granted").asInt()).isZero();
    }

    private void granted(Change change, Map<String, Object> terms) {
        UUID id = post(change);
        JsonNode waiting = awaitState(id, "awaiting_approval");
        ResponseEntity<String> answer = verdict(id, waiting, "approve", "alice", terms);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
    }

    private UUID waiting(Change change) {
        UUID id = post(change.replaced());
        awaitState(id, "awaiting_approval");
        return id;
    }

    private Optional<Envelope> covers(UUID id, String cost, Set<String> regions) {
        return envelopes.covers(changes.get(id), Money.usd(cost), regions, clock.instant());
    }

    private ResponseEntity<String> verdict(
            UUID id, JsonNode waiting, String verdict, String by, Map<String, Object> envelope) {
        return call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token(by, Role.APPROVER),
                Map.of(
                        "verdict",
                        verdict,
                        "reason",
                        "a test wants it",
                        "plan_hash",
                        waiting.at("/plan/hash").asString(),
                        "envelope",
                        envelope));
    }

    private String refused(UUID id, JsonNode waiting, String field, Object value) {
        Map<String, Object> terms = new LinkedHashMap<>(terms());
        terms.put(field, value);
        return problem(verdict(id, waiting, "approve", "alice", terms), 400, "invalid-field")
                .at("/errors/0/field")
                .asString();
    }

    private static Map<String, Object> terms() {
        return Map.of(
                "max_hourly_cost", usd("25"), "regions", List.of("aws:us-east-1"), "count", 3, "valid_for", "P30D");
    }

    private static Map<String, String> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }
}
