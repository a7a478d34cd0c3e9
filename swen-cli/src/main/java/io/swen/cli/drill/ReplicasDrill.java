package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.ReplicatedStack;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * {@code swen drill replicas}: several instances of each service work together while their leaders are killed, the database is
 * away for a minute and the disk is full; whatever was acknowledged has to run in the end, and nothing twice.
 */
@Command(
        name = "replicas",
        description =
                "Start several instances of each service behind one address, kill the leaders, cut the database, fill"
                        + " the disk, and look for what was lost or done twice.",
        footer = {
            "",
            "It uses a home and ports of its own. Filling the disk takes the right to mount a small file system (root).",
            "The last line is 'replicas instances=… acknowledged=… lost=0 doubled=0 leader_changes=…'."
        })
public final class ReplicasDrill implements Callable<Integer> {
    private static final double FAST = 20;
    private static final Set<String> ALIVE = Set.of("pending", "running");
    private static final Duration LEADER_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(8);
    private static final Duration FULL_FOR = Duration.ofSeconds(30);
    private static final Duration WORK_BETWEEN = Duration.ofSeconds(15);

    @Option(
            names = "--replicas",
            defaultValue = "2",
            paramLabel = "N",
            description = "Instances of each service (default 2).")
    int replicas = 2;

    @Option(
            names = "--database-away",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long the database is away (default 60).")
    int databaseAway = 60;

    @Option(
            names = "--pause",
            defaultValue = "1000",
            paramLabel = "MS",
            description = "Time between two submissions (default 1000).")
    int pause = 1000;

    @Option(
            names = "--disk",
            defaultValue = "2g",
            paramLabel = "SIZE",
            description = "The disk that is filled (default 2g).")
    String disk = "2g";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "An empty or new folder to work in; by default a temporary one.")
    @Nullable
    Path work;

    private final Context context;
    private final Terminal terminal;

    public ReplicasDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path folder = work == null ? Files.createTempDirectory("swen-drill-replicas-") : work.toAbsolutePath();
        Path home = folder.resolve("home");
        Optional<SmallDisk> small = SmallDisk.mount(home, disk);
        boolean good = false;
        try {
            // Programs, and the clouds, are on other disks.
            for (String elsewhere : List.of("run", "simulator")) {
                Files.createDirectories(folder.resolve(elsewhere));
                Files.createSymbolicLink(home.resolve(elsewhere), folder.resolve(elsewhere));
            }
            Context own = new Context(terminal, context.clock(), context.project(), new SwenHome(home));
            try (ReplicatedStack stack = new ReplicatedStack(own, replicas, Map.of())) {
                terminal.say("Starting " + stack.instances() + " instances");
                stack.start(context.project());
                good = drill(own, stack, small);
            }
        } finally {
            if (small.isPresent()) {
                small.get().close();
            }
            if (good && work == null) {
                SwenHome.delete(folder);
            } else {
                terminal.say("What is left is in " + folder);
            }
        }
        return good ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private boolean drill(Context own, ReplicatedStack stack, Optional<SmallDisk> small)
            throws IOException, InterruptedException {
        Scenarios simulator = new Scenarios(own.simulatorUrl());
        simulator.speed(FAST);
        String run = UUID.randomUUID().toString().substring(0, 5);
        int leaderChanges;
        Map<String, java.time.Instant> acknowledged;
        Gateway gateway = new Gateway(own, "operator");
        try (Submissions load = new Submissions(gateway, context.clock(), run, Duration.ofMillis(pause)).untilTaken()) {
            load.start();
            TimeUnit.MILLISECONDS.sleep(WORK_BETWEEN.toMillis());
            leaderChanges = killLeaders(own, stack);
            stack.awaitAll();
            stack.cutDatabase(Duration.ofSeconds(databaseAway));
            stack.awaitAll();
            TimeUnit.MILLISECONDS.sleep(WORK_BETWEEN.toMillis());
            if (small.isPresent()) {
                terminal.say("Filling the disk for " + Terminal.readable(FULL_FOR) + ": "
                        + small.get().fill() + " bytes");
                TimeUnit.MILLISECONDS.sleep(FULL_FOR.toMillis());
                small.get().free();
                stack.awaitAll();
            } else {
                terminal.say("The disk is not filled: this system does not let us mount a small one (that takes root)");
            }
            TimeUnit.MILLISECONDS.sleep(WORK_BETWEEN.toMillis());
            load.close();
            acknowledged = load.acknowledged();
            terminal.say(load.refusals().size() + " requests were refused meanwhile and repeated");
        }
        Map<String, String> unsettled =
                settle(gateway, new Bystanders(own, "the replicas drill"), acknowledged.keySet());
        unsettled.forEach((id, state) -> terminal.print("✗ " + id + " was acknowledged and is " + state));
        List<String> doubled = doubled(simulator.instancesEver(), acknowledged.keySet());
        doubled.forEach(each -> terminal.print("✗ " + each));
        terminal.say("The balancers sent " + stack.repeated() + " requests to another instance");
        terminal.print("replicas instances=" + stack.instances() + " acknowledged=" + acknowledged.size() + " lost="
                + unsettled.size() + " doubled=" + doubled.size() + " leader_changes=" + leaderChanges);
        return unsettled.isEmpty()
                && doubled.isEmpty()
                && leaderChanges == stack.services().size();
    }

