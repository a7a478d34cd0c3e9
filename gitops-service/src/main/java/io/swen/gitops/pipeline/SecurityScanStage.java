package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileChange;
import io.swen.gitops.secret.SecretPatterns;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Looks for secrets in what the commit adds, and for containers that invite trouble. */
@Component
class SecurityScanStage implements StageHandler {

    private static final int LOWEST_UNPRIVILEGED_PORT = 1024;

    private final EnvironmentRepository repository;
    private final DesiredStates desiredStates;

    SecurityScanStage(EnvironmentRepository repository, DesiredStates desiredStates) {
        this.repository = repository;
        this.desiredStates = desiredStates;
    }

    @Override
    public StageName stage() {
        return StageName.SECURITY_SCAN;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        List<String> refused = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (FileChange file : repository.changes(change.requiredCommit())) {
            if (file.after() != null) {
                SecretPatterns.inText(file.after()).forEach(kind -> refused.add(file.path() + " contains " + kind));
            }
        }
        for (ChangeItem item : change.items()) {
            if (item.action() != ItemAction.TEARDOWN) {
                Workload workload =
                        desiredStates.request(change, item).desired().workload();
                SecretPatterns.inContainer(workload.container())
                        .forEach(finding -> refused.add(workload.id() + ": " + finding));
                warn(workload, warnings);
            }
        }
        warnings.forEach(run::warning);
        refused.forEach(run::error);
        if (!refused.isEmpty()) {
            // What is refused for its secrets must not stay where it can be cloned.
            repository.deleteBranch(change.id());
            return new StageResult.Failed("secret-found", String.join("; ", refused));
        }
        return new StageResult.Done(
                warnings.isEmpty() ? "nothing found" : "no secrets; " + String.join("; ", warnings));
    }

    private static void warn(Workload workload, List<String> warnings) {
        String image = workload.container().image();
        if (!image.contains("@sha256:")) {
            String tag = image.substring(image.lastIndexOf('/') + 1);
            if (!tag.contains(":") || tag.endsWith(":latest")) {
                warnings.add(workload.id() + ": image " + image + " is not pinned to a version");
            }
        }
        if (workload.container().ports() != null) {
            workload.container().ports().stream()
                    .filter(port -> port < LOWEST_UNPRIVILEGED_PORT)
                    .forEach(port -> warnings.add(workload.id() + ": port " + port + " is privileged"));
        }
    }
}
