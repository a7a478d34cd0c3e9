package io.swen.gitops.policy;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.UnusableTreeException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The policies that stand on {@code main}, and what they say of a change. */
@Component
public class Policies {

    /** The policies of one state of their folder. */
    private record Loaded(String folder, PolicySet policies) {}

    private final EnvironmentRepository repository;
    private final Clock clock;
    private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();

    Policies(EnvironmentRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** What the policies on {@code main} say of a change with this plan, now. */
    public PolicyResult evaluate(ChangeSnapshot change, Plan plan) {
        return current().judge(PolicyInput.of(change, plan, clock.instant()));
    }

    /** What is wrong with the policies of a commit, their own tests included; empty where they can be merged. */
    public List<String> problems(String commitId) {
        return at(commitId).problems();
    }

    /** The policies on {@code main}; compiled again only when their folder changed. */
    PolicySet current() {
        String main = repository.mainCommit();
        String folder = repository.folderId(main, EnvironmentRepository.POLICIES);
        Loaded known = loaded.get();
        if (known != null && known.folder().equals(folder)) {
            return known.policies();
        }
        PolicySet policies = at(main);
        loaded.set(new Loaded(folder, policies));
        return policies;
    }

    private PolicySet at(String commitId) {
        try {
            return PolicySet.of(repository.filesUnder(
                    commitId, List.of(EnvironmentRepository.POLICIES), PolicyFiles.MOST_FILES, PolicyFiles.MOST_BYTES));
        } catch (UnusableTreeException e) {
            return PolicySet.unusable(String.valueOf(e.getMessage()));
        }
    }
}
