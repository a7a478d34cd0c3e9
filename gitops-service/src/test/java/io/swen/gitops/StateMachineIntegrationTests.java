package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Failure;
import io.swen.gitops.change.IllegalTransitionException;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.LostLeaseException;
import io.swen.gitops.change.StageLease;
import io.swen.gitops.change.StageName;
import io.swen.gitops.change.StageQueue;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.context.TestContextManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real state machine on PostgreSQL against a small model of it, under any order of what workers, people, clocks and crashes
 * do. The pipeline's own workers rest meanwhile.
 */
@SuppressWarnings("NullAway.Init") // Spring fills the fields before each property
class StateMachineIntegrationTests extends GitopsTest {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final Failure FAILURE = new Failure(StageName.APPLY, "bad", "it is bad");

    @Autowired
    Changes changes;

    @Autowired
    ChangeOpening opening;

    @Autowired
    StageQueue queue;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    ApplicationContext context;

    @Autowired
    JsonMapper mapper;

    /** What can happen. Those of workers are done with any lease that was ever given out, also one that was lost. */
    enum Event {
        CLAIM,
        ADVANCE,
        JUDGE,
        AWAIT_APPROVAL,
        BEGIN_APPLY,
        AGAIN,
        FAIL,
        UNWIND,
        UNWOUND,
        SUCCEED,
        LEASE_RUNS_OUT,
        GRANT,
        REJECT,
        TIME_RUNS_OUT,
        CANCEL,
        TEARDOWN
    }

    /**
     * @param pick which of the leases, counted from the latest
     * @param crash whether the process dies before the transaction ends
     * @param twice whether it is done a second time at once
     */
    record Step(Event event, int pick, boolean crash, boolean twice) {}

    /** What should be so. */
    private static final class Model {

        ChangeState state = ChangeState.RUNNING;
        StageName stage = StageName.VALIDATE;

        @Nullable
        ChangeState unwindTo;

        @Nullable
        StageLease holder;

        boolean expired;
        boolean begun;
        boolean automatic;
        boolean granted;

        boolean holds(StageLease lease) {
            return lease.equals(holder);
        }

        /** Whether it can be withdrawn without anything to take back. */
        boolean isUntouched() {
            return state == ChangeState.AWAITING_APPROVAL
                    || (state == ChangeState.RUNNING
                            && (!stage.touchesTheCloud() || (stage == StageName.APPLY && !begun && unwindTo == null)));
        }

        boolean works(StageLease lease) {
            return holds(lease) && state == ChangeState.RUNNING && stage == lease.stage();
        }

        void goOn() {
            stage = stage.next().orElseThrow();
            holder = null;
        }

        void end(ChangeState end) {
            state = end;
            holder = null;
        }
    }

    @BeforeProperty
    void workersRest() throws Exception {
        new TestContextManager(StateMachineIntegrationTests.class).prepareTestInstance(this);
        lifecycles().forEach(SmartLifecycle::stop);
        // What other tests left open is not to be claimed here.
        jdbc.update("update change_stage set not_before = not_before + interval '1000 days'"
                + " where state in ('WAITING', 'RUNNING')");
    }

    @AfterProperty
    void workersGoOn() {
        jdbc.update("delete from change_stage_log");
        jdbc.update("update change_stage set not_before = not_before - interval '1000 days'"
                + " where not_before > now() + interval '500 days'");
        lifecycles().forEach(SmartLifecycle::start);
    }

    private List<SmartLifecycle> lifecycles() {
        return List.of("pipelineWorkers", "jobRunner").stream()
                .map(name -> context.getBean(name, SmartLifecycle.class))
                .toList();
    }

