package io.swen.gitops.drift;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.control.Automation;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.rollback.Pins;
import io.swen.gitops.terraform.TerraformStates;
import io.swen.platform.text.Plural;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;

/** Opens the changes that put right what drifted: those of one team, environment and author of one moment share one. */
@Component
class DriftHealer {

    private static final Logger LOG = LoggerFactory.getLogger(DriftHealer.class);
    private static final int MOST_ITEMS = 50;
    private static final int BATCH = 200;

    private record Group(String environment, String team, Author author) {}

    /** Findings of one environment's Terraform state, which one plan puts right together. */
    private record OfState(ChangeSnapshot writer, List<Finding> findings) {}

    /** What a finding is healed with. */
    private record Cure(Finding finding, ChangeItem item) {}

    private final Findings findings;
    private final Changes changes;
    private final ChangeOpening opening;
    private final EnvironmentRepository repository;
    private final TerraformStates states;
    private final Pins pins;
    private final Automation automation;
    private final DriftProperties properties;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    DriftHealer(
            Findings findings,
            Changes changes,
            ChangeOpening opening,
            EnvironmentRepository repository,
            TerraformStates states,
            Pins pins,
            Automation automation,
            DriftProperties properties,
            Clock clock) {
        this.findings = findings;
        this.changes = changes;
        this.opening = opening;
        this.repository = repository;
        this.states = states;
        this.pins = pins;
        this.automation = automation;
        this.properties = properties;
        this.clock = clock;
    }

    /** Heals what may be healed now, a bounded number of findings. */
    @Transactional
    public void heal() {
        Instant now = clock.instant();
        Map<Group, Map<String, List<Cure>>> groups = new LinkedHashMap<>();
        Map<String, OfState> ofStates = new LinkedHashMap<>();
        for (Finding finding : findings.toHeal(BATCH)) {
            String held = heldBack(finding, now);
            if (held != null) {
                findings.note(finding, held);
                continue;
            }
            switch (properties.budget().ask(findings.healedBefore(finding), now)) {
                case HealBudget.Answer.Now() -> gather(finding, groups, ofStates);
                case HealBudget.Answer.Later(Instant notBefore) ->
                    findings.note(finding, "healed before; tried again from " + notBefore);
                case HealBudget.Answer.Never(String why) -> {
                    LOG.error("drift of {} is handed over to a person: {}", finding.subject(), why);
                    findings.handOver(finding, why);
                }
            }
        }
        groups.forEach(this::open);
        ofStates.forEach(
                (environment, state) -> open(environment, state, state.writer().author()));
    }

    /** Has one finding healed because a person says so, whatever policy and budget say. */
    @Transactional
    public void healNow(Finding finding, Author by) {
        Map<Group, Map<String, List<Cure>>> groups = new LinkedHashMap<>();
        Map<String, OfState> ofStates = new LinkedHashMap<>();
        gather(finding, groups, ofStates);
        groups.forEach((group, cures) -> open(new Group(group.environment(), group.team(), by), cures));
        ofStates.forEach((environment, state) -> open(environment, state, by));
    }

    /** Why nothing is done now although policy would, or null. */
    private @Nullable String heldBack(Finding finding, Instant now) {
        if (!automation.mayActAlone(finding.environment())) {
            return "automation is held back in " + finding.environment();
        }
        if (finding.resource() != null) {
            return changes.terraformUnderWay(finding.environment())
                    .map(change -> "change " + change + " of the same Terraform state is under way")
                    .orElse(null);
        }
        boolean routingsTurn = finding.kind() == DriftClass.MISSING
                && pins.pinOf(String.valueOf(finding.workloadId())).isEmpty()
                && (Duration.between(finding.firstSeenAt(), now).compareTo(properties.routingGrace()) < 0
                        || Duration.between(finding.firstSeenWall(), wall.instant())
                                        .compareTo(properties.routingGraceWall())
                                < 0);
        return routingsTurn ? "routing finds another place for it" : null;
    }

