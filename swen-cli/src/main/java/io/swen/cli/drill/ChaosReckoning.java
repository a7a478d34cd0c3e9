package io.swen.cli.drill;

import io.swen.cli.console.Json;
import io.swen.cli.drill.ChaosChange.Intent;
import io.swen.cli.drill.ChaosChange.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong after the chaos drill, by the audit log and by what the simulated clouds say they ever ran.
 *
 * @param lost changes that never ended, or that should have been applied and were not
 * @param duplicates ends beyond the first, and instances beyond the one that a replica is due
 * @param unapproved instances that nobody agreed to
 * @param orphans instances that still run for nothing
 * @param findings each in words
 */
record ChaosReckoning(int lost, int duplicates, int unapproved, int orphans, List<String> findings) {

    private static final Set<String> ALIVE = Set.of("pending", "running", "stopping", "stopped");

    ChaosReckoning {
        findings = List.copyOf(findings);
    }

    /**
     * An instance that was launched for a change.
     *
     * @param change id of the change that its tag names
     */
    record Instance(String id, String change, String workload, String replica, boolean alive) {

        /** The instances of a run, of those that the simulator tells of. */
        static List<Instance> of(JsonNode items, String run) {
            List<Instance> found = new ArrayList<>();
            for (JsonNode item : items) {
                JsonNode tags = item.path("tags");
                String workload = tags.path("swen:workload").asString("");
                if (workload.startsWith("chaos-" + run + "-")) {
                    found.add(new Instance(
                            Json.text(item, "id", ""),
                            tags.path("swen:change").asString(""),
                            workload,
                            tags.path("swen:replica").asString(""),
                            ALIVE.contains(Json.text(item, "state", ""))));
                }
            }
            return found;
        }
    }

    boolean isClean() {
        return lost + duplicates + unapproved + orphans == 0;
    }

    /**
     * @param changes by id
     * @param told what the audit log says of each
     */
    static ChaosReckoning of(Map<String, ChaosChange> changes, Map<String, Told> told, List<Instance> instances) {
        Counter counter = new Counter();
        Map<String, List<Instance>> byChange = new HashMap<>();
        instances.forEach(one ->
                byChange.computeIfAbsent(one.change(), id -> new ArrayList<>()).add(one));
        Set<String> tornDown = new HashSet<>();
        changes.forEach((id, change) -> {
            if (change.intent() == Intent.TEARDOWN
                    && told.getOrDefault(id, Told.NOTHING).succeeded()) {
                tornDown.add(change.workload());
            }
        });
        new TreeMap<>(changes).forEach((id, change) -> {
            Told of = told.getOrDefault(id, Told.NOTHING);
            List<Instance> made = byChange.getOrDefault(id, List.of());
            counter.ends(id, change, of);
            if (change.intent() != Intent.TEARDOWN) {
                counter.applied(id, change, of, made, tornDown);
                counter.agreed(id, change, of, made);
            }
            counter.left(id, change, of, made, tornDown);
        });
        byChange.forEach((id, made) -> {
            if (!changes.containsKey(id)) {
                counter.unapproved += made.size();
                counter.findings.add(made + " belong to no change of the drill");
            }
        });
        return new ChaosReckoning(
                counter.lost, counter.duplicates, counter.unapproved, counter.orphans, counter.findings);
    }

    private static final class Counter {
        private final List<String> findings = new ArrayList<>();
        private int lost;
        private int duplicates;
        private int unapproved;
        private int orphans;

        void ends(String id, ChaosChange change, Told of) {
            if (of.ends() == 0) {
                lost++;
                findings.add(change + " " + id + " never ended");
            } else if (of.ends() > 1) {
                duplicates += of.ends() - 1;
                findings.add(change + " " + id + " ended " + of.ends() + " times");
            }
        }

        /** Each replica has exactly one instance where the change succeeded, and never more. */
        void applied(String id, ChaosChange change, Told of, List<Instance> made, Set<String> tornDown) {
            Map<String, Integer> perReplica = new TreeMap<>();
            made.forEach(one -> perReplica.merge(one.replica(), 1, Integer::sum));
            perReplica.forEach((replica, count) -> {
                if (count > 1) {
                    duplicates += count - 1;
                    findings.add(change + " " + id + " started replica " + replica + " " + count + " times");
                }
            });
            // A teardown supersedes what has not reached the cloud yet.
            boolean superseded = tornDown.contains(change.workload()) && "cancelled".equals(of.state());
            if (change.intent().mustSucceed() && of.ends() > 0 && !of.succeeded() && !superseded) {
                lost++;
                findings.add(change + " " + id + " ended " + of.state() + ": " + of.failure());
            } else if (of.succeeded() && perReplica.size() != change.replicas()) {
                lost++;
                findings.add(change + " " + id + " succeeded with " + perReplica.size() + " of " + change.replicas()
                        + " instances");
            }
        }

        void agreed(String id, ChaosChange change, Told of, List<Instance> made) {
            boolean needed = change.intent().approvals() > 0;
            if (needed
                    && !made.isEmpty()
                    && (!of.granted() || of.approvers() < change.intent().approvals())) {
                unapproved += made.size();
                findings.add(change + " " + id + " was applied after " + of.approvers() + " approvals");
            }
        }

        void left(String id, ChaosChange change, Told of, List<Instance> made, Set<String> tornDown) {
            List<Instance> alive = made.stream().filter(Instance::alive).toList();
            if (!alive.isEmpty() && (!of.succeeded() || tornDown.contains(change.workload()))) {
                orphans += alive.size();
                findings.add(change + " " + id + " ended " + of.state() + " and left " + alive);
            }
        }
    }
}