    @Property(tries = 80, shrinking = ShrinkingMode.BOUNDED)
    void noOrderOfEventsLeadsAnywhereForbidden(
            @ForAll @Size(min = 5, max = 40) List<Event> events, @ForAll @IntRange(min = 0, max = 1 << 20) int detail) {
        String workload = Requests.newId("machine");
        UUID id = create(workload, ItemAction.DEPLOY);
        Model model = new Model();
        List<StageLease> leases = new ArrayList<>();
        // The straight way first, as far as the seed says: else random events hardly ever come to the cloud.
        int straight = detail % 8;
        for (int i = 0; i < straight && model.stage != StageName.APPROVAL; i++) {
            perform(id, workload, model, leases, new Step(Event.CLAIM, 0, false, false));
            perform(id, workload, model, leases, new Step(Event.ADVANCE, 0, false, false));
        }
        for (int i = 0; i < events.size(); i++) {
            int draw = Math.floorMod(detail * 31 + i * 17, 97);
            Step step = new Step(events.get(i), draw % 5 == 0 ? draw % 3 : 0, draw % 7 == 0, draw % 11 == 0);
            perform(id, workload, model, leases, step);
            if (step.twice()) {
                perform(id, workload, model, leases, step);
            }
        }
        jdbc.update(
                "update change set state = 'CANCELLED' where id = ? and state in ('RUNNING', 'AWAITING_APPROVAL')", id);
    }

    private void perform(UUID id, String workload, Model model, List<StageLease> leases, Step step) {
        List<Map<String, Object>> before = rows(id);
        boolean done;
        try {
            done = step.crash()
                    ? crashing(() -> act(id, workload, model, leases, step))
                    : act(id, workload, model, leases, step);
        } catch (IllegalTransitionException | LostLeaseException | ProblemException refused) {
            done = false;
        }
        boolean expected = !step.crash() && expected(model, leases, step);
        assertThat(done)
                .as("%s of a change that is %s in %s", step, model.state, model.stage)
                .isEqualTo(expected);
        if (done) {
            follow(model, leases, step);
        } else {
            assertThat(rows(id)).as("nothing is left of %s", step).isEqualTo(before);
        }
        check(id, model);
    }

    /** Everything of it in one transaction that never ends. */
    private boolean crashing(java.util.function.BooleanSupplier act) {
        transactions.executeWithoutResult(status -> {
            try {
                assertThat(act.getAsBoolean()).isIn(true, false);
            } catch (IllegalTransitionException | LostLeaseException | ProblemException refused) {
                assertThat(refused).isNotNull();
            }
            status.setRollbackOnly();
        });
        return false;
    }

    /** Does it for real; false where there was nothing to do it with. */
    private boolean act(UUID id, String workload, Model model, List<StageLease> leases, Step step) {
        StageLease lease = leases.isEmpty() ? null : leases.get(Math.max(0, leases.size() - 1 - step.pick()));
        switch (step.event()) {
            case CLAIM -> {
                jdbc.update(
                        "update change_stage set not_before = now() where change_id = ? and state <> 'SKIPPED'", id);
                Optional<StageLease> claimed = queue.claim("worker-" + UUID.randomUUID(), LEASE);
                if (claimed.isEmpty()) {
                    return false;
                }
                assertThat(claimed.get().changeId()).isEqualTo(id);
                if (!step.crash()) {
                    leases.add(claimed.get());
                }
                return true;
            }
            case LEASE_RUNS_OUT -> {
                return jdbc.update(
                                "update change_stage set lease_until = now() - interval '1 second'"
                                        + " where change_id = ? and lease_until is not null",
                                id)
                        == 1;
            }
            case GRANT -> transactions.executeWithoutResult(status -> changes.grant(id, "granted"));
            case REJECT -> transactions.executeWithoutResult(status -> changes.reject(id, "rejected"));
            case TIME_RUNS_OUT -> {
                ChangeState earlier = changes.get(id).state();
                changes.expire(id);
                return changes.get(id).state() != earlier;
            }
            case CANCEL -> {
                ChangeSnapshot earlier = changes.get(id);
                ChangeSnapshot now = changes.cancel(id);
                return now.state() != earlier.state() || now.unwindTo() != earlier.unwindTo();
            }
            case TEARDOWN -> {
                ChangeState earlier = changes.get(id).state();
                UUID teardown = create(workload, ItemAction.TEARDOWN);
                ChangeState now = changes.get(id).state();
                if (!step.crash()) {
                    // It has done its part; left open, it would be claimed here.
                    changes.cancel(teardown);
                }
                return now != earlier;
            }
            default -> {
                // A second failure adds nothing to the first.
                if (lease == null || (step.event() == Event.UNWIND && model.unwindTo != null)) {
                    return false;
                }
                work(lease, step.event());
            }
        }
        return true;
    }

