package io.swen.routing.workload;

import io.swen.platform.money.Money;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.workload.WorkloadRequest.AffinityRequest;
import io.swen.routing.workload.WorkloadRequest.CheckpointRequest;
import io.swen.routing.workload.WorkloadRequest.ContainerRequest;
import io.swen.routing.workload.WorkloadRequest.HealthCheckRequest;
import io.swen.routing.workload.WorkloadRequest.PlaceRequest;
import io.swen.routing.workload.WorkloadRequest.SecretRequest;
import io.swen.routing.workload.WorkloadSpec.Affinity;
import io.swen.routing.workload.WorkloadSpec.Checkpoint;
import io.swen.routing.workload.WorkloadSpec.Container;
import io.swen.routing.workload.WorkloadSpec.HealthCheck;
import io.swen.routing.workload.WorkloadSpec.Place;
import io.swen.routing.workload.WorkloadSpec.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks every field of a request, gathers all that is wrong, and fills in the defaults. */
final class WorkloadValidator {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final String DNS_LABEL_ALLOWED = "a DNS label: 1 to 63 of a-z, 0-9 and -, not - at an end";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final String VARIABLE_ALLOWED = "letters, digits and _, not a digit first, at most 128";
    private static final Pattern SECRET_REF =
            Pattern.compile("[a-z][a-z0-9+.-]{0,31}:[A-Za-z0-9._/-]{1,256}(#[A-Za-z0-9._-]{1,128})?");
    private static final Pattern REGION = Pattern.compile("(aws|alibaba):[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?");
    private static final Pattern GPU_MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}");
    private static final Pattern CHECKPOINT_URI =
            Pattern.compile("(s3|oss)://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()/-]{0,900})?");
    private static final Pattern HTTP_PATH = Pattern.compile("/[A-Za-z0-9\\-._~%!$&'()*+,;=:@/?]{0,255}");

    private static final int MOST_ARGUMENTS = 100;
    private static final int LONGEST_ARGUMENT = 4_096;
    private static final int MOST_VARIABLES = 200;
    private static final int LARGEST_ENVIRONMENT = 32_768;
    private static final int MOST_SECRETS = 50;
    private static final int MOST_PORTS = 50;
    private static final int MOST_REGIONS = 100;
    private static final int MOST_AREAS = 100;
    private static final int MOST_AFFINITIES = 20;
    private static final int MOST_ZONES = 6;
    private static final double LONGEST_RUN_HOURS = 8_760;
    private static final double LARGEST_DATA_GB = 1_048_576;
    private static final Duration LATEST_DEADLINE = Duration.ofDays(3_650);
    private static final int MOST_STEPS = 10;
    private static final Duration LONGEST_ANALYSIS = Duration.ofHours(24);
    private static final double HALF = 0.5;

    private final List<FieldProblem> problems = new ArrayList<>();
    private final Instant now;
    private final Predicate<String> knownRegion;

    private WorkloadValidator(Instant now, Predicate<String> knownRegion) {
        this.now = now;
        this.knownRegion = knownRegion;
    }

    /**
     * The specification that a request describes.
     *
     * @param now domain time, which a deadline has to lie after
     * @param knownRegion tells whether a provider-qualified region exists; always true while that is not known
     * @param generatedId the id to use when none is given
     * @throws ProblemException naming each wrong field, what was given, and what is allowed
     */
    static WorkloadSpec validate(
            WorkloadRequest request, Instant now, Predicate<String> knownRegion, String generatedId) {
        WorkloadValidator validator = new WorkloadValidator(now, knownRegion);
        WorkloadSpec spec = validator.spec(request, generatedId);
        if (!validator.problems.isEmpty()) {
            throw ProblemException.invalidFields(validator.problems);
        }
        return spec;
    }

    /**
     * The same for one of several: what is wrong is added to {@code problems}, its fields under a prefix; the specification is
     * of use only where nothing was added.
     */
    static WorkloadSpec check(
            WorkloadRequest request,
            Instant now,
            Predicate<String> knownRegion,
            String generatedId,
            String prefix,
            List<FieldProblem> problems) {
        WorkloadValidator validator = new WorkloadValidator(now, knownRegion);
        WorkloadSpec spec = validator.spec(request, generatedId);
        for (FieldProblem problem : validator.problems) {
            problems.add(new FieldProblem(prefix + problem.field(), problem.given(), problem.allowed()));
        }
        return spec;
    }

    private WorkloadSpec spec(WorkloadRequest request, String generatedId) {
        String id = label("id", request.id() == null ? generatedId : request.id());
        String team = label("team", request.team());
        String environment = label("environment", request.environment() == null ? "dev" : request.environment());
        Kind kind = request.kind();
        if (kind == null) {
            wrong("kind", null, "one of batch, service");
            kind = Kind.SERVICE;
        }
        Container container = container(request.container());
        double cpu = required("cpu_cores", request.cpuCores(), 0.1, 1_024);
        double memory = required("memory_gb", request.memoryGb(), 0.1, 24_576);
        int gpus = whole("gpus", request.gpus(), 0, 0, 16);
        String gpuModel = gpuModel(request.gpuModel(), gpus);
        double cost = number("cost_sensitivity", request.costSensitivity(), HALF, 0, 1);
        double latency = number("latency_sensitivity", request.latencySensitivity(), HALF, 0, 1);
        Instant deadline = deadline(request.deadline());
        Double duration = duration(request.estimatedDurationHours(), kind);
        List<String> allowed = regions("regions_allowed", request.regionsAllowed());
        List<String> forbidden = regions("regions_forbidden", request.regionsForbidden());
        for (String region : allowed) {
            if (forbidden.contains(region)) {
                wrong("regions_forbidden", region, "regions that are not in regions_allowed");
            }
        }
        String dataLocation = request.dataLocation() == null ? null : region("data_location", request.dataLocation());
        double dataSize = number("data_size_gb", request.dataSizeGb(), 0, 0, LARGEST_DATA_GB);
        if (dataSize > 0 && dataLocation == null) {
            wrong("data_location", null, "the region that the data is in, because data_size_gb is above 0");
        }
        return new WorkloadSpec(
                id,
                team,
                environment,
                kind,
                container,
                cpu,
                memory,
                gpus,
                gpuModel,
                request.architecture() == null ? Architecture.AMD64 : request.architecture(),
                request.priority() == null ? Priority.MEDIUM : request.priority(),
                cost,
                latency,
                deadline,
                duration,
                request.interruptible() != null && request.interruptible(),
                allowed,
                forbidden,
                dataLocation,
                dataSize,
                place(request.usersLocation()),
                optional("network_gbps", request.networkGbps(), 0.01, 6_400),
                residency(request.residency()),
                zoneSpread(request.zoneSpread(), container.replicas()),
                affinity("affinity", request.affinity(), id, List.of()),
                affinity("anti_affinity", request.antiAffinity(), id, nullToNone(request.affinity())),
                optional("minimum_reliability", request.minimumReliability(), 0, 1),
                maxHourlyCost(request.maxHourlyCost()),
                optional("carbon_sensitivity", request.carbonSensitivity(), 0, 1),
                rollout(request.rollout(), kind, container.replicas()));
    }

    private WorkloadSpec.@Nullable Rollout rollout(
            WorkloadRequest.@Nullable RolloutRequest request, Kind kind, int replicas) {
        if (request == null) {
            return null;
        }
        WorkloadSpec.Strategy strategy = request.strategy();
        if (strategy == null) {
            wrong("rollout.strategy", null, "one of all_at_once, blue_green, canary");
            return null;
        }
        if (strategy != WorkloadSpec.Strategy.ALL_AT_ONCE && kind != Kind.SERVICE) {
            wrong("rollout.strategy", strategy.name().toLowerCase(Locale.ROOT), "all_at_once for what is no service");
        }
        if (strategy == WorkloadSpec.Strategy.CANARY && replicas < 2) {
            wrong("rollout.strategy", "canary", "all_at_once or blue_green with fewer than 2 replicas");
        }
        List<Integer> steps = new ArrayList<>();
        List<@Nullable Integer> given = request.steps() == null ? List.of() : request.steps();
        if (!given.isEmpty() && strategy != WorkloadSpec.Strategy.CANARY) {
            wrong("rollout.steps", given, "none, as only a canary has steps");
        } else if (given.size() > MOST_STEPS) {
            wrong("rollout.steps", given.size() + " steps", "at most " + MOST_STEPS);
        } else {
            for (Integer step : given) {
                if (step == null || step < 1 || step > 100 || (!steps.isEmpty() && step <= steps.getLast())) {
                    wrong("rollout.steps", given, "per cent of the replicas, 1 to 100, each above the one before");
                    break;
                }
                steps.add(step);
            }
        }
        Duration analysis = request.analysis();
        if (analysis != null && (analysis.isNegative() || analysis.compareTo(LONGEST_ANALYSIS) > 0)) {
            wrong("rollout.analysis", analysis, "PT0S to " + LONGEST_ANALYSIS);
        }
        return new WorkloadSpec.Rollout(strategy, steps, analysis);
    }

    private List<String> residency(@Nullable List<@Nullable String> areas) {
        List<String> checked = new ArrayList<>();
        if (areas == null) {
            return checked;
        }
        if (areas.size() > MOST_AREAS) {
            wrong("residency", areas.size() + " entries", "at most " + MOST_AREAS + " entries");
            return checked;
        }
        for (int i = 0; i < areas.size(); i++) {
            String area = areas.get(i);
            if (area == null || !Residency.isKnown(area)) {
                wrong("residency[" + i + "]", area, Residency.allowed());
            } else if (!checked.contains(area)) {
                checked.add(area);
            }
        }
        return checked;
    }

    private @Nullable Integer zoneSpread(@Nullable Integer zones, int replicas) {
        if (zones == null) {
            return null;
        }
        int most = Math.min(MOST_ZONES, replicas);
        if (zones < 1 || zones > most) {
            wrong("zone_spread", zones, "1 to " + MOST_ZONES + ", and no more than there are replicas, " + replicas);
        }
        return zones;
    }

    private List<Affinity> affinity(
            String field,
            @Nullable List<@Nullable AffinityRequest> affinities,
            String own,
            List<@Nullable AffinityRequest> opposite) {
        List<Affinity> checked = new ArrayList<>();
        if (affinities == null) {
            return checked;
        }
        if (affinities.size() > MOST_AFFINITIES) {
            wrong(field, affinities.size() + " entries", "at most " + MOST_AFFINITIES + " entries");
            return checked;
        }
        for (int i = 0; i < affinities.size(); i++) {
            AffinityRequest affinity = affinities.get(i);
            String at = field + "[" + i + "]";
            String other = affinity == null ? null : affinity.workloadId();
            WorkloadSpec.Scope given = affinity == null ? null : affinity.scope();
            WorkloadSpec.Scope scope = given == null ? WorkloadSpec.Scope.REGION : given;
            if (other == null || !DNS_LABEL.matcher(other).matches()) {
                wrong(at + ".workload_id", other, DNS_LABEL_ALLOWED);
            } else if (other.equals(own)) {
                wrong(at + ".workload_id", other, "another workload than this one");
            } else if (opposite.stream().anyMatch(against -> against != null && other.equals(against.workloadId()))) {
                wrong(at + ".workload_id", other, "a workload that affinity does not name");
            } else {
                checked.add(new Affinity(other, scope));
            }
        }
        return checked;
    }

    private @Nullable Money maxHourlyCost(@Nullable Money cost) {
        if (cost != null && (!cost.currency().equals("USD") || cost.amount().signum() <= 0)) {
            wrong("max_hourly_cost", cost.amount().toPlainString() + " " + cost.currency(), "above 0, in USD");
        }
        return cost;
    }

    private @Nullable Double optional(String field, @Nullable Double given, double least, double most) {
        return given == null ? null : number(field, given, least, least, most);
    }

    private static List<@Nullable AffinityRequest> nullToNone(@Nullable List<@Nullable AffinityRequest> affinities) {
        return affinities == null ? List.of() : affinities;
    }

    private Container container(@Nullable ContainerRequest container) {
        if (container == null) {
            wrong("container", null, "an object with an image");
            return new Container("", List.of(), Map.of(), List.of(), List.of(), 1, null, 1, null);
        }
        Map<String, String> env = env(container.env());
        List<Integer> ports = ports(container.ports());
        return new Container(
                image(container.image()),
                command(container.command()),
                env,
                secrets(container.secrets(), env),
                ports,
                whole("container.replicas", container.replicas(), 1, 1, 100),
                healthCheck(container.healthCheck()),
                whole("container.disk_gb", container.diskGb(), 20, 1, 16_384),
                checkpoint(container.checkpoint()));
    }

    private String image(@Nullable String image) {
        if (image == null) {
            wrong("container.image", null, "an image name such as ghcr.io/acme/train:1.4");
            return "";
        }
        try {
            return ImageReference.parse(image).path().isEmpty() ? "" : image;
        } catch (IllegalArgumentException e) {
            wrong("container.image", image, "an image name such as ghcr.io/acme/train:1.4 (" + e.getMessage() + ")");
            return "";
        }
    }

    private List<String> command(@Nullable List<@Nullable String> command) {
        List<String> checked = new ArrayList<>();
        if (command == null) {
            return checked;
        }
        if (command.size() > MOST_ARGUMENTS) {
            wrong("container.command", command.size() + " entries", "at most " + MOST_ARGUMENTS + " entries");
            return checked;
        }
        for (int i = 0; i < command.size(); i++) {
            String argument = command.get(i);
            if (argument == null || argument.length() > LONGEST_ARGUMENT || hasNul(argument)) {
                wrong(
                        "container.command[" + i + "]",
                        argument,
                        "text of at most " + LONGEST_ARGUMENT + " characters without NUL");
            } else {
                checked.add(argument);
            }
        }
        return checked;
    }

    private Map<String, String> env(@Nullable Map<String, @Nullable String> env) {
        Map<String, String> checked = new TreeMap<>();
        if (env == null) {
            return checked;
        }
        if (env.size() > MOST_VARIABLES) {
            wrong("container.env", env.size() + " entries", "at most " + MOST_VARIABLES + " entries");
            return checked;
        }
        int bytes = 0;
        for (Map.Entry<String, @Nullable String> variable : env.entrySet()) {
            String name = variable.getKey();
            String value = variable.getValue();
            if (!VARIABLE.matcher(name).matches()) {
                wrong("container.env", name, "names of " + VARIABLE_ALLOWED);
            } else if (value == null || hasNul(value)) {
                wrong("container.env." + name, value, "text without NUL");
            } else {
                bytes += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
                checked.put(name, value);
            }
        }
        if (bytes > LARGEST_ENVIRONMENT) {
            wrong("container.env", bytes + " bytes", "at most " + LARGEST_ENVIRONMENT + " bytes in all");
        }
        return checked;
    }

    private List<Secret> secrets(@Nullable List<@Nullable SecretRequest> secrets, Map<String, String> env) {
        List<Secret> checked = new ArrayList<>();
        if (secrets == null) {
            return checked;
        }
        if (secrets.size() > MOST_SECRETS) {
            wrong("container.secrets", secrets.size() + " entries", "at most " + MOST_SECRETS + " entries");
            return checked;
        }
        Set<String> names = new HashSet<>(env.keySet());
        for (int i = 0; i < secrets.size(); i++) {
            SecretRequest secret = secrets.get(i);
            String field = "container.secrets[" + i + "]";
            String name = secret == null ? null : secret.name();
            String ref = secret == null ? null : secret.ref();
            if (name == null || !VARIABLE.matcher(name).matches()) {
                wrong(field + ".name", name, VARIABLE_ALLOWED);
            } else if (!names.add(name)) {
                wrong(field + ".name", name, "a name that neither env nor another secret has");
            }
            if (ref == null || !SECRET_REF.matcher(ref).matches()) {
                // What was given is not repeated: somebody may have sent the secret itself.
                wrong(field + ".ref", null, "a reference such as vault:ml/hf#token, never the secret itself");
            }
            if (name != null && ref != null) {
                checked.add(new Secret(name, ref));
            }
        }
        return checked;
    }

    private List<Integer> ports(@Nullable List<@Nullable Integer> ports) {
        List<Integer> checked = new ArrayList<>();
        if (ports == null) {
            return checked;
        }
        if (ports.size() > MOST_PORTS) {
            wrong("container.ports", ports.size() + " entries", "at most " + MOST_PORTS + " entries");
            return checked;
        }
        for (int i = 0; i < ports.size(); i++) {
            Integer port = ports.get(i);
            if (port == null || port < 1 || port > 65_535) {
                wrong("container.ports[" + i + "]", port, "1 to 65535");
            } else if (checked.contains(port)) {
                wrong("container.ports[" + i + "]", port, "each port once");
            } else {
                checked.add(port);
            }
        }
        return checked;
    }

    private @Nullable HealthCheck healthCheck(@Nullable HealthCheckRequest check) {
        if (check == null) {
            return null;
        }
        String path = check.path();
        if (path == null || !HTTP_PATH.matcher(path).matches()) {
            wrong("container.health_check.path", path, "a path that begins with /, at most 256 characters");
            path = "/";
        }
        if (check.port() == null) {
            wrong("container.health_check.port", null, "1 to 65535");
        }
        int port = whole("container.health_check.port", check.port(), 1, 1, 65_535);
        Duration interval = period(
                "container.health_check.interval",
                check.interval() == null ? Duration.ofSeconds(10) : check.interval(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        return new HealthCheck(path, port, interval);
    }

    private @Nullable Checkpoint checkpoint(@Nullable CheckpointRequest checkpoint) {
        if (checkpoint == null) {
            return null;
        }
        String uri = checkpoint.uri();
        boolean fits = uri != null && CHECKPOINT_URI.matcher(uri).matches();
        if (!fits) {
            wrong("container.checkpoint.uri", uri, "s3://bucket/path or oss://bucket/path");
        }
        Duration interval = period(
                "container.checkpoint.interval", checkpoint.interval(), Duration.ofMinutes(1), Duration.ofDays(1));
        return new Checkpoint(URI.create(fits && uri != null ? uri : "s3://refused"), interval);
    }

    private Duration period(String field, @Nullable Duration given, Duration least, Duration most) {
        if (given == null || given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            wrong(field, given, least + " to " + most);
            return least;
        }
        return given;
    }

    private @Nullable String gpuModel(@Nullable String model, int gpus) {
        if (model == null) {
            return null;
        }
        if (!GPU_MODEL.matcher(model).matches()) {
            wrong("gpu_model", model, "a model name such as A100, at most 63 characters");
        } else if (gpus == 0) {
            wrong("gpu_model", model, "absent, because gpus is 0");
        }
        return model;
    }

    private @Nullable Instant deadline(@Nullable Instant deadline) {
        if (deadline != null && (!deadline.isAfter(now) || deadline.isAfter(now.plus(LATEST_DEADLINE)))) {
            wrong("deadline", deadline, "after now, which is " + now + ", and within ten years");
        }
        return deadline;
    }

    private @Nullable Double duration(@Nullable Double hours, Kind kind) {
        if (hours == null) {
            if (kind == Kind.BATCH) {
                wrong("estimated_duration_hours", null, "above 0, at most 8760; required for batch");
            }
            return null;
        }
        if (!(hours > 0 && hours <= LONGEST_RUN_HOURS)) {
            wrong("estimated_duration_hours", plain(hours), "above 0, at most 8760");
        }
        return hours;
    }

    private List<String> regions(String field, @Nullable List<@Nullable String> regions) {
        List<String> checked = new ArrayList<>();
        if (regions == null) {
            return checked;
        }
        if (regions.size() > MOST_REGIONS) {
            wrong(field, regions.size() + " entries", "at most " + MOST_REGIONS + " entries");
            return checked;
        }
        for (int i = 0; i < regions.size(); i++) {
            String region = region(field + "[" + i + "]", regions.get(i));
            if (!checked.contains(region)) {
                checked.add(region);
            }
        }
        return checked;
    }

    private String region(String field, @Nullable String region) {
        if (region == null || !REGION.matcher(region).matches()) {
            wrong(field, region, "a region with its provider, such as aws:us-east-1 or alibaba:cn-hangzhou");
            return "";
        }
        if (!knownRegion.test(region)) {
            wrong(field, region, "a region that the provider has, see GET /api/v1/regions");
        }
        return region;
    }

    private @Nullable Place place(@Nullable PlaceRequest place) {
        if (place == null) {
            return null;
        }
        return new Place(
                required("users_location.latitude", place.latitude(), -90, 90),
                required("users_location.longitude", place.longitude(), -180, 180));
    }

    private String label(String field, @Nullable String label) {
        if (label == null || !DNS_LABEL.matcher(label).matches()) {
            wrong(field, label, DNS_LABEL_ALLOWED);
            return "";
        }
        return label;
    }

    private double required(String field, @Nullable Double given, double least, double most) {
        if (given == null) {
            wrong(field, null, plain(least) + " to " + plain(most));
            return least;
        }
        return number(field, given, least, least, most);
    }

    private double number(String field, @Nullable Double given, double otherwise, double least, double most) {
        if (given == null) {
            return otherwise;
        }
        if (!(given >= least && given <= most)) {
            wrong(field, plain(given), plain(least) + " to " + plain(most));
            return otherwise;
        }
        return given;
    }

    private int whole(String field, @Nullable Integer given, int otherwise, int least, int most) {
        if (given == null) {
            return otherwise;
        }
        if (given < least || given > most) {
            wrong(field, given, least + " to " + most);
            return otherwise;
        }
        return given;
    }

    private void wrong(String field, @Nullable Object given, String allowed) {
        problems.add(new FieldProblem(field, given == null ? null : given.toString(), allowed));
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
