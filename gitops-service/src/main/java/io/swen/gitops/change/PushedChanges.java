package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.ForeignYaml;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileChange;
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
    private static final String WORKLOADS = "/workloads/";
    private static final String YAML = ".yaml";
    private static final int MOST_WORKLOADS = 50;

    private final Changes changes;
    private final EnvironmentRepository repository;
    private final ContainerEdits edits;
    private final ChangeOpening opening;
    private final TransactionTemplate transactions;

    PushedChanges(
            Changes changes,
            EnvironmentRepository repository,
            ContainerEdits edits,
            ChangeOpening opening,
            TransactionTemplate transactions) {
        this.changes = changes;
        this.edits = edits;
        this.opening = opening;
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
        if (!ofPolicies && commit.files().stream().anyMatch(file -> file.path().contains(WORKLOADS))) {
            return workloads(commit, environment, team, author, also);
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

    /** The same edit as a commit of this service's own: the change's id, which stands in the files, is not known to who pushes. */
    private UUID workloads(PushedCommit commit, String environment, String team, Author author, Consumer<UUID> also) {
        if (commit.files().size() > MOST_WORKLOADS) {
            throw refused("a commit changes at most " + MOST_WORKLOADS + " workloads, not "
                    + commit.files().size());
        }
        List<FieldProblem> problems = new ArrayList<>();
        String folder = "environments/" + environment + WORKLOADS;
        for (FileChange file : commit.files()) {
            if (!file.path().startsWith(folder) || !file.path().endsWith(YAML) || !Labels.isLabel(id(file, folder))) {
                problems.add(new FieldProblem("path", file.path(), folder + "<id>" + YAML + " beside other workloads"));
            } else if (file.after() != null) {
                TerraformFiles.content(file.path(), file.after(), ForeignYaml.LARGEST, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw refused(problems.stream()
                    .map(problem -> problem.field() + " " + problem.given() + " is not allowed: " + problem.allowed())
                    .collect(Collectors.joining("; ")));
        }
        return java.util.Objects.requireNonNull(transactions.execute(status -> {
            List<ChangeItem> items = new ArrayList<>();
            for (FileChange file : commit.files()) {
                String workloadId = id(file, folder);
                items.add(
                        file.after() == null
                                ? edits.removed(environment, workloadId)
                                : edits.pushed(environment, workloadId, file.after()));
            }
            UUID id = opening.open(
                            new ChangeRequest(null, environment, team, commit.subject(), items),
                            ChangeOrigin.PUSH,
                            null,
                            null,
                            author)
                    .id();
            also.accept(id);
            return id;
        }));
    }

    private static String id(FileChange file, String folder) {
        return file.path().substring(folder.length(), file.path().length() - YAML.length());
    }

    private static String environment(PushedCommit commit) {
        Set<String> environments = new TreeSet<>();
        for (var file : commit.files()) {
            Matcher path = ENVIRONMENT.matcher(file.path());
            if (path.matches()) {
                environments.add(path.group(1));
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
