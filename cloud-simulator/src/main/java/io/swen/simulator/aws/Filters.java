package io.swen.simulator.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The filters of a Describe call: any of a filter's values, all of the filters; {@code *} and {@code ?} are wildcards. */
final class Filters {

    private final Map<String, List<Pattern>> filters = new HashMap<>();

    /** @throws AwsException for a filter the call does not have */
    Filters(Map<String, List<String>> given, Set<String> known) {
        given.forEach((name, values) -> {
            if (!known.contains(name) && !name.startsWith("tag:")) {
                throw AwsException.badRequest("InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
            filters.put(name, values.stream().map(Filters::pattern).toList());
        });
    }

    boolean accept(String name, String value) {
        List<Pattern> patterns = filters.get(name);
        return patterns == null
                || patterns.stream().anyMatch(p -> p.matcher(value).matches());
    }

    boolean acceptAny(String name, List<String> values) {
        return !filters.containsKey(name) || values.stream().anyMatch(v -> accept(name, v));
    }

    boolean acceptTags(Map<String, String> tags) {
        for (String name : filters.keySet()) {
            if (name.startsWith("tag:")) {
                String value = tags.get(name.substring("tag:".length()));
                if (value == null || !accept(name, value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
