package io.swen.gitops.drift;

import io.swen.gitops.adoption.Adoptions;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.CloudInstance;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentRequest;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.deploy.Fleet;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.TreeFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Looks at all regions, and keeps what differs from {@code main}. */
@Component
class DriftDetector {

    private static final Logger LOG = LoggerFactory.getLogger(DriftDetector.class);
    private static final Pattern WORKLOAD =
            Pattern.compile("environments/([a-z0-9-]{1,63})/workloads/[a-z0-9-]{1,63}\\.yaml");
    /** What an adoption wrote down of its instances. */
    private static final Set<String> ADOPTED_ATTRIBUTES = Set.of("instance_type", "zone", "purchase_option", "image");

    private static final int MOST_FILES = 50_000;
    private static final long MOST_BYTES = 256L * 1024 * 1024;
    private static final int MOST_DEPLOYMENTS = 50_000;

    private record Place(Provider provider, String region) {}

    /** What {@code main} wanted at a commit. */
    private record Desired(String commit, List<DeploymentRequest> workloads) {}

    private final EnvironmentRepository repository;
    private final Changes changes;
    private final Deployments deployments;
    private final Fleet fleet;
    private final Findings findings;
    private final Adoptions adoptions;
    private Desired desired = new Desired("", List.of());

    DriftDetector(
            EnvironmentRepository repository,
            Changes changes,
            Deployments deployments,
            Fleet fleet,
            Findings findings,
            Adoptions adoptions) {
        this.repository = repository;
        this.changes = changes;
        this.deployments = deployments;
        this.fleet = fleet;
        this.findings = findings;
        this.adoptions = adoptions;
    }

    /** One look at everything; called by one owner at a time. */
    void look() {
        // Asked before the clouds are: a change that begins meanwhile is seen by the next look, which has to agree.
        Set<String> underWay = new HashSet<>(changes.workloadsUnderWay());
        Map<String, Deployment> made = new HashMap<>();
        deployments.remaining(MOST_DEPLOYMENTS).forEach(one -> made.put(key(one.changeId(), one.workloadId()), one));
        Map<Place, List<DriftRules.Wanted>> wanted = new HashMap<>();
        fleet.regions()
                .forEach((provider, regions) ->
                        regions.forEach(region -> wanted.put(new Place(provider, region), new ArrayList<>())));
        Map<String, String> images = deployments.firstImages();
        for (DeploymentRequest request : desired()) {
            DesiredState.Placement placement = request.desired().placement();
            wanted.computeIfAbsent(new Place(placement.provider(), placement.region()), place -> new ArrayList<>())
                    .add(wanted(request, made, images));
        }
        List<Drift> found = new ArrayList<>();
        Set<String> answered = new TreeSet<>();
        wanted.forEach((place, there) -> {
            try {
                List<CloudInstance> instances = instances(place, there);
                deployments.rememberImages(instances);
                found.addAll(DriftRules.compare(
                        place.provider(),
                        place.region(),
                        there,
                        instances,
                        underWay,
                        deployments.known(instances.stream()
                                .map(CloudInstance::instanceId)
                                .toList())));
                answered.add(place.region());
            } catch (CloudException e) {
                // An outage says nothing about what runs, so nothing is concluded from it.
                LOG.warn("cannot look for drift in {}: {}", place.region(), e.getMessage());
            }
        });
        // What began while the clouds were asked is no drift either.
        underWay.addAll(changes.workloadsUnderWay());
        Set<String> adopted = adoptions.adoptedInstances();
        found.replaceAll(drift -> withoutWhatWasNotMadeHere(drift, adopted));
        found.removeIf(drift ->
                drift.kind() == DriftClass.CHANGED && drift.differences().isEmpty());
        found.removeIf(drift -> drift.workloadId() != null && underWay.contains(drift.workloadId()));
        findings.record(
                found, EnumSet.of(DriftClass.MISSING, DriftClass.CHANGED, DriftClass.UNMANAGED), answered, underWay);
    }

    /** Tags and settings of adopted instances are not this service's: they were taken over as they were. */
    private static Drift withoutWhatWasNotMadeHere(Drift drift, Set<String> adopted) {
        if (drift.kind() != DriftClass.CHANGED || drift.instanceId() == null || !adopted.contains(drift.instanceId())) {
            return drift;
        }
        return Drift.ofWorkload(
                drift.kind(),
                drift.subject(),
                drift.team(),
                drift.environment(),
                drift.workloadId(),
                drift.provider(),
                drift.region(),
                drift.instanceId(),
                drift.differences().stream()
                        .filter(difference -> ADOPTED_ATTRIBUTES.contains(difference.attribute()))
                        .toList());
    }

    /** By tag, and by id what should be there and lost its tags. */
    private List<CloudInstance> instances(Place place, List<DriftRules.Wanted> wanted) {
        List<CloudInstance> instances = new ArrayList<>(fleet.tagged(place.provider(), place.region()));
        Set<String> seen = new HashSet<>();
        instances.forEach(instance -> seen.add(instance.instanceId()));
        List<String> others = new ArrayList<>();
        for (DriftRules.Wanted one : wanted) {
            Deployment deployment = one.deployment();
            if (deployment != null) {
                deployment.instanceIds().stream()
                        .filter(id -> !seen.contains(id))
                        .forEach(others::add);
            }
        }
        if (!others.isEmpty()) {
            instances.addAll(fleet.withIds(place.provider(), place.region(), others));
        }
        return instances;
    }

    private DriftRules.Wanted wanted(
            DeploymentRequest request, Map<String, Deployment> made, Map<String, String> images) {
        DesiredState.Placement placement = request.desired().placement();
        String workload = request.desired().workload().id();
        return new DriftRules.Wanted(
                workload,
                request.team(),
                request.environment(),
                placement.provider(),
                placement.region(),
                fleet.expected(request),
                made.get(key(request.changeId(), workload)),
                images);
    }

    /** What {@code main} wants, read anew where it moved on. */
    private List<DeploymentRequest> desired() {
        String tip = repository.mainCommit();
        if (!tip.equals(desired.commit())) {
            List<DeploymentRequest> workloads = new ArrayList<>();
            for (TreeFile file : repository.filesUnder(tip, List.of("environments"), MOST_FILES, MOST_BYTES)) {
                if (WORKLOAD.matcher(file.path()).matches()) {
                    read(file, workloads);
                }
            }
            desired = new Desired(tip, List.copyOf(workloads));
        }
        return desired.workloads();
    }

    private void read(TreeFile file, List<DeploymentRequest> workloads) {
        try {
            DesiredState state = Yaml.read(new String(file.content(), StandardCharsets.UTF_8), DesiredState.class);
            ChangeSnapshot change = changes.find(state.changeId()).orElse(null);
            if (change != null && !fleet.covers(change.environment())) {
                return;
            }
            if (change == null) {
                LOG.warn("{} names change {}, which is not known here", file.path(), state.changeId());
            } else {
                workloads.add(new DeploymentRequest(
                        change.id(), change.team(), change.environment(), change.author(), state));
            }
        } catch (JacksonException e) {
            LOG.warn("{} on main cannot be read: {}", file.path(), e.getOriginalMessage());
        }
    }

    private static String key(UUID change, String workload) {
        return change + "/" + workload;
    }
}
