package io.swen.simulator;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Consistency;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.NoSpotCapacityException;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.Fault;
import io.swen.simulator.protocol.FaultList;
import io.swen.simulator.scenario.ScenarioEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's own calls under {@code /simulator/}: health, clock, instances, faults and scenarios. */
final class ControlApi {

    static final String PREFIX = "/simulator/";

    private static final Pattern SCENARIO = Pattern.compile("/simulator/scenarios/([a-z-]{1,40})/(start|stop|truth)");

    private static final Pattern LOST_ZONE = Pattern.compile("/simulator/zones/(aws|alibaba):([a-z0-9-]{1,40})/lost");

    /** How late the clouds show what they did; what is left out is shown at once. */
    record Late(long instancesListedAfterMs, long tagsShownAfterMs) {}

    private static final Pattern INSTANCE = Pattern.compile("/simulator/instances/([a-z0-9-]+)");
    private static final Pattern INTERRUPT = Pattern.compile("/simulator/instances/([a-z0-9-]+)/interruption");

    private static final int MOST_TAGS = 50;

    /** What somebody does to an instance behind the back of who made it. */
    private record Alteration(
            @Nullable String instanceType,
            @Nullable Map<String, String> tags,
            @Nullable Boolean impaired) {}

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private final SimulatedClock clock;
    private final Fleet fleet;
    private final FaultList faults;
    private final ScenarioEngine scenarios;

    ControlApi(SimulatedClock clock, Fleet fleet, FaultList faults, ScenarioEngine scenarios) {
        this.scenarios = scenarios;
        this.clock = clock;
        this.fleet = fleet;
        this.faults = faults;
    }

    ApiResponse answer(ApiRequest request) {
        String call = request.method() + " " + request.path();
        try {
            return switch (call) {
                case "GET /simulator/health" -> ok(Map.of("status", "healthy"));
                case "GET /simulator/clock" -> ok(clockView());
                case "PUT /simulator/clock" -> ok(setClock(request));
                case "GET /simulator/instances" -> ok(Map.of("items", instances(past(request))));
                case "GET /simulator/consistency" -> ok(consistency());
                case "PUT /simulator/consistency" -> ok(setConsistency(request));
                case "GET /simulator/zones/lost" -> ok(Map.of("items", faults.lostZones()));
                case "POST /simulator/instances" -> ok(launch(request));
                case "POST /simulator/instances/end" -> ok(end(request));
                case "POST /simulator/interruptions" -> ok(interrupt(request));
                case "GET /simulator/scenarios" -> ok(Map.of("items", scenarios.list()));
                case "GET /simulator/faults" -> ok(faults.get());
                case "PUT /simulator/faults" -> ok(setFaults(request));
                default -> other(request);
            };
        } catch (JacksonException e) {
            return problem(400, "invalid-body", "The body is not the JSON this call takes: " + rootMessage(e));
        } catch (IllegalArgumentException e) {
            return problem(400, "invalid-field", String.valueOf(e.getMessage()));
        } catch (NoSpotCapacityException e) {
            return problem(409, "no-spot-capacity", String.valueOf(e.getMessage()));
        }
    }

    /** Spot instances of somebody else in the account. */
    private record Crowd(
            @Nullable String name,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String instanceType,
            int count) {}

    private record Named(@Nullable String name) {}

    /**
     * Which spot instances are taken back at this moment: all that have this name or this team's tag.
     *
     * @param dry for how long their pools have no more
     */
    private record Storm(
            @Nullable String name,
            @Nullable String team,
            @Nullable String dry) {}

    private Map<String, Object> interrupt(ApiRequest request) {
        Storm storm = json.readValue(request.body(), Storm.class);
        if (storm.name() == null && storm.team() == null) {
            throw new IllegalArgumentException("name or team says which instances are taken back");
        }
        Duration dry = Duration.ZERO;
        if (storm.dry() != null) {
            try {
                dry = Duration.parse(storm.dry());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("dry must be an ISO 8601 duration such as PT1H", e);
            }
        }
        List<SimInstance> taken = scenarios.interrupt(
                instance -> instance.name().equals(storm.name())
                        || (storm.team() != null
                                && storm.team().equals(instance.tags().get("swen:team"))),
                dry);
        return Map.of("instances", taken.size(), "time", clock.instant());
    }

    private Map<String, Object> launch(ApiRequest request) {
        Crowd crowd = json.readValue(request.body(), Crowd.class);
        if (crowd.count() < 1 || crowd.count() > 1_000) {
            throw new IllegalArgumentException("count is " + crowd.count() + ", allowed: 1 to 1000");
        }
        Provider provider = Provider.AWS.id().equals(crowd.provider()) ? Provider.AWS : Provider.ALIBABA;
        return Map.of(
                "instances",
                scenarios.launchSpot(
                        provider,
                        name(crowd.name()),
                        String.valueOf(crowd.region()),
                        String.valueOf(crowd.zone()),
                        String.valueOf(crowd.instanceType()),
                        crowd.count()));
    }

