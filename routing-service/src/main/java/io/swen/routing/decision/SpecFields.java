package io.swen.routing.decision;

import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.placement.Weights;
import io.swen.routing.workload.WorkloadSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of what decisions are made from with single fields replaced; whatever else the records hold is taken over. */
final class SpecFields {

    private SpecFields() {}

    static WorkloadSpec with(WorkloadSpec spec, String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new HashMap<>();
        changed.put(field, value);
        return copy(spec, changed);
    }

    static WorkloadSpec regions(WorkloadSpec spec, List<String> allowed, List<String> forbidden) {
        return copy(spec, Map.of("regionsAllowed", allowed, "regionsForbidden", forbidden));
    }

    static PlacementRequest limits(PlacementRequest request, PlacementRequest.Limits limits) {
        return copy(request, Map.of("limits", limits));
    }

    static PlacementRequest weights(PlacementRequest request, Weights weights) {
        return copy(request, Map.of("weights", weights));
    }

    static PlacementRequest alone(PlacementRequest request) {
        if (request.assigned() == null) {
            return request;
        }
        Map<String, @Nullable Object> changed = new HashMap<>();
        changed.put("assigned", null);
        return copy(request, changed);
    }

    static PlacementPolicy costWeight(PlacementPolicy policy, double weight) {
        return copy(policy, Map.of("costWeight", weight));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T copy(T record, Map<String, ? extends @Nullable Object> changed) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                String name = components[i].getName();
                values[i] = changed.containsKey(name)
                        ? changed.get(name)
                        : components[i].getAccessor().invoke(record);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (T) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("public records can be copied", e);
        }
    }
}
