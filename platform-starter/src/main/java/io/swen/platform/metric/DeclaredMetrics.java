package io.swen.platform.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics that a service declares. Its counters are there from the start, at 0, as far as the values of their tags are known: what
 * appears with its first event has no increase that a rule could see, and no line in a dashboard before.
 */
public final class DeclaredMetrics implements MeterBinder {

    private final List<Declaration> declarations;
    private final Map<String, List<String>> known;

    private DeclaredMetrics(List<Declaration> declarations, Map<String, List<String>> known) {
        this.declarations = List.copyOf(declarations);
        this.known = Map.copyOf(known);
    }

    public static DeclaredMetrics of(Declared... metrics) {
        return new DeclaredMetrics(
                Arrays.stream(metrics).map(Declared::declaration).toList(), Map.of());
    }

    /** The same, where configuration bounds the values of a tag. */
    public DeclaredMetrics knowing(String tag, List<String> values) {
        Map<String, List<String>> more = new HashMap<>(known);
        more.put(tag, List.copyOf(values));
        return new DeclaredMetrics(declarations, more);
    }

    public List<Declaration> declarations() {
        return declarations;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        declarations.stream()
                .filter(each -> each.kind() == Declaration.Kind.COUNTER && each.condition() == null)
                .forEach(each -> combinations(each)
                        .forEach(tags -> Counter.builder(each.id())
                                .baseUnit(each.unit())
                                .tags(tags)
                                .register(registry)));
    }

    /** None where the values of a tag are not known. */
    private List<Tags> combinations(Declaration declaration) {
        List<Tags> all = List.of(Tags.empty());
        for (Declaration.Tag tag : declaration.tags()) {
            List<String> values = tag.values().isEmpty() ? known.getOrDefault(tag.key(), List.of()) : tag.values();
            List<Tags> longer = new ArrayList<>();
            for (Tags before : all) {
                values.forEach(value -> longer.add(before.and(tag.key(), value)));
            }
            all = longer;
        }
        return all;
    }
}