    private Map<String, Object> end(ApiRequest request) {
        String name = name(json.readValue(request.body(), Named.class).name());
        List<SimInstance> named =
                fleet.all().stream().filter(i -> i.name().equals(name)).toList();
        fleet.delete(named);
        return Map.of("instances", named.size());
    }

    private static String name(@Nullable String given) {
        if (given == null || !given.matches("crowd-[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "name is " + given + ", allowed: crowd- and up to 40 letters and digits");
        }
        return given;
    }

    private ApiResponse other(ApiRequest request) {
        var scenario = SCENARIO.matcher(request.path());
        if (scenario.matches()) {
            return scenario(request, scenario.group(1), scenario.group(2));
        }
        var matcher = INTERRUPT.matcher(request.path());
        if (request.method().equals("PUT") && matcher.matches()) {
            return fleet.interrupt(matcher.group(1))
                    .map(i -> ok(instance(i, clock.instant())))
                    .orElseGet(() -> problem(
                            404,
                            "not-found",
                            "There is no spot instance " + matcher.group(1) + " that could be interrupted"));
        }
        var zone = LOST_ZONE.matcher(request.path());
        if (zone.matches()) {
            return zone(request.method(), zone.group(1), zone.group(2));
        }
        var one = INSTANCE.matcher(request.path());
        if (one.matches() && Set.of("PUT", "POST", "DELETE").contains(request.method())) {
            Optional<SimInstance> touched = switch (request.method()) {
                case "PUT" -> alter(one.group(1), request);
                case "POST" -> fleet.copy(one.group(1));
                default -> fleet.end(one.group(1));
            };
            return touched.map(i -> ok(instance(i, clock.instant())))
                    .orElseGet(() ->
                            problem(404, "not-found", "There is no instance " + one.group(1) + " that has not ended"));
        }
        return problem(404, "not-found", "There is no call " + request.method() + " " + request.path());
    }

    /** Loses a zone, with all that runs there, or gives it back. */
    private ApiResponse zone(String method, String providerId, String zone) {
        Provider provider = providerId.equals(Provider.AWS.id()) ? Provider.AWS : Provider.ALIBABA;
        String qualified = provider.qualify(zone);
        return switch (method) {
            case "PUT" -> {
                faults.loseZone(qualified);
                Instant now = clock.instant();
                yield ok(Map.of(
                        "items",
                        fleet.lose(provider, zone).stream()
                                .map(i -> instance(i, now))
                                .toList()));
            }
            case "DELETE" ->
                faults.restoreZone(qualified)
                        ? ok(Map.of("items", faults.lostZones()))
                        : problem(404, "not-found", "The zone " + qualified + " is not lost");
            default -> problem(404, "not-found", "There is no call " + method + " of a lost zone");
        };
    }

    private Map<String, Object> consistency() {
        Consistency now = fleet.consistency();
        return Map.of(
                "instances_listed_after_ms", now.listedAfter().toMillis(),
                "tags_shown_after_ms", now.taggedAfter().toMillis());
    }

    private Map<String, Object> setConsistency(ApiRequest request) {
        Late late = json.readValue(request.body(), Late.class);
        fleet.consistency(new Consistency(
                Duration.ofMillis(late.instancesListedAfterMs()), Duration.ofMillis(late.tagsShownAfterMs())));
        return consistency();
    }

    /** Whether what can no longer be seen is asked for as well. */
    private static boolean past(ApiRequest request) {
        String past = request.parameters().getOrDefault("past", "false");
        if (!past.equals("true") && !past.equals("false")) {
            throw new IllegalArgumentException("past is " + past + ", allowed: true, false");
        }
        return past.equals("true");
    }

    /** Takes {@code instance_type}, {@code tags} (all of them) and {@code impaired}, or some of these. */
    private Optional<SimInstance> alter(String id, ApiRequest request) {
        Alteration wanted = json.readValue(request.body(), Alteration.class);
        if (wanted.instanceType() == null && wanted.tags() == null && wanted.impaired() == null) {
            throw new IllegalArgumentException(
                    "an instance takes {\"instance_type\":\"m7i.large\"}, {\"tags\":{…}} or {\"impaired\":true}");
        }
        if (wanted.instanceType() != null && !wanted.instanceType().matches("[a-z0-9][a-z0-9.-]{1,62}")) {
            throw new IllegalArgumentException(
                    "instance_type is " + wanted.instanceType() + ", allowed: a type such as m7i.large");
        }
        if (wanted.tags() != null && wanted.tags().size() > MOST_TAGS) {
            throw new IllegalArgumentException("at most " + MOST_TAGS + " tags on an instance");
        }
        return fleet.alter(id, wanted.instanceType(), wanted.tags(), wanted.impaired());
    }

    private ApiResponse scenario(ApiRequest request, String name, String call) {
        if (!scenarios.knows(name)) {
            return problem(404, "not-found", "There is no scenario " + name);
        }
        return switch (request.method() + " " + call) {
            case "POST start" ->
                scenarios
                        .start(name, seed(request))
                        .map(this::ok)
                        .orElseGet(() -> problem(409, "conflict", "Another scenario is active: stop that one first"));
            case "POST stop" -> {
                boolean active =
                        scenarios.list().stream().anyMatch(each -> each.name().equals(name) && each.active());
                yield (active ? scenarios.stop() : Optional.<ScenarioEngine.Started>empty())
                        .map(this::ok)
                        .orElseGet(() -> problem(409, "conflict", "The scenario " + name + " is not active"));
            }
            case "GET truth" ->
                scenarios
                        .truth(name)
                        .map(this::ok)
                        .orElseGet(() -> problem(404, "not-found", "The scenario " + name + " has not run yet"));
            default -> problem(404, "not-found", "There is no call " + request.method() + " " + request.path());
        };
    }

    /** The body's {@code seed}; 0 without a body. */
    private long seed(ApiRequest request) {
        if (request.body().length == 0) {
            return 0;
        }
        JsonNode body = json.readTree(request.body());
        if (!body.isObject() || body.size() > (body.has("seed") ? 1 : 0)) {
            throw new IllegalArgumentException("a start takes {\"seed\":7} or nothing");
        }
        JsonNode seed = body.path("seed");
        if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
            throw new IllegalArgumentException("seed must be a whole number");
        }
        return seed.asLong(0);
    }

