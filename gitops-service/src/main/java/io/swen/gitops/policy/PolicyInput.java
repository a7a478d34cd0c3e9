package io.swen.gitops.policy;

import static io.swen.gitops.policy.InputType.Field.always;
import static io.swen.gitops.policy.InputType.Field.optional;
import static io.swen.gitops.policy.InputType.Scalar.FLAG;
import static io.swen.gitops.policy.InputType.Scalar.INTEGER;
import static io.swen.gitops.policy.InputType.Scalar.NUMBER;
import static io.swen.gitops.policy.InputType.Scalar.TEXT;
import static io.swen.gitops.policy.InputType.Scalar.TIME;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Offer;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.policy.InputType.ListOf;
import io.swen.gitops.policy.InputType.Struct;
import io.swen.gitops.policy.InputType.Values;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.client.SwenService;
import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a rule may look at: a change, its plan and the moment, as typed values. Documented in docs/gitops/policies.md. */
final class PolicyInput {

    static final Struct AUTHOR =
            Struct.of("Author", always("kind", TEXT), always("name", TEXT), always("actor_id", TEXT));

    static final Struct CHANGE = Struct.of(
            "Change",
            always("id", TEXT),
            always("kind", TEXT),
            always("title", TEXT),
            optional("reason", TEXT),
            always("files", new ListOf(TEXT)),
            optional("confidence", NUMBER));

    static final Struct WORKLOAD = Struct.of(
            "Workload",
            always("kind", TEXT),
            always("image", TEXT),
            always("replicas", INTEGER),
            always("disk_gb", INTEGER),
            always("ports", new ListOf(INTEGER)),
            always("env", new ListOf(TEXT)),
            always("secrets", new ListOf(TEXT)),
            always("checkpointed", FLAG),
            always("cpu_cores", NUMBER),
            always("memory_gb", NUMBER),
            always("gpus", INTEGER),
            optional("gpu_model", TEXT),
            always("architecture", TEXT),
            always("priority", TEXT),
            always("interruptible", FLAG),
            always("regions_allowed", new ListOf(TEXT)),
            always("residency", new ListOf(TEXT)),
            optional("deadline", TIME),
            optional("estimated_duration_hours", NUMBER),
            optional("max_hourly_cost", NUMBER));

    static final Struct DECISION = Struct.of(
            "Decision",
            always("id", TEXT),
            always("provider", TEXT),
            always("region", TEXT),
            always("zone", TEXT),
            always("instance_type", TEXT),
            always("purchase_option", TEXT),
            always("hourly_cost", NUMBER),
            always("confidence", NUMBER));

    static final Struct ITEM = Struct.of(
            "Item",
            always("action", TEXT),
            always("workload_id", TEXT),
            optional("workload", WORKLOAD),
            optional("decision", DECISION));

    static final Struct ACTION = Struct.of(
            "Action",
            always("op", TEXT),
            always("resource", TEXT),
            always("name", TEXT),
            optional("before", new Values()),
            optional("after", new Values()));

    static final Struct PLAN = Struct.of(
            "Plan",
            always("actions", new ListOf(ACTION)),
            always("creates", INTEGER),
            always("updates", INTEGER),
            always("replaces", INTEGER),
            always("destroys", INTEGER));

    static final Struct COST = Struct.of(
            "Cost",
            always("known", FLAG),
            optional("before", NUMBER),
            optional("after", NUMBER),
            optional("delta", NUMBER));

    /** The variables of every expression. */
    static final Struct ROOT = Struct.of(
            "Input",
            always("environment", TEXT),
            always("team", TEXT),
            always("origin", TEXT),
            always("time", TIME),
            always("author", AUTHOR),
            always("change", CHANGE),
            always("items", new ListOf(ITEM)),
            always("plan", PLAN),
            always("cost", COST));

    static final List<Struct> STRUCTS = List.of(AUTHOR, CHANGE, WORKLOAD, DECISION, ITEM, ACTION, PLAN, COST);

    private static final int MOST_TEST_PROBLEMS = 20;

    private PolicyInput() {}