    private void gather(Finding finding, Map<Group, Map<String, List<Cure>>> groups, Map<String, OfState> ofStates) {
        if (finding.resource() != null) {
            states.writer(finding.environment())
                    .flatMap(changes::find)
                    .ifPresentOrElse(
                            writer -> ofStates.computeIfAbsent(
                                            finding.environment(),
                                            environment -> new OfState(writer, new ArrayList<>()))
                                    .findings()
                                    .add(finding),
                            () -> findings.note(finding, "nobody is known to have applied this Terraform state"));
            return;
        }
        String workload = String.valueOf(finding.workloadId());
        Optional<DesiredState> wanted = wanted(finding.environment(), workload);
        Optional<ChangeSnapshot> made = wanted.flatMap(state -> changes.find(state.changeId()));
        Optional<ChangeItem> before = made.flatMap(change -> change.items().stream()
                .filter(item -> item.workloadId().equals(workload) && item.decision() != null)
                .findFirst());
        if (wanted.isEmpty() || before.isEmpty()) {
            findings.note(finding, "main says nothing of it that could be put back");
            return;
        }
        ChangeSnapshot change = made.get();
        groups.computeIfAbsent(
                        new Group(change.environment(), change.team(), change.author()), group -> new LinkedHashMap<>())
                .computeIfAbsent(workload, id -> new ArrayList<>())
                .add(new Cure(
                        finding,
                        new ChangeItem(
                                ItemAction.REPLACE,
                                workload,
                                wanted.get().workload(),
                                before.get().requiredDecision())));
    }

    private Optional<DesiredState> wanted(String environment, String workload) {
        try {
            return repository
                    .fileOnMain(EnvironmentRepository.workloadPath(environment, workload))
                    .map(yaml -> Yaml.read(yaml, DesiredState.class));
        } catch (JacksonException e) {
            LOG.warn("the file of {} on main cannot be read: {}", workload, e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /** The code of {@code main} is planned and applied once more, and with it everything that drifted in the environment. */
    private void open(String environment, OfState state, Author author) {
        List<Finding> drifted = state.findings();
        ChangeSnapshot change = opening.openAsOnMain(
                environment,
                state.writer().team(),
                author,
                "put back " + Plural.of(drifted.size(), "drifted resource"),
                "What the cloud has differs from Terraform's state: "
                        + drifted.stream()
                                .limit(5)
                                .map(finding -> finding.resource() + " "
                                        + finding.kind().name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")),
                drifted.getFirst().id());
        LOG.info(
                "change {} heals the drift of {} of {}",
                change.id(),
                Plural.of(drifted.size(), "resource"),
                environment);
        drifted.forEach(finding -> findings.healing(finding, change.id(), true));
    }

    private void open(Group group, Map<String, List<Cure>> byWorkload) {
        List<List<Cure>> all = List.copyOf(byWorkload.values());
        for (int from = 0; from < all.size(); from += MOST_ITEMS) {
            List<List<Cure>> some = all.subList(from, Math.min(all.size(), from + MOST_ITEMS));
            Finding first = some.getFirst().getFirst().finding();
            ChangeSnapshot change = opening.open(
                    new ChangeRequest(
                            null,
                            group.environment(),
                            group.team(),
                            "What runs differs from main: "
                                    + some.stream()
                                            .flatMap(List::stream)
                                            .limit(5)
                                            .map(cure -> cure.finding().subject() + " "
                                                    + cure.finding()
                                                            .kind()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT))
                                            .collect(Collectors.joining(", ")),
                            some.stream().map(cures -> cures.getFirst().item()).toList()),
                    ChangeOrigin.DRIFT,
                    first.id(),
                    null,
                    group.author());
            LOG.info("change {} heals the drift of {}", change.id(), Plural.of(some.size(), "workload"));
            some.forEach(cures -> cures.forEach(cure -> findings.healing(cure.finding(), change.id(), true)));
        }
    }
}