    private void work(StageLease lease, Event event) {
        switch (event) {
            case ADVANCE -> changes.advance(lease, false, "done");
            case JUDGE -> changes.judged(lease, ApprovalLevel.AUTOMATIC, List.of("cheap"), null);
            case AWAIT_APPROVAL ->
                transactions.executeWithoutResult(status -> {
                    changes.judged(lease, ApprovalLevel.ONE_APPROVER, List.of("dear"), null);
                    changes.awaitApproval(lease, "waits");
                });
            case BEGIN_APPLY -> transactions.executeWithoutResult(status -> changes.beginApply(lease));
            case AGAIN -> queue.again(lease, Duration.ZERO, true, "again");
            case FAIL -> changes.fail(lease, FAILURE);
            case UNWIND -> changes.unwind(lease, FAILURE);
            case UNWOUND -> changes.unwound(lease, "taken back");
            case SUCCEED -> changes.succeed(lease, "merged", "done");
            default -> throw new IllegalArgumentException(event + " is none of a worker's");
        }
    }

    /** What the model allows. */
    private static boolean expected(Model model, List<StageLease> leases, Step step) {
        StageLease lease = leases.isEmpty() ? null : leases.get(Math.max(0, leases.size() - 1 - step.pick()));
        boolean running = model.state == ChangeState.RUNNING;
        boolean works = lease != null && model.works(lease);
        boolean cloud = model.stage.touchesTheCloud();
        return switch (step.event()) {
            case CLAIM -> running && (model.holder == null || model.expired);
            case ADVANCE ->
                works
                        && model.unwindTo == null
                        && model.stage != StageName.MONITOR
                        && (model.stage != StageName.APPROVAL || model.automatic);
            case JUDGE -> works;
            case AGAIN -> works;
            case AWAIT_APPROVAL -> works && model.stage == StageName.APPROVAL;
            case BEGIN_APPLY -> works && model.stage == StageName.APPLY && model.unwindTo == null && !model.begun;
            case FAIL -> works && !cloud;
            case UNWIND -> works && cloud && model.unwindTo == null;
            case UNWOUND -> works && cloud && model.unwindTo != null;
            case SUCCEED -> works && model.stage == StageName.MONITOR && model.unwindTo == null;
            case LEASE_RUNS_OUT -> model.holder != null;
            case GRANT, REJECT, TIME_RUNS_OUT -> model.state == ChangeState.AWAITING_APPROVAL;
            case CANCEL -> model.isUntouched() || (running && model.unwindTo == null);
            case TEARDOWN -> model.isUntouched();
        };
    }

    /** What the model does. */
    private static void follow(Model model, List<StageLease> leases, Step step) {
        switch (step.event()) {
            case CLAIM -> {
                model.holder = leases.getLast();
                model.expired = false;
                assertThat(model.holder.stage()).isEqualTo(model.stage);
                if (model.stage.touchesTheCloud()) {
                    assertThat(model.granted || model.automatic)
                            .as("nothing is applied that was not agreed to")
                            .isTrue();
                }
            }
            case ADVANCE -> model.goOn();
            case JUDGE -> model.automatic = true;
            case AGAIN -> model.holder = null;
            case AWAIT_APPROVAL -> {
                model.state = ChangeState.AWAITING_APPROVAL;
                model.automatic = false;
                model.holder = null;
            }
            case BEGIN_APPLY -> model.begun = true;
            case FAIL -> model.end(ChangeState.FAILED);
            case UNWIND -> model.unwindTo = ChangeState.FAILED;
            case UNWOUND -> model.end(model.unwindTo == null ? ChangeState.FAILED : model.unwindTo);
            case SUCCEED -> model.end(ChangeState.SUCCEEDED);
            case LEASE_RUNS_OUT -> model.expired = true;
            case GRANT -> {
                model.state = ChangeState.RUNNING;
                model.granted = true;
                model.goOn();
            }
            case REJECT -> model.end(ChangeState.REJECTED);
            case TIME_RUNS_OUT -> model.end(ChangeState.EXPIRED);
            case CANCEL -> {
                if (model.isUntouched()) {
                    model.end(ChangeState.CANCELLED);
                } else {
                    model.unwindTo = ChangeState.CANCELLED;
                }
            }
            case TEARDOWN -> model.end(ChangeState.CANCELLED);
        }
    }

