package io.swen.gitops.adoption;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ContainerEdits;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Offer;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.deploy.Deployments;
import io.swen.platform.id.Uuids;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens changes that write down what runs already, and knows which instances they are about. */
@Service
public class Adoptions {

    private static final int MOST_INSTANCES = 100;

    private final Inventory inventory;
    private final ContainerEdits edits;
    private final Deployments deployments;
    private final ChangeOpening opening;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Adoptions(
            Inventory inventory,
            ContainerEdits edits,
            Deployments deployments,
            ChangeOpening opening,
            JdbcTemplate jdbc,
            Clock clock) {
        this.inventory = inventory;
        this.edits = edits;
        this.deployments = deployments;
        this.opening = opening;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which instances: those with these ids, or those with this tag. */
    record Selection(
            Provider provider,
            String region,
            @Nullable Set<String> instanceIds,
            @Nullable Tag tag) {}

    /** A tag and its value. */
    record Tag(String key, String value) {}

    /** Instances that can be adopted together, and the price of each of their zones. */
    record Selected(List<Inventory.Instance> instances, Map<String, Offer> offers) {

        List<String> ids() {
            return instances.stream().map(Inventory.Instance::instanceId).toList();
        }
    }

    /** All instances that were adopted and belong to a deployment that is not removed. */
    public Set<String> adoptedInstances() {
        return Set.copyOf(jdbc.query(
                "select distinct a.instance_id from adoption_instance a join deployment_instance i on i.instance_id = a.instance_id"
                        + " join deployment d on d.id = i.deployment_id where d.state <> 'TERMINATED'",
                (row, index) -> row.getString(1)));
    }

    /** The instances that a change adopts, one a replica in their order; empty where it adopts none. */
    public List<String> instancesOf(UUID changeId) {
        return jdbc.query(
                "select instance_id from adoption_instance where change_id = ? order by replica",
                (row, index) -> row.getString(1),
                changeId);
    }

    /**
     * Finds what is to be adopted.
     *
     * @throws ProblemException where it is not there, is managed already, or is not alike
     */
    Selected select(Selection selection) {
        List<Inventory.Instance> running = inventory.running(selection.provider(), selection.region());
        Set<String> wanted = selection.instanceIds();
        Tag tag = selection.tag();
        List<Inventory.Instance> chosen = running.stream()
                .filter(instance -> wanted == null || wanted.contains(instance.instanceId()))
                .filter(instance ->
                        tag == null || tag.value().equals(instance.tags().get(tag.key())))
                .sorted(Comparator.comparing(Inventory.Instance::zone).thenComparing(Inventory.Instance::instanceId))
                .toList();
        if (wanted != null) {
            Set<String> missing = new TreeSet<>(wanted);
            chosen.forEach(instance -> missing.remove(instance.instanceId()));
            if (!missing.isEmpty()) {
                throw ProblemException.invalidField(
                        "instance_ids",
                        String.join(", ", missing),
                        "instances that run in " + selection.region() + " by the inventory"
                                + (tag == null ? "" : " and have the tag " + tag.key() + "=" + tag.value()));
            }
        }
        if (chosen.isEmpty() || chosen.size() > MOST_INSTANCES) {
            throw ProblemException.of(
                    ErrorCode.UNPROCESSABLE,
                    chosen.size() + " running instances of " + selection.region() + " are selected; 1 to "
                            + MOST_INSTANCES + " can be adopted together");
        }
        Set<String> taken = new TreeSet<>(deployments.known(
                chosen.stream().map(Inventory.Instance::instanceId).toList()));
        chosen.stream().filter(Inventory.Instance::managed).forEach(instance -> taken.add(instance.instanceId()));
        if (!taken.isEmpty()) {
            throw ProblemException.of(ErrorCode.CONFLICT, "SWEN manages already: " + String.join(", ", taken));
        }
        Set<String> kinds = chosen.stream()
                .map(instance -> instance.instanceType() + " " + instance.purchaseOption())
                .collect(Collectors.toCollection(TreeSet::new));
        if (kinds.size() > 1) {
            throw ProblemException.of(
                    ErrorCode.UNPROCESSABLE,
                    "the instances are not alike: " + String.join(", ", kinds)
                            + "; replicas of one workload have one type and one purchase option");
        }
        Map<String, Offer> offers = new HashMap<>();
        for (Inventory.Instance instance : chosen) {
            if (!offers.containsKey(instance.zone())) {
                offers.put(
                        instance.zone(),
                        inventory
                                .offer(instance.zone(), instance.instanceType(), instance.purchaseOption())
                                .orElseThrow(() -> ProblemException.of(
                                        ErrorCode.UNPROCESSABLE,
                                        "the catalog has no offer of " + instance.instanceType() + " "
                                                + instance.purchaseOption() + " in " + instance.zone()
                                                + ", so what it costs is not known")));
            }
        }
        return new Selected(chosen, offers);
    }

    /** Opens the change, in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot open(Workload workload, Selected selected, @Nullable String reason, Actor actor) {
        String environment = workload.environment();
        if (edits.current(environment, workload.id()).isPresent()
                || !deployments.remainingOf(workload.id()).isEmpty()) {
            throw ProblemException.of(
                    ErrorCode.ALREADY_EXISTS, "there is a workload " + workload.id() + " already; choose another id");
        }
        List<Inventory.Instance> instances = selected.instances();
        Offer offer = java.util.Objects.requireNonNull(
                selected.offers().get(instances.getFirst().zone()));
        List<String> zones = instances.stream().map(Inventory.Instance::zone).toList();
        Money cost = instances.stream()
                .map(instance -> java.util.Objects.requireNonNull(
                                selected.offers().get(instance.zone()))
                        .price())
                .reduce(Money.usd("0"), Money::plus);
        ChangeSnapshot change = opening.open(
                new ChangeRequest(
                        null,
                        environment,
                        workload.team(),
                        reason,
                        List.of(new ChangeItem(
                                ItemAction.DEPLOY,
                                workload.id(),
                                workload.with(replicas(workload.container(), instances.size())),
                                asItIs(workload, offer, zones, cost)))),
                ChangeOrigin.ADOPTION,
                null,
                null,
                new Author(actor.id(), actor.name()));
        List<String> ids = selected.ids();
        for (int replica = 0; replica < ids.size(); replica++) {
            jdbc.update(
                    "insert into adoption_instance (change_id, replica, instance_id) values (?, ?, ?)",
                    change.id(),
                    replica,
                    ids.get(replica));
        }
        return change;
    }

    private static Workload.Container replicas(Workload.Container container, int instances) {
        return new Workload.Container(
                container.image(),
                container.command(),
                container.env(),
                container.secrets(),
                container.ports(),
                instances,
                container.healthCheck(),
                container.diskGb(),
                container.checkpoint());
    }

    /** No decision put it there, so this one only says where it is; nothing about that is uncertain. */
    private PlacementDecision asItIs(Workload workload, Offer offer, List<String> zones, Money cost) {
        return new PlacementDecision(
                Uuids.next(),
                workload.id(),
                null,
                clock.instant(),
                null,
                "placed",
                offer,
                zones.stream().distinct().count() > 1 ? zones : null,
                null,
                BigDecimal.ONE,
                cost,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "It ran there before SWEN managed it.",
                null,
                null,
                null);
    }
}
