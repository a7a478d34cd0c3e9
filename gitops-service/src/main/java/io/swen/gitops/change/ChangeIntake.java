package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Checks what is asked for and makes a change of it; all problems are told at once. */
@Component
class ChangeIntake {

    private static final int MOST_ITEMS = 50;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REASON = 1000;

    private final Changes changes;

    private final ContainerEdits edits;

    ChangeIntake(Changes changes, ContainerEdits edits) {
        this.changes = changes;
        this.edits = edits;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot accept(NewChange asked, Provenance provenance) {
        List<FieldProblem> problems = new ArrayList<>();
        String environment = Labels.check(problems, "environment", asked.environment());
        String team = Labels.check(problems, "team", asked.team());
        Author author = asked.author();
        // Both are components of a record from JSON and may be absent there whatever their types say.
        if (author == null || (Object) author.actorId() == null || (Object) author.name() == null) {
            problems.add(new FieldProblem("author", null, "given, with actor_id and name"));
        } else if (author.name().isBlank() || author.name().length() > LONGEST_NAME) {
            problems.add(new FieldProblem("author.name", author.name(), "1 to " + LONGEST_NAME + " characters"));
        }
        String reason = asked.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            problems.add(new FieldProblem("reason", reason, "at most " + LONGEST_REASON + " characters"));
        }
        List<NewChange.Item> items = asked.items() == null ? List.of() : asked.items();
        if (items.isEmpty() || items.size() > MOST_ITEMS) {
            problems.add(new FieldProblem(
                    "items", Integer.toString(items.size()) + " items", "1 to " + MOST_ITEMS + " items"));
        }
        List<ChangeItem> accepted = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            ChangeItem item = item(problems, "items[" + i + "]", items.get(i), environment, team);
            if (item != null) {
                accepted.add(item);
                if (!seen.add(item.workloadId())) {
                    problems.add(new FieldProblem(
                            "items[" + i + "].workload_id", item.workloadId(), "in one item of the change only"));
                }
            }
        }
        boolean mixed = accepted.stream()
                        .map(item -> item.action() == ItemAction.TEARDOWN)
                        .distinct()
                        .count()
                > 1;
        if (mixed) {
            problems.add(new FieldProblem("items", "teardown and others", "either all teardowns or none"));
        }
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        if (provenance.origin() == ChangeOrigin.DECISION) {
            accepted.replaceAll(item -> edits.carriedOver(environment, item));
        }
        return changes.create(
                environment, team, java.util.Objects.requireNonNull(author), reason, accepted, provenance);
    }

    private static @Nullable ChangeItem item(
            List<FieldProblem> problems, String at, NewChange.Item item, String environment, String team) {
        int before = problems.size();
        ItemAction action = item.action();
        if (action == null) {
            problems.add(new FieldProblem(at + ".action", null, "one of deploy, replace, teardown"));
            return null;
        }
        String workloadId = Labels.check(problems, at + ".workload_id", item.workloadId());
        Workload workload = item.workload();
        if (workload != null) {
            check(problems, at + ".workload", workload, workloadId, environment, team);
        } else if (action != ItemAction.TEARDOWN) {
            problems.add(new FieldProblem(at + ".workload", null, "given for a " + lower(action)));
        }
        PlacementDecision decision = item.decision();
        if (action != ItemAction.TEARDOWN) {
            check(problems, at + ".decision", decision, workloadId);
        }
        return problems.size() == before ? new ChangeItem(action, workloadId, workload, decision) : null;
    }

    /** Records from JSON may lack components whatever their types say, so each is looked at as an object. */
    private static void check(
            List<FieldProblem> problems,
            String at,
            Workload workload,
            String workloadId,
            String environment,
            String team) {
        same(problems, at + ".id", workload.id(), workloadId, "workload_id");
        same(problems, at + ".environment", workload.environment(), environment, "environment");
        same(problems, at + ".team", workload.team(), team, "team");
        if ((Object) workload.kind() == null) {
            problems.add(new FieldProblem(at + ".kind", null, "batch or service"));
        }
        Workload.Container container = workload.container();
        if ((Object) container == null || (Object) container.image() == null) {
            problems.add(new FieldProblem(at + ".container.image", null, "given"));
        } else if (workload.replicas() < 1 || workload.replicas() > 100) {
            problems.add(new FieldProblem(at + ".container.replicas", "" + workload.replicas(), "1 to 100"));
        } else if (workload.diskGb() < 1 || workload.diskGb() > 16_384) {
            problems.add(new FieldProblem(at + ".container.disk_gb", "" + workload.diskGb(), "1 to 16384"));
        }
    }

    private static void check(
            List<FieldProblem> problems, String at, @Nullable PlacementDecision decision, String workloadId) {
        if (decision == null) {
            problems.add(new FieldProblem(at, null, "given"));
            return;
        }
        if ((Object) decision.id() == null) {
            problems.add(new FieldProblem(at + ".id", null, "given"));
        }
        same(problems, at + ".workload_id", decision.workloadId(), workloadId, "workload_id");
        if (!"placed".equals(decision.outcome())) {
            problems.add(new FieldProblem(at + ".outcome", decision.outcome(), "placed"));
        }
        var offer = decision.offer();
        if ((Object) offer == null
                || (Object) offer.offerId() == null
                || (Object) offer.provider() == null
                || (Object) offer.region() == null
                || (Object) offer.zone() == null
                || (Object) offer.instanceType() == null
                || (Object) offer.purchaseOption() == null
                || (Object) offer.architecture() == null
                || (Object) offer.price() == null) {
            problems.add(new FieldProblem(at + ".offer", null, "a whole offer"));
        }
        if ((Object) decision.hourlyCost() == null
                || !decision.hourlyCost().currency().equals("USD")
                || decision.hourlyCost().amount().signum() < 0) {
            problems.add(
                    new FieldProblem(at + ".hourly_cost", "" + decision.hourlyCost(), "USD an hour, not negative"));
        }
        if ((Object) decision.confidence() == null
                || decision.confidence().signum() < 0
                || decision.confidence().compareTo(java.math.BigDecimal.ONE) > 0) {
            problems.add(new FieldProblem(at + ".confidence", "" + decision.confidence(), "0 to 1"));
        }
    }

    private static void same(
            List<FieldProblem> problems, String field, @Nullable String given, String expected, String other) {
        if (given == null || !given.equals(expected)) {
            problems.add(new FieldProblem(field, given, "the same as " + other));
        }
    }

    private static String lower(ItemAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