    private void check(UUID id, Model model) {
        ChangeSnapshot change = changes.get(id);
        assertThat(change.state()).isEqualTo(model.state);
        assertThat(change.stage()).isEqualTo(model.stage);
        assertThat(change.unwindTo()).isEqualTo(model.unwindTo);
        assertThat(count(
                        "select count(*) from audit.event where action = 'change.end' and resource_id = ?",
                        id.toString()))
                .as("a change ends once")
                .isEqualTo(model.state.isFinal() ? 1 : 0);
        assertThat(count(
                        "select count(*) from change_stage where change_id = ? and owner is not null and lease_until > now()",
                        id))
                .as("one holds the lease")
                .isEqualTo(model.holder == null || model.expired ? 0 : 1);
    }

    private int count(String sql, Object argument) {
        Integer count = jdbc.queryForObject(sql, Integer.class, argument);
        return count == null ? 0 : count;
    }

    /** All that an event may change. */
    private List<Map<String, Object>> rows(UUID id) {
        List<Map<String, Object>> rows = new ArrayList<>(jdbc.queryForList(
                "select state, stage, unwind_to, failure_code, failure_detail, approval_level, version from change where id = ?",
                id));
        rows.addAll(jdbc.queryForList(
                "select name, state, attempts, polling, owner, fence, summary, finished_at from change_stage"
                        + " where change_id = ? order by position",
                id));
        rows.addAll(jdbc.queryForList("select count(*) as events from event_log where subject = ?", id.toString()));
        return rows;
    }

    @Example
    void whatAChangeOfSeveralHasDroppedIsFreeForTheNextOne() {
        String dropped = Requests.newId("dropped");
        String kept = Requests.newId("kept");
        UUID both = create(List.of(item(dropped, ItemAction.DEPLOY), item(kept, ItemAction.DEPLOY)));
        UUID ofDropped = create(dropped, ItemAction.REPLACE);
        UUID ofKept = create(kept, ItemAction.REPLACE);
        jdbc.update("update change set stage = 'MONITOR', approval_level = 'AUTOMATIC' where id = ?", both);
        jdbc.update("update change_stage set attempts = 1 where change_id = ? and name = 'APPLY'", both);
        jdbc.update(
                "update change_stage set not_before = now() + interval '1 hour' where change_id = ? and name = 'MONITOR'",
                both);
        for (UUID id : List.of(ofDropped, ofKept)) {
            jdbc.update("update change set stage = 'PLAN', approval_level = 'AUTOMATIC' where id = ?", id);
        }
        assertThat(queue.claim("worker", LEASE)).isEmpty();

        for (String workload : List.of(dropped, kept)) {
            jdbc.update(
                    "insert into deployment (id, change_id, workload_id, decision_id, team, environment, kind, provider, region,"
                            + " zone, instance_type, purchase_option, replicas, stateful, offer_id, hourly_cost, simulated, state,"
                            + " author_id, created_at, updated_at, target)"
                            + " values (gen_random_uuid(), ?, ?, gen_random_uuid(), 'research', 'dev', 'SERVICE', 'AWS',"
                            + " 'aws:us-east-1', 'aws:use1-az1', 'm7i.large', 'SPOT', 1, false, 'offer', 0.1, true, ?,"
                            + " gen_random_uuid(), now(), now(), 'CLOUD_API')",
                    both,
                    workload,
                    workload.equals(dropped) ? "TERMINATED" : "RUNNING");
        }

        assertThat(queue.claim("worker", LEASE).map(StageLease::changeId)).contains(ofDropped);
        assertThat(queue.claim("worker", LEASE)).isEmpty();
        jdbc.update("update change set state = 'CANCELLED' where id = any(?)", (Object)
                new UUID[] {both, ofDropped, ofKept});
    }

