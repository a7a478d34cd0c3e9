package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.routing.reservation.OverspentException;
import io.swen.routing.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Neither quotas nor budgets are overspent, however many decide at once, and what ends gives back what it held. */
@RoutingIntegrationTest
class ReservationIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int DECISIONS = 1_000;
    private static final int THREADS = 6;
    private static final List<Reservations.Scope> SCOPES = List.of(
            new Reservations.Scope("race-a", "race"),
            new Reservations.Scope("race-a", "race-other"),
            new Reservations.Scope("race-b", "race"),
            new Reservations.Scope("race-b", "race-other"),
            new Reservations.Scope("race-c", "race"),
            new Reservations.Scope("race-d", "race"));

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private Reservations reservations;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    private record Held(UUID decision, boolean used) {}

    @Test
    void aThousandConcurrentDecisionsOverspendNeitherQuotasNorBudgetsWhileOthersReleaseAndWorkersDie()
            throws Exception {
        fixture.peers().budget("race-d", "race-d", null, null, "1000", "999");
        fixture.peers().budget("race-aws", null, "race-other", "aws", "50", "0");
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from known_budget where name in ('race-d', 'race-aws')") == 2);
        ConcurrentLinkedQueue<Held> held = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(DECISIONS);
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger killed = new AtomicInteger();
        Queue<String> broken = new ConcurrentLinkedQueue<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                workers.add(executor.submit(() -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                        boolean dies = number % 97 == 0;
                        try {
                            Held one = decide(random, dies);
                            if (one == null) {
                                refused.incrementAndGet();
                            } else {
                                granted.incrementAndGet();
                                held.add(one);
                            }
                        } catch (DataAccessException | TransactionException e) {
                            assertThat(dies)
                                    .as("only who was killed fails: " + e)
                                    .isTrue();
                            killed.incrementAndGet();
                        }
                        if (number % 7 == 0) {
                            broken.addAll(overspent());
                        }
                        // Changes end while others decide: some fail, some succeed and are torn down later.
                        Held ended = random.nextInt(3) == 0 ? null : held.poll();
                        if (ended != null) {
                            end(ended, held);
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(broken).isEmpty();
        assertThat(overspent()).isEmpty();
        assertThat(killed.get()).isEqualTo(DECISIONS / 97 + 1);
        assertThat(granted.get() + refused.get() + killed.get()).isEqualTo(DECISIONS);
        assertThat(refused.get()).as("limits were reached").isGreaterThan(20);
        assertThat(granted.get()).as("releases made room again").isGreaterThan(100);

        while (!held.isEmpty()) {
            end(held.remove(), held);
        }
        assertThat(fixture.count("select count(*) from reservation where team like 'race-%' and state <> 'released'"))
                .isZero();
        BigDecimal whole = transactions.execute(
                status -> reservations.open(SCOPES).room("race-d", "race", 1.0).hourlyCost());
        assertThat(whole)
                .as("one USD of the budget is left, and hours are whole")
                .isLessThanOrEqualTo(new BigDecimal("1"));
    }

    @Test
    void aTransactionThatReservesMoreThanIsLeftCannotStand() {
        Reservations.Scope scope = new Reservations.Scope("race-c", "race");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> transactions.executeWithoutResult(status ->
                        reservations.open(Set.of(scope)).hold(hold(UUID.randomUUID(), scope, "aws", "0.1", 1, 9)))))
                .isInstanceOf(OverspentException.class);
        assertThat(fixture.count("select count(*) from reservation where team = 'race-c' and gpus = 9"))
                .isZero();
    }

    @Test
    void aBudgetKeepsAWorkloadFromItsPlaceUntilThereIsRoom() {
        String team = RoutingFixture.newName("thrifty");
        fixture.peers().budget(team, team, null, null, "100", "99.99");
        await().atMost(PATIENCE)
                .until(() -> fixture.count("select count(*) from known_budget where name = ?", team) == 1);
        String id = RoutingFixture.newName("costly");
        fixture.post("/workload", RoutingFixture.batch(id).replace("research", team));
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("unplaceable"));
        JsonNode decision =
                fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id)).at("/items/0");
        assertThat(decision.path("exclusions")
                        .valueStream()
                        .map(each -> each.path("constraint").asString()))
                .contains("budget");

        fixture.peers().budget(team, team, null, null, "100", "10");
        await().atMost(PATIENCE)
                .until(() -> fixture.count("select count(*) from known_budget where name = ? and spent_usd = 10", team)
                        == 1);
        fixture.peers().publish("aws:use1-az1/m7i.large/on_demand", new BigDecimal("0.11"), true);
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("decided"));
        assertThat(fixture.count(
                        "select count(*) from reservation where workload_id = ? and hours = 2 and provider is not null",
                        id))
                .isEqualTo(1);
    }

    @Test
    void aBudgetOfOneProviderSendsWorkloadsToTheOther() {
        String team = RoutingFixture.newName("one-cloud");
        fixture.peers().budget(team, team, null, "aws", "100", "100");
        await().atMost(PATIENCE)
                .until(() -> fixture.count("select count(*) from known_budget where name = ?", team) == 1);
        String id = RoutingFixture.newName("elsewhere");
        fixture.post("/workload", RoutingFixture.batch(id).replace("research", team));
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("decided"));
        assertThat(fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id))
                        .at("/items/0/offer/provider")
                        .asString())
                .isEqualTo("alibaba");
    }

    /** One decision as a worker makes it: look, choose what fits, hold; or die in the middle with its connection. */
    private @Nullable Held decide(SplittableRandom random, boolean dies) {
        // As a batch does, which may be of several teams in any order.
        Reservations.Scope first = SCOPES.get(random.nextInt(SCOPES.size()));
        Reservations.Scope second = SCOPES.get(random.nextInt(SCOPES.size()));
        UUID decision = UUID.randomUUID();
        return transactions.execute(status -> {
            Reservations.Ledger ledger = reservations.open(List.of(first, second));
            Reservations.Room room = ledger.room(first.team(), first.environment(), 2.0);
            String provider = random.nextBoolean() ? "aws" : "alibaba";
            BigDecimal cost = new BigDecimal(random.nextInt(5, 60)).movePointLeft(2);
            int vcpus = random.nextInt(1, 9);
            int gpus = random.nextInt(3);
            BigDecimal there = room.hourlyCostOf().getOrDefault(provider, new BigDecimal("1000"));
            boolean fits = (room.hourlyCost() == null || cost.compareTo(room.hourlyCost()) <= 0)
                    && cost.compareTo(there) <= 0
                    && (room.vcpus() == null || vcpus <= room.vcpus())
                    && (room.gpus() == null || gpus <= room.gpus());
            if (fits) {
                ledger.hold(hold(decision, first, provider, cost.toPlainString(), vcpus, gpus));
            }
            if (dies) {
                // The server ends the connection in the middle, as when a worker's process is gone.
                jdbc.queryForObject("select pg_terminate_backend(pg_backend_pid())", Boolean.class);
            }
            return fits ? new Held(decision, false) : null;
        });
    }

    private void end(Held one, ConcurrentLinkedQueue<Held> held) {
        transactions.executeWithoutResult(status -> {
            if (one.used() || one.decision().hashCode() % 2 == 0) {
                reservations.release(one.decision(), "ended");
            } else {
                reservations.use(one.decision());
                held.add(new Held(one.decision(), true));
            }
        });
    }

    private static Reservations.Hold hold(
            UUID decision, Reservations.Scope scope, String provider, String cost, int vcpus, int gpus) {
        return new Reservations.Hold(
                decision,
                "race-" + decision,
                scope.team(),
                scope.environment(),
                provider,
                new BigDecimal(cost),
                vcpus,
                gpus,
                2.0);
    }

    /** The limits that are broken at this moment, each with what is taken; one statement, so one moment. */
    private List<String> overspent() {
        return jdbc.query(
                "with open as (select * from reservation where state <> 'released' and team like 'race-%'),"
                        // Two hours each at least, and whatever was used and ended counts as well.
                        + " spent as (select * from reservation where team like 'race-%'"
                        + " and (state <> 'released' or used_at is not null)) select name from (values"
                        + " ('race hourly', (select sum(hourly_cost) from open where environment = 'race'), 2.0),"
                        + " ('race-a hourly', (select sum(hourly_cost) from open where team = 'race-a'), 1.2),"
                        + " ('race-b vcpus', (select sum(vcpus) from open where team = 'race-b'), 40),"
                        + " ('race-c gpus', (select sum(gpus) from open where team = 'race-c' and environment = 'race'), 8),"
                        + " ('race-d budget', (select sum(hourly_cost * case when ended_at is null then 2 else"
                        + "     extract(epoch from ended_at - created_at) / 3600 end) from spent where team = 'race-d'), 1),"
                        + " ('race-other at aws', (select sum(hourly_cost * case when ended_at is null then 2 else"
                        + "     extract(epoch from ended_at - created_at) / 3600 end) from spent"
                        + "     where environment = 'race-other' and provider = 'aws'), 50))"
                        + " as limits (name, taken, most) where taken > most",
                (row, index) -> row.getString(1));
    }
}
