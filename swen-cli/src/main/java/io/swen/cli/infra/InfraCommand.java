package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.infra.OfflineTerraform.Ended;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen verify infra}: is the Terraform code sound, and do its tests notice what they are there for? */
@Command(
        name = "infra",
        description =
                "Check infra/terraform: its tests, an apply, a second plan and a destroy of each environment on a "
                        + "pretend cloud, and faults that the tests must notice.",
        footer = {
            "",
            "Needs terraform, node and the providers that stand in for the real ones (SWEN_TERRAFORM_PROVIDERS). Nothing is "
                    + "asked of a cloud.",
            "The last line is 'infra environments=… applied=… second_plan_changes=… destroyed=… faults=… caught=…'."
        })
public final class InfraCommand implements Callable<Integer> {
    private static final Path CODE = Path.of("infra", "terraform");
    private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "prod");
    private static final List<String> ROOTS = List.of(".", "examples/complete", "bootstrap");
    private static final int DIFFERENT = 2;

    @Option(
            names = "--quick",
            description = "One environment, without the example, the bootstrap and the way from older states.")
    boolean quick;

    @Option(names = "--write", description = "Bring the tables of the README up to date rather than complain of them.")
    boolean write;

    private final Context context;
    private final Terminal terminal;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, JsonNode> plans = new LinkedHashMap<>();
    private int applied;
    private int changes;
    private int destroyed;
    private int caught;

    public InfraCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    /** Why it cannot be run here; null if it can. */
    public static @Nullable String missing(Context context) {
        return OfflineTerraform.missing(context.project().root());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = context.project().root();
        String missing = OfflineTerraform.missing(root);
        if (missing != null) {
            throw new CliException(ExitCode.FAILED, "infra/terraform cannot be checked: " + missing);
        }
        Path tool = OfflineTerraform.tool(root).orElseThrow();
        Path code = root.resolve(CODE);
        List<String> environments = quick ? ENVIRONMENTS.subList(0, 1) : ENVIRONMENTS;
        List<Fault> faults = Fault.read(code.resolve("tests/faults.json"));
        Path scratch = Files.createTempDirectory("swen-infra-");
        try {
            tests(tool, code);
            OfflineTerraform terraform = OfflineTerraform.in(tool, code, scratch.resolve("code"));
            terraform.run("init", "-backend=false", "-no-color").orFail("terraform init");
            for (String environment : environments) {
                environment(terraform.on(scratch.resolve(environment + ".cloud.json")), scratch, environment);
            }
            if (!quick) {
                older(terraform, scratch);
                readme(code);
            }
            for (Fault fault : faults) {
                fault(terraform, fault);
            }
        } finally {
            SwenHome.delete(scratch);
        }
        problems.forEach(problem -> terminal.print("✗ " + problem));
        terminal.print("infra environments=" + environments.size() + " applied=" + applied + " second_plan_changes="
                + changes + " destroyed=" + destroyed + " faults=" + faults.size() + " caught=" + caught);
        return problems.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    /** Format, validity and tests, as the providers' tool checks them. */
    private void tests(Path tool, Path code) throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        List<String> command = new ArrayList<>(List.of(tool.resolve("check.sh").toString(), code.toString()));
        command.addAll(quick ? ROOTS.subList(0, 1) : ROOTS);
        Ended ended = OfflineTerraform.run(code, Map.of(), command);
        ended.said()
                .lines()
                .filter(line -> line.startsWith("ok ") || line.contains("Success!") || line.contains("Failure!"))
                .forEach(line -> terminal.print(line.stripTrailing()));
        if (ended.exit() != 0) {
            problems.add("the checks of " + CODE + " failed:\n" + ended.said());
        }
        told("checks and tests", began);
    }

    private void environment(OfflineTerraform terraform, Path scratch, String environment)
            throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        String state = "-state=" + scratch.resolve(environment + ".tfstate");
        String saved = scratch.resolve(environment + ".plan").toString();
        List<String> variables =
                List.of("-var-file=environments/" + environment + ".tfvars", "-var-file=tests/organisation.tfvars");
        terraform
                .run("plan", "-no-color", state, "-out=" + saved, variables.getFirst(), variables.getLast())
                .orFail("the plan of " + environment);
        JsonNode plan = terraform.json("show", "-json", saved);
        plans.put(environment, plan);
        terraform
                .run("apply", "-no-color", "-state-out=" + scratch.resolve(environment + ".tfstate"), saved)
                .orFail("the apply of " + environment);
        applied++;
        List<Planned> resources = Planned.ofState(terraform.json(
                "show", "-json", scratch.resolve(environment + ".tfstate").toString()));
        List<String> wrong = FoundationRules.problems(resources);
        wrong.forEach(problem -> problems.add(environment + ": " + problem));
        String second = scratch.resolve(environment + ".second").toString();
        Ended again = terraform.run(
                "plan",
                "-no-color",
                "-detailed-exitcode",
                state,
                "-out=" + second,
                variables.getFirst(),
                variables.getLast());
        if (again.exit() == DIFFERENT) {
            List<String> differ = changed(terraform.json("show", "-json", second));
            changes += Math.max(1, differ.size());
            problems.add(environment + ": a second plan changes " + String.join(", ", differ));
        } else {
            again.orFail("the second plan of " + environment);
        }
        terraform
                .run("destroy", "-no-color", "-auto-approve", state, variables.getFirst(), variables.getLast())
                .orFail("the destroy of " + environment);
        int left = Json.parse(Files.readString(scratch.resolve(environment + ".cloud.json")))
                .path("objects")
                .size();
        if (left == 0) {
            destroyed++;
        } else {
            problems.add(environment + ": " + left + " objects are left after the destroy");
        }
        told(
                environment + ": " + resources.size() + " resources, " + wrong.size() + " of them against the rules",
                began);
    }

    /** A state of the code as it was before its modules had parts keeps all that it has. */
    private void older(OfflineTerraform terraform, Path scratch) throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        OfflineTerraform on = terraform.on(scratch.resolve("older.cloud.json"));
        OfflineTerraform before = on.at("tests/previous");
        Path state = scratch.resolve("older.tfstate");
        before.run("init", "-backend=false", "-no-color").orFail("terraform init of the older code");
        before.run("apply", "-no-color", "-auto-approve", "-state=" + state, "-var=environment=dev")
                .orFail("the apply of the older code");
        Set<String> had = Planned.ofState(before.json("show", "-json", state.toString())).stream()
                .map(Planned::address)
                .collect(Collectors.toCollection(TreeSet::new));
        String saved = scratch.resolve("older.plan").toString();
        on.run(
                        "plan",
                        "-no-color",
                        "-state=" + state,
                        "-out=" + saved,
                        "-var-file=environments/dev.tfvars",
                        "-var-file=tests/organisation.tfvars")
                .orFail("the plan over an older state");
        Set<String> lost = new TreeSet<>(had);
        for (JsonNode change : on.json("show", "-json", saved).path("resource_changes")) {
            String from = change.path("previous_address")
                    .asString(change.path("address").asString(""));
            boolean kept = change.at("/change/actions")
                    .valueStream()
                    .noneMatch(action -> action.asString("").equals("delete"));
            if (kept) {
                lost.remove(from);
            }
        }
        lost.forEach(address -> problems.add(address + " of an older state would be destroyed"));
        told("older state: " + (had.size() - lost.size()) + " of " + had.size() + " resources are kept", began);
    }

    private void readme(Path code) throws IOException, InterruptedException {
        Path file = code.resolve("README.md");
        String is = Files.readString(file);
        String should = is;
        for (Map.Entry<String, String> block :
                ReadmeBlocks.interfaceOf(plans.values().iterator().next()).entrySet()) {
            should = ReadmeBlocks.with(should, block.getKey(), block.getValue());
        }
        List<Estimate.Query> queries = plans.values().stream()
                .flatMap(plan -> Estimate.queries(plan).stream())
                .toList();
        Map<Estimate.Query, Estimate.Price> prices = new HashMap<>(CatalogPrices.of(context, queries));
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        plans.forEach((environment, plan) -> estimates.put(environment, Estimate.of(plan, prices::get)));
        should = ReadmeBlocks.with(should, "costs", ReadmeBlocks.costs(estimates));
        if (should.equals(is)) {
            return;
        }
        if (write) {
            Files.writeString(file, should);
            terminal.say("wrote " + file);
        } else {
            problems.add(
                    "the tables of " + CODE + "/README.md are not those of the code; run ./swen verify infra --write");
        }
    }

    private void fault(OfflineTerraform terraform, Fault fault) throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        boolean all = true;
        for (Fault.Plant plant : fault.plants()) {
            String before = plant.in(terraform.code());
            Ended ended;
            try {
                ended = terraform.run("test", "-no-color", "-filter=" + plant.test());
            } finally {
                plant.outOf(terraform.code(), before);
            }
            boolean noticed = ended.exit() != 0 && flat(ended.said()).contains(plant.says());
            if (!noticed) {
                all = false;
                problems.add("fault '" + fault.name() + "' in " + plant.file() + " was not noticed by " + plant.test()
                        + ":\n" + ended.said());
            }
        }
        if (all) {
            caught++;
        }
        told(
                "fault '" + fault.name() + "' in " + fault.plants().size() + " clouds: "
                        + (all ? "caught" : "not caught"),
                began);
    }

    /** Terraform breaks long messages into lines. */
    private static String flat(String said) {
        return said.replaceAll("[\\s│]+", " ");
    }

    private static List<String> changed(JsonNode plan) {
        return plan.path("resource_changes")
                .valueStream()
                .filter(change -> change.at("/change/actions")
                        .valueStream()
                        .noneMatch(action -> Set.of("no-op", "read").contains(action.asString(""))))
                .map(change -> change.path("address").asString(""))
                .toList();
    }

    private void told(String what, Instant began) {
        terminal.print(what + " ("
                + Terminal.readable(Duration.between(began, context.clock().instant())) + ")");
    }
}
