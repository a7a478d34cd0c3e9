package io.swen.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.drill.ChaosChange.Intent;
import io.swen.cli.drill.ChaosChange.Told;
import io.swen.cli.drill.ChaosReckoning.Instance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChaosReckoningTests {

    private static final UUID AUTHOR = UUID.randomUUID();
    private static final Told SUCCEEDED = new Told(1, "succeeded", null, 0, false);
    private static final Told FAILED = new Told(1, "failed", "cloud-capacity", 0, false);

    private final Map<String, ChaosChange> changes = new LinkedHashMap<>();

    @Test
    void findsNothingWhereEachReplicaHasItsInstance() {
        ChaosChange two = change("a", 5, Intent.AUTOMATIC);
        ChaosReckoning reckoning =
                reckon(Map.of("a", SUCCEEDED), instance("a", two, "0", true), instance("a", two, "1", true));

        assertThat(reckoning.isClean()).isTrue();
        assertThat(reckoning.findings()).isEmpty();
    }

    @Test
    void aChangeThatNeverEndedIsLost() {
        change("a", 1, Intent.AUTOMATIC);

        assertThat(reckon(Map.of()).lost()).isEqualTo(1);
    }

    @Test
    void aChangeThatShouldHaveBeenAppliedAndFailedIsLost() {
        change("a", 1, Intent.AUTOMATIC);
        change("b", 2, Intent.NO_CAPACITY);

        assertThat(reckon(Map.of("a", FAILED, "b", FAILED)).lost()).isEqualTo(1);
    }

    @Test
    void aChangeThatSucceededWithoutItsInstancesIsLost() {
        ChaosChange two = change("a", 5, Intent.AUTOMATIC);

        assertThat(reckon(Map.of("a", SUCCEEDED), instance("a", two, "0", true)).lost())
                .isEqualTo(1);
    }

    @Test
    void aSecondInstanceOfAReplicaIsADuplicateEvenIfItIsGoneByNow() {
        ChaosChange one = change("a", 1, Intent.AUTOMATIC);

        assertThat(reckon(Map.of("a", SUCCEEDED), instance("a", one, "0", true), instance("a", one, "0", false))
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void aSecondEndIsADuplicate() {
        ChaosChange one = change("a", 1, Intent.AUTOMATIC);

        assertThat(reckon(Map.of("a", new Told(2, "succeeded", null, 0, false)), instance("a", one, "0", true))
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void anInstanceOfARejectedChangeIsNotApproved() {
        ChaosChange one = change("a", 1, Intent.REJECTED);

        assertThat(reckon(Map.of("a", new Told(1, "rejected", null, 0, false)), instance("a", one, "0", false))
                        .unapproved())
                .isEqualTo(1);
    }

    @Test
    void oneApprovalIsNotEnoughWhereTwoAreNeeded() {
        ChaosChange one = change("a", 1, Intent.TWO_APPROVE);

        assertThat(reckon(Map.of("a", new Told(1, "succeeded", null, 1, true)), instance("a", one, "0", true))
                        .unapproved())
                .isEqualTo(1);
    }

    @Test
    void anInstanceOfNoChangeIsNotApproved() {
        assertThat(reckon(Map.of(), new Instance("i", "other", "chaos-run-1", "0", true))
                        .unapproved())
                .isEqualTo(1);
    }

    @Test
    void anInstanceThatACancelledChangeLeftIsAnOrphan() {
        ChaosChange one = change("a", 1, Intent.CANCELLED);

        assertThat(reckon(Map.of("a", new Told(1, "cancelled", null, 0, false)), instance("a", one, "0", true))
                        .orphans())
                .isEqualTo(1);
    }

    @Test
    void anInstanceThatATeardownLeftIsAnOrphan() {
        ChaosChange one = change("a", 1, Intent.AUTOMATIC);
        changes.put("b", ChaosChange.teardown(one.workload(), AUTHOR));

        assertThat(reckon(Map.of("a", SUCCEEDED, "b", SUCCEEDED), instance("a", one, "0", true))
                        .orphans())
                .isEqualTo(1);
        assertThat(reckon(Map.of("a", SUCCEEDED, "b", SUCCEEDED), instance("a", one, "0", false))
                        .isClean())
                .isTrue();
    }

    @Test
    void aChangeThatATeardownSupersededIsNotLost() {
        ChaosChange one = change("a", 1, Intent.AUTOMATIC);
        changes.put("b", ChaosChange.teardown(one.workload(), AUTHOR));

        assertThat(reckon(Map.of("a", new Told(1, "cancelled", null, 0, false), "b", SUCCEEDED))
                        .isClean())
                .isTrue();
    }

    private ChaosChange change(String id, int n, Intent intent) {
        ChaosChange change = ChaosChange.deploy("run", n, intent, AUTHOR);
        changes.put(id, change);
        return change;
    }

    private static Instance instance(String change, ChaosChange of, String replica, boolean alive) {
        return new Instance("i-" + UUID.randomUUID(), change, of.workload(), replica, alive);
    }

    private ChaosReckoning reckon(Map<String, Told> told, Instance... instances) {
        return ChaosReckoning.of(changes, told, List.of(instances));
    }
}