    /** Kills each service's leader, and returns once another instance leads; answers how many did change. */
    private int killLeaders(Context own, ReplicatedStack stack) throws IOException, InterruptedException {
        Leaders leaders = new Leaders(own.database());
        int changes = 0;
        for (String service : stack.services()) {
            int leader = awaitLeader(leaders, stack, service, -1);
            stack.kill(service, leader);
            long began = System.nanoTime();
            int next = awaitLeader(leaders, stack, service, leader);
            terminal.say("  " + service + "-" + (next + 1) + " leads after "
                    + Terminal.readable(Duration.ofNanos(System.nanoTime() - began)));
            changes++;
        }
        return changes;
    }

    private static int awaitLeader(Leaders leaders, ReplicatedStack stack, String service, int but)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LEADER_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            OptionalInt leader = leaders.of(service, stack.pids(service));
            if (leader.isPresent() && leader.getAsInt() != but) {
                return leader.getAsInt();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new CliException(
                ExitCode.FAILED,
                "No instance of " + service + (but < 0 ? "" : " but the killed one") + " led within "
                        + LEADER_WITHIN.toMinutes() + " minutes");
    }

    /**
     * Waits until everything runs; answers what does not, with its state. What was decided on prices that the outages had made old waits
     * for people, who agree.
     */
    private Map<String, String> settle(Gateway gateway, Bystanders bystanders, Set<String> ids)
            throws IOException, InterruptedException {
        terminal.say("Waiting until " + ids.size() + " workloads run");
        Map<String, String> left = new TreeMap<>();
        ids.forEach(id -> left.put(id, "unknown"));
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            for (String id : List.copyOf(left.keySet())) {
                String state = state(gateway, bystanders, id);
                if (state.equals("running")) {
                    left.remove(id);
                } else {
                    left.put(id, state);
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return left;
    }

    private static String state(Gateway gateway, Bystanders bystanders, String id)
            throws IOException, InterruptedException {
        try {
            JsonNode workload = gateway.get("/api/v1/workloads/" + id);
            bystanders.approve(workload);
            return Json.text(workload, "state", "without state");
        } catch (CliException gone) {
            return String.valueOf(gone.getMessage());
        }
    }

    /** Workloads of one replica that have more than one instance, and replicas that a change launched twice. */
    static List<String> doubled(JsonNode instances, Set<String> workloads) {
        Map<String, Integer> alive = new TreeMap<>();
        Map<String, Set<String>> launched = new HashMap<>();
        for (JsonNode item : instances) {
            String workload = item.path("tags").path("swen:workload").asString("");
            if (!workloads.contains(workload)) {
                continue;
            }
            if (ALIVE.contains(Json.text(item, "state", ""))) {
                alive.merge(workload, 1, Integer::sum);
            }
            String launch = workload + " for change "
                    + item.path("tags").path("swen:change").asString("") + " as replica "
                    + item.path("tags").path("swen:replica").asString("");
            launched.computeIfAbsent(launch, key -> new HashSet<>()).add(Json.text(item, "id", ""));
        }
        List<String> doubled = new ArrayList<>();
        alive.forEach((workload, count) -> {
            if (count > 1) {
                doubled.add(workload + " has " + count + " instances");
            }
        });
        launched.forEach((launch, ids) -> {
            if (ids.size() > 1) {
                doubled.add(launch + " was launched " + ids.size() + " times");
            }
        });
        return doubled;
    }
}
