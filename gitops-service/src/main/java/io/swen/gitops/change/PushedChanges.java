package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileEdit;
import io.swen.gitops.repository.PushReceiver;
import io.swen.gitops.repository.PushedCommit;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes changes of commits that people push. */
@Component
class PushedChanges implements PushReceiver, OutsideCommits {

    private static final Pattern ENVIRONMENT = Pattern.compile("environments/([a-z0-9-]{1,63})/.*");
    private static final int LONGEST_SUBJECT = 100;
    private static final String TEAM = "Team";

    private final Changes changes;
    private final EnvironmentRepository repository;
    private final TransactionTemplate transactions;

    PushedChanges(Changes changes, EnvironmentRepository repository, TransactionTemplate transactions) {
        this.changes = changes;
        this.repository = repository;
        this.transactions = transactions;
    }

    @Override
    public String received(PushedCommit commit) {
        Actor actor = Actor.current();
        UUID id = take(commit, new Author(actor.id(), actor.name()), "", actor::sees, made -> {});
        return "change " + id + " was made of it; follow it at /ui/changes/" + id;
    }

    @Override
    public UUID take(
            PushedCommit commit,
            Author author,
            String teamOfNone,
            BiPredicate<String, String> maySee,
            Consumer<UUID> also) {
        String team = commit.trailers().getOrDefault(TEAM, teamOfNone);
        if (!Labels.isLabel(team)) {
            throw refused("the commit message needs a trailer \"Team: <team>\" that says whose change it is");
        }
        if (commit.subject().isBlank() || commit.subject().length() > LONGEST_SUBJECT) {
            throw refused("the commit message needs a subject of 1 to " + LONGEST_SUBJECT + " characters");
        }
        boolean ofPolicies = commit.files().stream().anyMatch(file -> PushedPolicies.contains(file.path()));
        String environment = ofPolicies ? PushedPolicies.ENVIRONMENT : environment(commit);
        if (!maySee.test(team, environment)) {
            throw refused("there is no team " + team + " that you may act for in " + environment);
        }
        List<FieldProblem> problems = new ArrayList<>();
        List<FileEdit> files = ofPolicies
                ? PushedPolicies.check(commit.files(), problems)
                : TerraformFiles.check(
                        commit.files().stream()
                                .map(file -> new TerraformFiles.Given(file.path(), file.after()))
                                .toList(),
                        environment,
                        problems);
        if (!problems.isEmpty()) {
            throw refused(problems.stream()
                    .map(problem -> problem.given() + " is not allowed: " + problem.allowed())
                    .collect(Collectors.joining("; ")));
        }
        UUID id = Uuids.next();
        // The branch comes first: a branch that no change knows does nothing, a change without its branch would fail.
        repository.adopt(id, commit.id());
        try {
            transactions.executeWithoutResult(status -> {
                changes.createPushed(
                        id,
                        ofPolicies ? ChangeKind.POLICY : ChangeKind.TERRAFORM,
                        environment,
                        team,
                        author,
                        commit,
                        files);
                also.accept(id);
            });
        } catch (RuntimeException e) {
            repository.deleteBranch(id);
            throw e;
        }
        return id;
    }

    private static String environment(PushedCommit commit) {
        Set<String> environments = new TreeSet<>();
        for (var file : commit.files()) {
            Matcher path = ENVIRONMENT.matcher(file.path());
            if (path.matches()) {
                environments.add(path.group(1));
                if (file.path().startsWith("environments/" + path.group(1) + "/workloads/")) {
                    throw refused(file.path() + " follows from a decision; edit the workload instead, by REST or in the"
                            + " dashboard");
                }
            }
        }
        if (environments.size() != 1) {
            throw refused("a commit changes files of exactly one environment, not of "
                    + (environments.isEmpty() ? "none" : String.join(", ", environments)));
        }
        return environments.iterator().next();
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_FIELD, why);
    }
}
