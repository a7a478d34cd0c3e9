package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.routing.workload.Workloads;
import io.swen.routing.workload.Workloads.Order;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@RoutingIntegrationTest
class PriorityIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** More than wait at once, with those of other tests. */
    private static final int MOST = 100;

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Workloads workloads;

    @Test
    void whatWaitsIsClaimedByPriorityAndThenByArrival() {
        assertThat(claimed(Order.PRIORITY)).containsExactly("critical-1", "high-1", "high-2", "medium-1", "low-1");
    }

    @Test
    void whatWaitsLongestHasATurnWhateverItsPriority() {
        assertThat(claimed(Order.ARRIVAL)).containsExactly("low-1", "high-1", "critical-1", "medium-1", "high-2");
    }

    /** In a transaction of its own that is rolled back, so that nobody else decides them. */
    private List<String> claimed(Order order) {
        String pattern = RoutingFixture.newName("priority");
        fixture.post("/workload", RoutingFixture.batch(pattern));
        await().atMost(PATIENCE).until(() -> !fixture.state(pattern).equals("submitted"));
        return transactions.execute(status -> {
            status.setRollbackOnly();
            List<String> arrivals = List.of("low-1", "high-1", "critical-1", "medium-1", "high-2");
            for (int i = 0; i < arrivals.size(); i++) {
                String name = arrivals.get(i);
                jdbc.update(
                        "insert into workload (id, team, environment, kind, spec, state, author_id, author_name, created_at,"
                                + " updated_at, decide_after) select ?, team, environment, kind,"
                                + " spec || jsonb_build_object('id', ?::text, 'priority', ?::text), 'submitted', author_id, author_name,"
                                + " created_at, updated_at, now() - interval '1 day' + ? * interval '1 second'"
                                + " from workload where id = ?",
                        pattern + "-" + name,
                        pattern + "-" + name,
                        name.split("-")[0],
                        i,
                        pattern);
            }
            return workloads.claimWaiting(MOST, order).stream()
                    .map(workload -> workload.spec().id())
                    .filter(id -> id.startsWith(pattern + "-"))
                    .map(id -> id.substring(pattern.length() + 1))
                    .toList();
        });
    }
}
