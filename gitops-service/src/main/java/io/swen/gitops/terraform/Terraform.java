package io.swen.gitops.terraform;

import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.TreeFile;
import io.swen.gitops.repository.UnusableTreeException;
import io.swen.gitops.terraform.SavedPlans.Binding;
import io.swen.gitops.terraform.SavedPlans.Saved;
import io.swen.gitops.terraform.TerraformStates.Position;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.json.ContentHash;
import io.swen.platform.trace.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs Terraform over an environment's root module as it stands in a commit. A plan is bound to that commit, the state, the
 * variables, the versions and the very bytes that Terraform wrote, and nothing else can be applied.
 */
@Component
public class Terraform {

    /** Whose run it is, and over what. */
    public record Subject(UUID changeId, String environment, String commit) {}

    /** A finding of a rule over the plan. */
    public record Finding(PlanRule rule, PlanRule.Severity severity, String text) {}

    /** What would be done, what binds it, and what the rules say to it. */
    public record Planned(String hash, List<Plan.Action> actions, List<Finding> findings) {}

    /** An attribute that the cloud has otherwise than the state. */
    public record Attribute(
            String name, @Nullable String wanted, @Nullable String found) {}

    /**
     * A resource that the cloud has otherwise than the state.
     *
     * @param gone whether it is not there any more
     * @param attributes those that differ; none where it is gone
     */
    public record Drifted(String address, String type, boolean gone, List<Attribute> attributes) {

        public Drifted {
            attributes = List.copyOf(attributes);
        }
    }

    /** How applying ended. */
    public sealed interface Applied {

        record Done(String summary) implements Applied {}

        /** An earlier attempt is still at work. */
        record Waits(String summary) implements Applied {}

        record Refused(String code, String detail) implements Applied {}
    }

    private record Hashed(UUID changeId, Binding binding, List<Plan.Action> actions) {}

    private static final String PLAN_FILE = "swen.tfplan";
    private static final String SHOWN_FILE = "swen.tfplan.json";
    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final int CHANGES_FOUND = 2;
    private static final List<String> MODULES = List.of("modules");

    private final EnvironmentRepository repository;
    private final TerraformRuns runs;
    private final TerraformStates states;
    private final SavedPlans saved;
    private final OwnAddress address;
    private final TerraformProperties properties;
    private final TerraformRuleProperties rules;
    private final CanonicalJson canonical;
    private final JsonMapper json;
    private final Boundary boundary;
    private final Traces traces;

    Terraform(
            EnvironmentRepository repository,
            TerraformRuns runs,
            TerraformStates states,
            SavedPlans saved,
            OwnAddress address,
            TerraformProperties properties,
            TerraformRuleProperties rules,
            CanonicalJson canonical,
            JsonMapper json,
            Boundary boundary,
            Traces traces) {
        this.repository = repository;
        this.runs = runs;
        this.states = states;
        this.saved = saved;
        this.address = address;
        this.properties = properties;
        this.rules = rules;
        this.canonical = canonical;
        this.json = json;
        this.boundary = boundary;
        this.traces = traces;
    }

    /** How long one stage may take. */
    public Duration longest() {
        return properties.applyTimeout().plus(properties.prepareTimeout().multipliedBy(2));
    }

