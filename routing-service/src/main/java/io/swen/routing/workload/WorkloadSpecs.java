package io.swen.routing.workload;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes checked specifications out of descriptions that are not submitted, by the same rules as those that are. */
@Component
public class WorkloadSpecs {

    private static final Set<String> FIXED = Set.of("id", "team", "environment");

    private final JsonMapper json;

    WorkloadSpecs(JsonMapper json) {
        this.json = json;
    }

    /**
     * The specification that a description stands for.
     *
     * @param field where the description stands in the request, for problems
     * @param generatedId the id to use when none is given
     * @throws ProblemException naming each wrong field
     */
    public WorkloadSpec of(
            JsonNode description, String field, Instant now, Predicate<String> knownRegion, String generatedId) {
        WorkloadRequest request;
        try {
            request = json.treeToValue(description, WorkloadRequest.class);
        } catch (UnrecognizedPropertyException unknown) {
            throw ProblemException.of(ErrorCode.UNKNOWN_FIELD, path(field, unknown) + " is not known here", unknown);
        } catch (DatabindException wrong) {
            throw ProblemException.invalidField(path(field, wrong), null, "a value of the documented type");
        }
        if (request == null) {
            throw ProblemException.invalidField(field, null, "an object that describes a workload");
        }
        try {
            return WorkloadValidator.validate(request, now, knownRegion, generatedId);
        } catch (ProblemException problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            throw ProblemException.invalidFields(problem.errors().stream()
                    .map(error -> new FieldProblem(field + "." + error.field(), error.given(), error.allowed()))
                    .toList());
        }
    }

    /**
     * A specification with some fields replaced (JSON merge patch, RFC 7396); whose it is cannot be changed.
     *
     * @throws ProblemException naming each wrong field
     */
    public WorkloadSpec changed(
            WorkloadSpec spec, ObjectNode patch, String field, Instant now, Predicate<String> knownRegion) {
        for (String name : patch.propertyNames()) {
            if (FIXED.contains(name)) {
                throw ProblemException.invalidField(
                        field + "." + name, null, "absent, because it cannot be changed here");
            }
        }
        ObjectNode description = json.valueToTree(spec);
        // What is absent gets its default, and a field that few workloads have may not be known to the request.
        prune(description);
        merge(description, patch);
        return of(description, field, now, knownRegion, spec.id());
    }

    private static void prune(ObjectNode node) {
        for (String name : List.copyOf(node.propertyNames())) {
            JsonNode value = node.get(name);
            if (value == null || value.isNull() || (value.isArray() && value.isEmpty())) {
                node.remove(name);
            } else if (value instanceof ObjectNode object) {
                prune(object);
            }
        }
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        for (String name : patch.propertyNames()) {
            JsonNode value = patch.get(name);
            if (value == null || value.isNull()) {
                into.remove(name);
            } else if (value instanceof ObjectNode inner && into.get(name) instanceof ObjectNode known) {
                merge(known, inner);
            } else {
                into.set(name, value);
            }
        }
    }

    private static String path(String field, JacksonException at) {
        return field + "."
                + at.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                        .collect(Collectors.joining("."));
    }
}
