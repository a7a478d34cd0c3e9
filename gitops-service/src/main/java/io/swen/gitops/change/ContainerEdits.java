package io.swen.gitops.change;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.ForeignYaml;
import io.swen.gitops.contract.UnusableYamlException;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes what a workload that runs runs, and leaves it where it is. Where it is follows from a decision, so everything that decides
 * over that stays with routing.
 */
@Component
public class ContainerEdits {

    /** Parts of the container that size the instances, and with them the decision. */
    private static final Set<String> SIZING = Set.of("replicas", "disk_gb");

    private final EnvironmentRepository repository;
    private final ChangeRows rows;
    private final CanonicalJson canonical;
    private final JsonMapper json;
    private final JdbcTemplate jdbc;

    ContainerEdits(
            EnvironmentRepository repository,
            ChangeRows rows,
            CanonicalJson canonical,
            JsonMapper json,
            JdbcTemplate jdbc) {
        this.repository = repository;
        this.rows = rows;
        this.canonical = canonical;
        this.json = json;
        this.jdbc = jdbc;
    }

    /** A workload as it stands on {@code main}, and the change that brought it there. */
    public record Current(DesiredState desired, ChangeSnapshot change, ChangeItem item) {}

    /** What runs of a workload by what {@code main} says; empty where it says nothing of it. */
    public Optional<Current> current(String environment, String workloadId) {
        return repository
                .fileOnMain(EnvironmentRepository.workloadPath(environment, workloadId))
                .map(yaml -> Yaml.read(yaml, DesiredState.class))
                .flatMap(desired -> rows.load(List.of(desired.changeId())).stream()
                        .findFirst()
                        .flatMap(change -> change.items().stream()
                                .filter(item -> item.workloadId().equals(workloadId))
                                .findFirst()
                                .map(item -> new Current(desired, change, item))));
    }

    /**
     * What a pushed file asks for.
     *
     * @throws ProblemException where it is no file of a workload, or changes more than what runs
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeItem pushed(String environment, String workloadId, String yaml) {
        String path = EnvironmentRepository.workloadPath(environment, workloadId);
        Current current = current(environment, workloadId)
                .orElseThrow(() -> refused(path + " is not on main: where a new workload runs follows from a decision;"
                        + " submit it, by REST or in the dashboard"));
        DesiredState desired;
        try {
            desired = ForeignYaml.read(yaml, DesiredState.class).value();
        } catch (UnusableYamlException e) {
            throw refused(path + " cannot be used: " + e.getMessage());
        }
        List<String> others =
                differences(json.valueToTree(current.desired()), json.valueToTree(desired), "", new ArrayList<>())
                        .stream()
                        .filter(field -> !field.startsWith("workload.container.")
                                || SIZING.contains(field.substring("workload.container.".length())))
                        .toList();
        if (!others.isEmpty()) {
            throw refused(path + " changes " + String.join(", ", others)
                    + ", which decides where it runs or what it is; edit the workload instead, by REST or in the dashboard."
                    + " A push may change workload.container but its replicas and disk_gb");
        }
        if (desired.equals(current.desired())) {
            throw refused(path + " changes nothing");
        }
        return replacing(current, desired.workload().container());
    }

    /**
     * The same workload at the same place with another container; which one routing asked for is remembered in the caller's transaction.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeItem replacing(Current current, Workload.Container container) {
        Workload workload = current.item().requiredWorkload();
        jdbc.update(
                "insert into container_override (workload_id, routed_hash) values (?, ?) on conflict do nothing",
                workload.id(),
                canonical.hash(workload.container()));
        return new ChangeItem(
                ItemAction.REPLACE,
                workload.id(),
                workload.with(container),
                current.item().requiredDecision());
    }

    /** The end of a workload that routing does not know; it runs, so that the table of levels counts it. */
    ChangeItem removed(String environment, String workloadId) {
        String path = EnvironmentRepository.workloadPath(environment, workloadId);
        Current current = current(environment, workloadId).orElseThrow(() -> refused(path + " is not on main"));
        if (!rows.wasAdopted(workloadId)) {
            throw refused(
                    path + " is removed when its workload ends; cancel the workload, by REST or in the dashboard");
        }
        return new ChangeItem(
                ItemAction.TEARDOWN,
                workloadId,
                current.item().requiredWorkload().running(),
                current.item().decision());
    }

    /** An item that routing asks for, with the container that is on {@code main} where that was changed here and routing knows no better. */
    ChangeItem carriedOver(String environment, ChangeItem item) {
        Workload workload = item.workload();
        if (item.action() == ItemAction.TEARDOWN || workload == null) {
            return item;
        }
        String routed = jdbc
                .query(
                        "select routed_hash from container_override where workload_id = ?",
                        (row, index) -> row.getString(1),
                        item.workloadId())
                .stream()
                .findFirst()
                .orElse(null);
        if (routed == null) {
            return item;
        }
        if (!routed.equals(canonical.hash(workload.container()))) {
            jdbc.update("delete from container_override where workload_id = ?", item.workloadId());
            return item;
        }
        return current(environment, item.workloadId())
                .map(current -> new ChangeItem(
                        item.action(),
                        item.workloadId(),
                        workload.with(current.desired().workload().container()),
                        item.decision()))
                .orElse(item);
    }

    /** The fields in which two documents differ, down to those of the container. */
    private static List<String> differences(JsonNode one, JsonNode other, String at, List<String> found) {
        Set<String> names = new TreeSet<>();
        one.propertyNames().forEach(names::add);
        other.propertyNames().forEach(names::add);
        for (String name : names) {
            String path = at.isEmpty() ? name : at + "." + name;
            JsonNode left = one.path(name);
            JsonNode right = other.path(name);
            if (left.isObject() && right.isObject() && !at.contains(".")) {
                differences(left, right, path, found);
            } else if (!isSame(left, right)) {
                found.add(path);
            }
        }
        return found;
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        boolean oneAbsent = one.isMissingNode() || one.isNull();
        boolean otherAbsent = other.isMissingNode() || other.isNull();
        return (oneAbsent || otherAbsent) ? oneAbsent && otherAbsent : one.equals(other);
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_FIELD, why);
    }
}