    /** What the code may not do; nothing of it is run. */
    public List<String> violations(Subject subject) {
        try {
            return new HclRules(rules.providers(), folders(subject)).check(files(subject));
        } catch (UnusableTreeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** What {@code fmt}, {@code init} and {@code validate} complain of. */
    public List<String> validate(Subject subject, Consumer<String> log) {
        List<String> problems = new ArrayList<>();
        try (Workspace workspace = workspace(subject)) {
            workspace.withoutOverride();
            TerraformCommand command = command(workspace, subject, null);
            TerraformCommand.Ended fmt =
                    run(command, null, SHORT, log, "fmt", "-check", "-list=true", "-recursive", "-no-color", ".");
            if (!fmt.succeeded()) {
                problems.add("not formatted (run terraform fmt): " + String.join(", ", fmt.lastLines()));
            }
            TerraformCommand.Ended init =
                    run(command, null, properties.prepareTimeout(), log, init(workspace, "-backend=false"));
            if (!init.succeeded()) {
                problems.add("terraform init: " + init.told());
                return problems;
            }
            TerraformCommand.Ended validate =
                    run(command, null, properties.prepareTimeout(), log, "validate", "-no-color");
            if (!validate.succeeded()) {
                problems.add("terraform validate: " + validate.told());
            }
        }
        return problems;
    }

    /** Plans, keeps the binary plan sealed, and says what it would do. */
    public Planned plan(Subject subject, Consumer<String> log) {
        TerraformRuns.Run run = runs.begin(
                subject.changeId(),
                subject.environment(),
                properties.prepareTimeout().multipliedBy(3));
        try (Workspace workspace = workspace(subject)) {
            Position before = states.position(subject.environment());
            Made made = make(workspace, subject, run, log);
            if (!before.equals(states.position(subject.environment()))) {
                throw new TerraformException("the state moved while the plan was made; it is made again");
            }
            Binding binding = binding(subject, before, made, workspace);
            saved.save(subject.changeId(), new Saved(made.binary(), binding));
            return new Planned(hash(subject, binding, made.actions()), made.actions(), findings(made.document()));
        } finally {
            runs.end(run);
        }
    }

    /**
     * Applies the plan that was kept for the change, if everything is as it was when it was made and approved.
     *
     * @param stop asked again and again while Terraform works; once it gives a reason, Terraform is asked to finish the resource at
     *     hand, store its state and stop
     */
    public Applied apply(Subject subject, Plan approved, Consumer<String> log, Supplier<@Nullable String> stop) {
        UUID change = subject.changeId();
        if (runs.isAtWork(change)) {
            return new Applied.Waits("an earlier run of Terraform for this change is still at work");
        }
        String left = states.breakLockOf(change, subject.environment()).orElse(null);
        if (left != null) {
            log.accept("removed the lock that an earlier run of this change left when it died");
        }
        Saved kept = saved.find(change).orElse(null);
        Position now = states.position(subject.environment());
        Optional<UUID> writer = states.writer(subject.environment());
        if (kept == null) {
            return writer.filter(change::equals).isPresent()
                    ? new Applied.Done("was applied already, at serial " + now.serial())
                    : new Applied.Refused("plan-missing", "there is no plan of this change any more");
        }
        Binding binding = kept.binding();
        if (!approved.hash().equals(hash(subject, binding, approved.actions()))
                || !binding.planHash().equals(ContentHash.of(kept.plan()))) {
            return new Applied.Refused("plan-mismatch", "the plan is not the one that was approved");
        }
        boolean untouched = now.serial() == binding.serial() && now.lineage().equals(binding.lineage());
        boolean begun = !untouched && writer.filter(change::equals).isPresent();
        if (!untouched && !begun) {
            return new Applied.Refused(
                    "plan-stale",
                    "the state moved from serial " + binding.serial() + " to " + now.serial()
                            + writer.map(id -> " by change " + id).orElse("") + " since the plan was made");
        }
        if (left != null && isOfApply(left)) {
            return killed(subject, approved);
        }
        List<String> moved = repository.movedOnMain(subject.commit(), folders(subject));
        if (!moved.isEmpty()) {
            return new Applied.Refused(
                    "plan-stale", "main has other files in " + String.join(", ", moved) + " since the change was made");
        }
        TerraformRuns.Run run = runs.begin(change, subject.environment(), longest());
        try (Workspace workspace = workspace(subject)) {
            TerraformCommand command = command(workspace, subject, run);
            String variables = variablesHash(subject);
            String version = version(command, workspace);
            if (!binding.variablesHash().equals(variables)
                    || !binding.terraformVersion().equals(version)) {
                return new Applied.Refused(
                        "plan-stale", "the variables or the version of Terraform changed since the plan was made");
            }
            if (begun) {
                return goOn(subject, approved, workspace, run, log, stop);
            }
            require(run(command, run, properties.prepareTimeout(), log, init(workspace)), "init");
            write(workspace.file(PLAN_FILE), kept.plan());
            return applied(subject, approved, command, run, log, stop);
        } finally {
            runs.end(run);
        }
    }

    /** How many differences are left between the code and the cloud. */
    public int differences(Subject subject, Consumer<String> log) {
        TerraformRuns.Run run = runs.begin(
                subject.changeId(),
                subject.environment(),
                properties.prepareTimeout().multipliedBy(3));
        try (Workspace workspace = workspace(subject)) {
            return make(workspace, subject, run, log).actions().size();
        } finally {
            runs.end(run);
        }
    }

    /** What the cloud has otherwise than the environment's state says; neither is altered, and nobody has to wait for it. */
    public List<Drifted> drift(Subject subject) {
        TerraformRuns.Run run = runs.begin(
                subject.changeId(),
                subject.environment(),
                properties.prepareTimeout().multipliedBy(3));
        try (Workspace workspace = workspace(subject)) {
            Position before = states.position(subject.environment());
            List<Drifted> drifted = make(workspace, subject, run, line -> {}, "-refresh-only", "-lock=false")
                    .document()
                    .drift();
            if (!before.equals(states.position(subject.environment()))) {
                throw new TerraformException("the state moved while it was looked at");
            }
            return drifted;
        } finally {
            runs.end(run);
        }
    }

    /** The folders that a plan depends on. */
    public static List<String> folders(Subject subject) {
        List<String> folders = new ArrayList<>();
        folders.add(EnvironmentRepository.terraformFolder(subject.environment()));
        folders.addAll(MODULES);
        return List.copyOf(folders);
    }

    /**
     * An earlier attempt died half-way, after it had written some of what it did into the state. What is left is done if it is
     * part of what was approved, and nothing else is.
     */
    private Applied goOn(
            Subject subject,
            Plan approved,
            Workspace workspace,
            TerraformRuns.Run run,
            Consumer<String> log,
            Supplier<@Nullable String> stop) {
        log.accept("an earlier attempt was cut off; what it did is in the state, and the rest is planned again");
        List<Plan.Action> left = make(workspace, subject, run, log).actions();
        Set<String> allowed = new HashSet<>();
        approved.actions().forEach(action -> allowed.add(canonical.hash(action)));
        List<String> others = left.stream()
                .filter(action -> !allowed.contains(canonical.hash(action)))
                .map(action -> action.op() + " " + action.name())
                .toList();
        if (!others.isEmpty()) {
            return new Applied.Refused(
                    "apply-interrupted",
                    "an earlier attempt was cut off, and what is left is not part of what was approved: "
                            + String.join(", ", others));
        }
        return applied(subject, approved, command(workspace, subject, run), run, log, stop);
    }

    /** What was made since the state was last written is in the cloud and in no state, so that going on could make it twice. */
    private Applied.Refused killed(Subject subject, Plan approved) {
        return new Applied.Refused(
                "apply-interrupted",
                "Terraform was killed while it applied, and its state, at serial "
                        + states.position(subject.environment()).serial()
                        + ", does not say how far it came. Look in the cloud for what is not in the state, import or remove"
                        + " it, and propose the change again. It was to "
                        + String.join(
                                ", ",
                                approved.actions().stream()
                                        .map(action ->
                                                action.op().name().toLowerCase(Locale.ROOT) + " " + action.name())
                                        .toList()));
    }

    private Applied applied(
            Subject subject,
            Plan approved,
            TerraformCommand command,
            TerraformRuns.Run run,
            Consumer<String> log,
            Supplier<@Nullable String> stop) {
        TerraformCommand.Ended ended = command.run(
                List.of("apply", "-json", "-input=false", "-lock-timeout=60s", PLAN_FILE),
                properties.applyTimeout(),
                null,
                process -> runs.started(run, process),
                line -> message(line).ifPresent(log),
                stop);
        boundary.crossed("terraform-applied");
        if (ended.stopped() != null && !ended.succeeded()) {
            return new Applied.Waits("Terraform stored what it had done and stopped: " + ended.stopped());
        }
        if (!ended.succeeded()
                && states.breakLockOf(subject.changeId(), subject.environment()).isPresent()) {
            log.accept(
                    "Terraform ended with code " + ended.code() + " without giving back its lock, which was removed");
            return killed(subject, approved);
        }
        if (!ended.succeeded()) {
            return new Applied.Refused(
                    "apply-failed",
                    String.join(
                            "; ",
                            ended.lastLines().stream()
                                    .flatMap(line -> error(line).stream())
                                    .toList()));
        }
        saved.forget(subject.changeId());
        return new Applied.Done("applied, the state is at serial "
                + states.position(subject.environment()).serial());
    }

    private record Made(byte[] binary, PlanDocument document, List<Plan.Action> actions, String version) {}

    private Made make(Workspace workspace, Subject subject, TerraformRuns.Run run, Consumer<String> log) {
        return make(workspace, subject, run, log, "-lock-timeout=60s");
    }

    private Made make(
            Workspace workspace, Subject subject, TerraformRuns.Run run, Consumer<String> log, String... how) {
        TerraformCommand command = command(workspace, subject, run);
        require(run(command, run, properties.prepareTimeout(), log, init(workspace)), "init");
        List<String> arguments = new ArrayList<>(
                List.of("plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=" + PLAN_FILE));
        arguments.addAll(Arrays.asList(how));
        TerraformCommand.Ended planned =
                run(command, run, properties.prepareTimeout(), line -> {}, arguments.toArray(String[]::new));
        if (planned.code() != 0 && planned.code() != CHANGES_FOUND) {
            throw new TerraformException("terraform plan: " + planned.told());
        }
        Path shown = workspace.file(SHOWN_FILE);
        require(
                command.run(List.of("show", "-json", "-no-color", PLAN_FILE), SHORT, shown, process -> {}, line -> {}),
                "show");
        try {
            JsonNode document = json.readTree(Files.readAllBytes(shown));
            PlanDocument read = new PlanDocument(document, command::masked);
            return new Made(
                    Files.readAllBytes(workspace.file(PLAN_FILE)),
                    read,
                    read.actions(),
                    document.path("terraform_version").asString(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Finding> findings(PlanDocument document) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode change : document.changed()) {
            for (PlanRule rule : PlanRule.values()) {
                if (rules.severity(rule) == PlanRule.Severity.OFF) {
                    continue;
                }
                rule.check(
                                change.path("type").asString(""),
                                change.path("change").path("after"))
                        .forEach(text -> findings.add(new Finding(
                                rule,
                                rules.severity(rule),
                                change.path("address").asString("") + ": " + text + " (" + rule.id() + ")")));
            }
        }
        return findings;
    }

    private Binding binding(Subject subject, Position position, Made made, Workspace workspace) {
        return new Binding(
                subject.commit(),
                subject.environment(),
                position.serial(),
                position.lineage(),
                variablesHash(subject),
                made.version(),
                ContentHash.of(workspace.lockFile()),
                ContentHash.of(made.binary()));
    }

    private String hash(Subject subject, Binding binding, List<Plan.Action> actions) {
        return canonical.hash(new Hashed(subject.changeId(), binding, actions));
    }

    private String variablesHash(Subject subject) {
        return canonical.hash(new TreeMap<>(properties.variablesOf(subject.environment())));
    }

    private String version(TerraformCommand command, Workspace workspace) {
        Path shown = workspace.file("version.json");
        require(command.run(List.of("version", "-json"), SHORT, shown, process -> {}, line -> {}), "version");
        try {
            return json.readTree(Files.readAllBytes(shown))
                    .path("terraform_version")
                    .asString("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<TreeFile> files(Subject subject) {
        List<TreeFile> files = repository.filesUnder(
                subject.commit(), folders(subject), properties.mostFiles(), properties.largestCheckout());
        if (files.stream()
                .noneMatch(file -> file.path().startsWith(folders(subject).getFirst() + "/")
                        && file.path().endsWith(".tf"))) {
            throw new UnusableTreeException(
                    "there is no Terraform code in " + folders(subject).getFirst());
        }
        return files;
    }

    private Workspace workspace(Subject subject) {
        return Workspace.of(
                properties.directory().toAbsolutePath(),
                files(subject),
                folders(subject).getFirst());
    }

    private TerraformCommand command(Workspace workspace, Subject subject, TerraformRuns.@Nullable Run run) {
        Map<String, String> environment = new HashMap<>();
        for (String name : properties.passEnvironment()) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(properties.environment());
        environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin"));
        environment.put("HOME", workspace.root().toString());
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("CHECKPOINT_DISABLE", "1");
        List<String> secrets = new ArrayList<>();
        properties.variablesOf(subject.environment()).forEach((name, value) -> {
            environment.put("TF_VAR_" + name, value);
            secrets.add(value);
        });
        if (run != null) {
            String state = address.of(StateServlet.PATH + subject.environment()).toString();
            environment.put("TF_HTTP_ADDRESS", state);
            environment.put("TF_HTTP_LOCK_ADDRESS", state + "/lock");
            environment.put("TF_HTTP_UNLOCK_ADDRESS", state + "/lock");
            environment.put("TF_HTTP_LOCK_METHOD", "PUT");
            environment.put("TF_HTTP_UNLOCK_METHOD", "DELETE");
            environment.put("TF_HTTP_USERNAME", run.id().toString());
            environment.put("TF_HTTP_PASSWORD", run.password());
            // This service may be starting anew while Terraform has something to store.
            environment.put("TF_HTTP_RETRY_MAX", "20");
            environment.put("TF_HTTP_RETRY_WAIT_MIN", "1");
            environment.put("TF_HTTP_RETRY_WAIT_MAX", "10");
            secrets.add(run.password());
        }
        return new TerraformCommand(
                properties.executable(), workspace.root(), environment, secrets, properties.interruptGrace(), traces);
    }

    private static String[] init(Workspace workspace, String... more) {
        List<String> arguments = new ArrayList<>(List.of("init", "-input=false", "-no-color"));
        if (workspace.hasLockFile()) {
            arguments.add("-lockfile=readonly");
        }
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    private TerraformCommand.Ended run(
            TerraformCommand command,
            TerraformRuns.@Nullable Run run,
            Duration timeout,
            Consumer<String> log,
            String... arguments) {
        return command.run(
                List.of(arguments),
                timeout,
                null,
                process -> {
                    if (run != null) {
                        runs.started(run, process);
                    }
                },
                log);
    }

    private static void require(TerraformCommand.Ended ran, String what) {
        if (!ran.succeeded()) {
            throw new TerraformException("terraform " + what + ": " + ran.told());
        }
    }

    /** What a person reads of a line of {@code -json} output. */
    private Optional<String> message(String line) {
        try {
            JsonNode read = json.readTree(line);
            String message = read.path("@message").asString("");
            return message.isEmpty() || read.path("type").asString("").equals("outputs")
                    ? Optional.empty()
                    : Optional.of(message);
        } catch (JacksonException notJson) {
            return Optional.of(line);
        }
    }

    private Optional<String> error(String line) {
        try {
            JsonNode read = json.readTree(line);
            JsonNode diagnostic = read.path("diagnostic");
            return diagnostic.path("severity").asString("").equals("error")
                    ? Optional.of(diagnostic.path("summary").asString("") + ": "
                            + diagnostic.path("detail").asString(""))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.of(line);
        }
    }

    /** What Terraform wrote into its lock says what it was about. */
    private boolean isOfApply(String lockInfo) {
        try {
            return json.readTree(lockInfo).path("Operation").asString("").equals("OperationTypeApply");
        } catch (JacksonException notTerraforms) {
            return true;
        }
    }

    private static void write(Path path, byte[] content) {
        try {
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