    /** What rules see of a change at this moment. */
    static Map<String, Object> of(ChangeSnapshot change, Plan plan, Instant now) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("environment", change.environment());
        input.put("team", change.team());
        input.put("origin", lower(change.origin()));
        input.put("time", now);
        input.put(
                "author",
                Map.of(
                        "kind",
                        isService(change.author().name()) ? "service" : "person",
                        "name",
                        change.author().name(),
                        "actor_id",
                        change.author().actorId().toString()));
        input.put("change", change(change));
        input.put("items", change.items().stream().map(PolicyInput::item).toList());
        input.put("plan", plan(plan.actions().stream().map(PolicyInput::action).toList()));
        input.put("cost", cost(plan));
        return input;
    }

    private static boolean isService(String name) {
        return Arrays.stream(SwenService.values()).anyMatch(service -> name.equals("swen-" + service.id()));
    }

    private static Map<String, Object> change(ChangeSnapshot change) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", change.id().toString());
        told.put("kind", lower(change.kind()));
        told.put("title", change.title());
        put(told, "reason", change.reason());
        told.put("files", change.files().stream().map(FileEdit::path).toList());
        change.items().stream()
                .filter(item -> item.decision() != null)
                .map(item -> item.requiredDecision().confidence())
                .min(BigDecimal::compareTo)
                .ifPresent(confidence -> told.put("confidence", confidence.doubleValue()));
        return told;
    }

    private static Map<String, Object> item(ChangeItem item) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("action", lower(item.action()));
        told.put("workload_id", item.workloadId());
        if (item.workload() != null) {
            told.put("workload", workload(item.requiredWorkload()));
        }
        if (item.decision() != null) {
            told.put("decision", decision(item.requiredDecision()));
        }
        return told;
    }

    private static Map<String, Object> workload(Workload workload) {
        Workload.Container container = workload.container();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", lower(workload.kind()));
        told.put("image", container.image());
        told.put("replicas", (long) workload.replicas());
        told.put("disk_gb", (long) workload.diskGb());
        told.put(
                "ports",
                container.ports() == null
                        ? List.of()
                        : container.ports().stream().map(Integer::longValue).toList());
        told.put(
                "env",
                container.env() == null
                        ? List.of()
                        : List.copyOf(new TreeSet<>(container.env().keySet())));
        told.put(
                "secrets",
                container.secrets() == null
                        ? List.of()
                        : container.secrets().stream()
                                .map(Workload.SecretReference::name)
                                .toList());
        told.put("checkpointed", container.checkpoint() != null);
        put(told, "cpu_cores", number(workload.cpuCores()));
        put(told, "memory_gb", number(workload.memoryGb()));
        told.put("gpus", workload.gpus() == null ? 0L : workload.gpus().longValue());
        put(told, "gpu_model", workload.gpuModel());
        told.put("architecture", workload.architecture() == null ? "amd64" : workload.architecture());
        told.put("priority", lower(workload.effectivePriority()));
        told.put("interruptible", Boolean.TRUE.equals(workload.interruptible()));
        told.put(
                "regions_allowed",
                workload.regionsAllowed() == null ? List.of() : List.copyOf(workload.regionsAllowed()));
        told.put("residency", workload.residency() == null ? List.of() : List.copyOf(workload.residency()));
        put(told, "deadline", workload.deadline());
        put(told, "estimated_duration_hours", number(workload.estimatedDurationHours()));
        put(told, "max_hourly_cost", number(amount(workload.maxHourlyCost())));
        return told;
    }

    private static Map<String, Object> decision(PlacementDecision decision) {
        Offer offer = decision.offer();
        return Map.of(
                "id", decision.id().toString(),
                "provider", offer.provider().id(),
                "region", offer.region(),
                "zone", offer.zone(),
                "instance_type", offer.instanceType(),
                "purchase_option", lower(offer.purchaseOption()),
                "hourly_cost", decision.hourlyCost().amount().doubleValue(),
                "confidence", decision.confidence().doubleValue());
    }

    private static Map<String, Object> action(Plan.Action action) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("op", lower(action.op()));
        told.put("resource", action.resource());
        told.put("name", action.name());
        if (action.before() != null) {
            told.put("before", values(action.before()));
        }
        if (action.after() != null) {
            told.put("after", values(action.after()));
        }
        return told;
    }

    private static Map<String, Object> plan(List<Map<String, Object>> actions) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("actions", actions);
        for (Plan.Op op : Plan.Op.values()) {
            told.put(
                    lower(op) + "s",
                    actions.stream()
                            .filter(action -> lower(op).equals(action.get("op")))
                            .count());
        }
        return told;
    }

    private static Map<String, Object> cost(Plan plan) {
        BigDecimal before = amount(plan.hourlyCostBefore());
        BigDecimal after = amount(plan.hourlyCostAfter());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("known", before != null && after != null);
        put(told, "before", number(before));
        put(told, "after", number(after));
        if (before != null && after != null) {
            told.put("delta", after.subtract(before).doubleValue());
        }
        return told;
    }

    private static Map<String, Object> values(Map<?, ?> values) {
        Map<String, Object> told = new LinkedHashMap<>();
        values.forEach((name, value) -> put(told, String.valueOf(name), value(value)));
        return told;
    }

    /** Numbers become what expressions count with; what is null is absent. */
    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> values(map);
            case List<?> list -> {
                List<Object> told = new ArrayList<>();
                for (Object element : list) {
                    Object one = value(element);
                    if (one != null) {
                        told.add(one);
                    }
                }
                yield told;
            }
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Number number -> number.doubleValue();
            default -> value.toString();
        };
    }

    /**
     * The input of a test as somebody wrote it: each value has to be of its type. Lists that are left out are empty, and the counts of a
     * plan follow from its actions; nothing else is filled in.
     */
    static Map<String, Object> ofTest(Map<String, Object> given, String at, List<String> problems) {
        return struct(ROOT, given, at, problems);
    }

    private static Map<String, Object> struct(Struct type, Map<?, ?> given, String at, List<String> problems) {
        Map<String, Object> read = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            String path = at + "." + key;
            InputType.Field field = type.field(String.valueOf(key)).orElse(null);
            if (field == null) {
                report(problems, path, "is not known here; allowed are " + type.names());
            } else if (value != null) {
                put(read, field.name(), typed(field.type(), value, path, problems));
            }
        });
        if (type == PLAN) {
            List<Map<String, Object>> actions = new ArrayList<>();
            if (read.get("actions") instanceof List<?> list) {
                for (Object action : list) {
                    if (action instanceof Map<?, ?> map) {
                        actions.add(values(map));
                    }
                }
            }
            plan(actions).forEach(read::putIfAbsent);
        }
        for (InputType.Field field : type.fields()) {
            if (field.type() instanceof ListOf) {
                read.putIfAbsent(field.name(), List.of());
            }
        }
        return read;
    }

    private static @Nullable Object typed(InputType type, Object given, String at, List<String> problems) {
        Object read = switch (type) {
            case InputType.Scalar scalar -> scalar(scalar, given);
            case Values() -> given instanceof Map<?, ?> map ? values(map) : null;
            case Struct struct -> given instanceof Map<?, ?> map ? struct(struct, map, at, problems) : null;
            case ListOf(InputType element) -> {
                if (!(given instanceof List<?> list)) {
                    yield null;
                }
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    Object one = list.get(i);
                    Object value = one == null ? null : typed(element, one, at + "[" + i + "]", problems);
                    if (value != null) {
                        elements.add(value);
                    }
                }
                yield elements;
            }
        };
        if (read == null) {
            report(problems, at, "has to be " + type.told());
        }
        return read;
    }

    private static @Nullable Object scalar(InputType.Scalar type, Object given) {
        return switch (type) {
            case TEXT -> given instanceof String ? given : null;
            case NUMBER -> given instanceof Number number ? (Object) number.doubleValue() : null;
            case INTEGER ->
                given instanceof Integer || given instanceof Long ? (Object) ((Number) given).longValue() : null;
            case FLAG -> given instanceof Boolean ? given : null;
            case TIME -> time(given);
        };
    }

    private static @Nullable Instant time(Object given) {
        try {
            return given instanceof String text ? Instant.parse(text) : null;
        } catch (java.time.format.DateTimeParseException notATime) {
            // The caller tells of it with the field's name.
            return null;
        }
    }

    private static void report(List<String> problems, String at, String what) {
        if (problems.size() < MOST_TEST_PROBLEMS) {
            problems.add(at + " " + what);
        }
    }

    private static void put(Map<String, Object> into, String name, @Nullable Object value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    private static @Nullable BigDecimal amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }

    private static @Nullable Double number(@Nullable BigDecimal value) {
        return value == null ? null : value.doubleValue();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