    private Map<String, Object> clockView() {
        var view = new LinkedHashMap<String, Object>();
        view.put("time", clock.instant());
        view.put("wall", clock.wallInstant());
        view.put("speed", clock.speed());
        return view;
    }

    /** Takes {@code speed}, {@code advance} (an ISO 8601 duration to jump ahead by) or both. */
    private Map<String, Object> setClock(ApiRequest request) {
        JsonNode body = json.readTree(request.body());
        if (!body.isObject() || body.isEmpty()) {
            throw new IllegalArgumentException("the clock takes {\"speed\":60} or {\"advance\":\"PT1H\"}");
        }
        for (String field : body.propertyNames()) {
            if (!field.equals("speed") && !field.equals("advance")) {
                throw new IllegalArgumentException("unknown field " + field + ", allowed: speed, advance");
            }
        }
        if (body.has("speed")) {
            if (!body.path("speed").isNumber()) {
                throw new IllegalArgumentException("speed must be a number");
            }
            clock.speed(body.path("speed").asDouble());
        }
        if (body.has("advance")) {
            try {
                Duration by = Duration.parse(body.path("advance").asString(""));
                if (by.compareTo(Duration.ofDays(3_650)) > 0) {
                    throw new IllegalArgumentException("advance is at most P3650D");
                }
                clock.advance(by);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("advance must be an ISO 8601 duration such as PT1H", e);
            }
        }
        return clockView();
    }

    private List<Fault> setFaults(ApiRequest request) {
        List<Fault> next = json.readValue(request.body(), new TypeReference<List<Fault>>() {});
        if (next.size() > 1_000) {
            throw new IllegalArgumentException("at most 1000 faults at once");
        }
        faults.set(next);
        return faults.get();
    }

    private List<Map<String, Object>> instances(boolean past) {
        Instant now = clock.instant();
        return (past ? fleet.ever() : fleet.all())
                .stream().map(i -> instance(i, now)).toList();
    }

    private static Map<String, Object> instance(SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        Provider provider = i.provider();
        var view = new LinkedHashMap<String, Object>();
        view.put("id", i.id());
        view.put("provider", provider.id());
        view.put("account", i.account());
        view.put("region", provider.qualify(i.region()));
        view.put("zone", provider.qualify(i.zone()));
        view.put("instance_type", i.type());
        view.put("purchase_option", i.spot() ? "spot" : "on_demand");
        view.put("state", lower(status.state().name()));
        view.put("state_since", status.since());
        view.put("launched_at", i.launchedAt());
        view.put("running_at", i.runningAt());
        view.put("work_ends_at", i.workEndsAt());
        view.put("interruption_noticed_until", status.noticedUntil());
        view.put("ended_by", endedBy(status.end()));
        view.put("client_token", i.clientToken());
        view.put("tags", i.tags());
        return view;
    }

    private static @Nullable String endedBy(InstanceStatus.@Nullable End end) {
        return end == null ? null : lower(end.name());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private ApiResponse ok(Object body) {
        return ApiResponse.of(200, "application/json", json.writeValueAsString(body));
    }

    private ApiResponse problem(int status, String code, String detail) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "urn:swen:problem:" + code);
        body.put("title", title(status));
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        return ApiResponse.of(status, "application/problem+json", json.writeValueAsString(body));
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "There is nothing here";
            case 409 -> "The current state does not allow this";
            default -> "The request has a value that is not allowed";
        };
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof JacksonException j) {
            return String.valueOf(j.getOriginalMessage());
        }
        return String.valueOf(root.getMessage());
    }
}