    private UUID create(String workload, ItemAction action) {
        return create(List.of(item(workload, action)));
    }

    private UUID create(List<ChangeItem> items) {
        ChangeSnapshot created = transactions.execute(status -> opening.open(
                new ChangeRequest(null, "dev", "research", null, items),
                ChangeOrigin.DECISION,
                null,
                null,
                new Author(UUID.randomUUID(), "operator")));
        assertThat(created).isNotNull();
        return created.id();
    }

    private ChangeItem item(String workload, ItemAction action) {
        if (action == ItemAction.TEARDOWN) {
            return new ChangeItem(action, workload, null, null);
        }
        JsonNode asked =
                mapper.valueToTree(Requests.Change.deploy(workload).json()).at("/items/0");
        return new ChangeItem(
                action,
                workload,
                mapper.treeToValue(asked.path("workload"), Workload.class),
                mapper.treeToValue(asked.path("decision"), PlacementDecision.class));
    }

    /** Of several changes of one workload, one at a time is about to change the cloud, whoever works on them and dies. */
    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void neverTwoAppliesOfOneWorkload(
            @ForAll @Size(min = 10, max = 60) List<@IntRange(min = 0, max = 8) Integer> steps) {
        String workload = Requests.newId("machine");
        List<UUID> ids = List.of(
                create(workload, ItemAction.DEPLOY),
                create(workload, ItemAction.REPLACE),
                create(workload, ItemAction.REPLACE));
        List<StageLease> held = new ArrayList<>();
        for (UUID id : ids) {
            jdbc.update("update change set stage = 'PLAN', approval_level = 'AUTOMATIC' where id = ?", id);
        }
        for (int step : steps) {
            if (step < 4 || held.isEmpty()) {
                jdbc.update("update change_stage set not_before = now() where change_id = any(?)", (Object)
                        ids.toArray(UUID[]::new));
                queue.claim("worker-" + UUID.randomUUID(), LEASE).ifPresent(held::add);
            } else if (step < 7) {
                attempt(held.removeFirst(), false);
            } else if (step == 7) {
                attempt(held.removeLast(), true);
            } else {
                // Its worker died; the lease is found to have run out.
                StageLease lost = held.removeLast();
                jdbc.update(
                        "update change_stage set lease_until = now() - interval '1 second' where change_id = ? and name = ?",
                        lost.changeId(),
                        lost.stage().name());
            }
            assertThat(jdbc.queryForList(
                            "select c.id from change c join change_stage s on s.change_id = c.id and s.name = 'APPLY'"
                                    + " where c.id = any(?) and c.state = 'RUNNING' and s.attempts > 0",
                            UUID.class,
                            (Object) ids.toArray(UUID[]::new)))
                    .hasSizeLessThanOrEqualTo(1);
        }
        jdbc.update("update change set state = 'CANCELLED' where id = any(?)", (Object) ids.toArray(UUID[]::new));
    }

    private void attempt(StageLease lease, boolean again) {
        try {
            if (again) {
                queue.again(lease, Duration.ZERO, true, "again");
            } else if (lease.stage() == StageName.MONITOR) {
                changes.succeed(lease, "merged", "done");
            } else {
                changes.advance(lease, false, "done");
            }
        } catch (LostLeaseException overtaken) {
            assertThat(overtaken).hasMessageContaining(lease.changeId().toString());
        }
    }
}
