package io.swen.gitops.drift;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.UnusableTreeException;
import io.swen.gitops.terraform.Terraform;
import io.swen.gitops.terraform.TerraformException;
import io.swen.gitops.terraform.TerraformStates;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks whether the cloud still has what Terraform's states say, one environment after the other, in one instance of this service at a time. */
@Component
class TerraformDrift implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(TerraformDrift.class);
    private static final long LOCK = 0x5357_454e_0026L;

    private final TerraformStates states;
    private final Terraform terraform;
    private final EnvironmentRepository repository;
    private final Changes changes;
    private final Findings findings;
    private final DriftProperties properties;
    private final SingleOwner owner;

    TerraformDrift(
            TerraformStates states,
            Terraform terraform,
            EnvironmentRepository repository,
            Changes changes,
            Findings findings,
            DriftProperties properties,
            DataSource dataSource) {
        this.states = states;
        this.terraform = terraform;
        this.repository = repository;
        this.changes = changes;
        this.findings = findings;
        this.properties = properties;
        this.owner = new SingleOwner(dataSource, LOCK);
    }

    @Override
    public String name() {
        return "terraform-drift";
    }

    @Override
    public Duration interval() {
        return properties.terraformEvery();
    }

    @Override
    public boolean enabled() {
        return properties.terraformEvery().isPositive();
    }

    @Override
    public void run() {
        owner.run(() -> {
            for (TerraformStates.Written state : states.all()) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                look(state);
            }
        });
    }

    /** Nothing is concluded where Terraform cannot look, and nothing is said while a change works on the state. */
    void look(TerraformStates.Written state) {
        String environment = state.environment();
        ChangeSnapshot writer = changes.find(state.changeId()).orElse(null);
        if (writer == null || changes.isTerraformAtWork(environment)) {
            return;
        }
        List<Terraform.Drifted> drifted;
        try {
            drifted = terraform.drift(new Terraform.Subject(writer.id(), environment, repository.mainCommit()));
        } catch (TerraformException | UnusableTreeException e) {
            LOG.warn("cannot look for drift in the Terraform state of {}: {}", environment, e.getMessage());
            return;
        }
        if (!changes.isTerraformAtWork(environment)) {
            findings.recordOfState(
                    environment,
                    drifted.stream()
                            .map(one -> drift(one, writer.team(), environment))
                            .toList());
        }
    }

    private static Drift drift(Terraform.Drifted drifted, String team, String environment) {
        return Drift.ofResource(
                drifted.gone() ? DriftClass.MISSING : DriftClass.CHANGED,
                team,
                environment,
                drifted.address(),
                drifted.gone()
                        ? List.of(new Difference("resource", drifted.type(), "gone"))
                        : drifted.attributes().stream()
                                .map(one -> new Difference(one.name(), one.wanted(), one.found()))
                                .toList());
    }
}
